import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct UndersamplingTests {
  private let classes = ["A", "B", "C"]

  /// 40 windows of A, 7 of B and 3 of C, one a row, A before, between and behind the others.
  private func windows() throws -> Windows {
    let labels = [("A", 11), ("B", 4), ("A", 13), ("C", 3), ("B", 3), ("A", 16)]
      .map { String(repeating: $0.0, count: $0.1) }.joined()
    return try labeledRows(labels).labeledWindows(WindowOptions(lookback: 1))
  }

  private func kept(_ label: String, _ keep: Double, seed: UInt64 = 1) throws -> Windows {
    try Undersampling(label: label, keep: keep).applied(
      to: windows(), classes: classes, streams: RandomStreams(seed: seed))
  }

  @Test(
    "The share is exact, rounded, and at least one window",
    arguments: [(0.25, 10), (0.05, 2), (0.0625, 3), (0.001, 1), (1, 40), (0.99, 40)])
  func counts(keep: Double, expected: Int) throws {
    let left = try kept("A", keep)
    #expect(left.classNumbers.count { $0 == 0 } == expected)
    #expect(left.count == expected + 10)
  }

  @Test("All windows of other classes stay, in their order and with their stretches")
  func others() throws {
    let all = try windows()
    let left = try kept("A", 0.25)
    func rows(_ windows: Windows, _ isCommon: Bool) -> [Int] {
      (0..<windows.count).filter { (windows.label($0) == 0) == isCommon }
        .map { windows.inputRows($0).lowerBound }
    }
    #expect(rows(left, false) == rows(all, false))
    #expect(left.firstRows == left.firstRows.sorted())
    #expect(Set(left.firstRows).count == left.count)
    #expect((0..<left.count).allSatisfy { left.stretch($0) == all.stretch(left.firstRows[$0]) })
  }

  @Test("The same seed keeps the same windows, another seed others, from the whole range")
  func seeds() throws {
    #expect(try kept("A", 0.25).firstRows == kept("A", 0.25).firstRows)
    #expect(try kept("A", 0.25).firstRows != kept("A", 0.25, seed: 2).firstRows)
    var drawn = [Int: Int]()
    for seed in 0..<200 as Range<UInt64> {
      let left = try kept("A", 0.25, seed: seed)
      for row in left.firstRows { drawn[row, default: 0] += 1 }
    }
    // Each of the 40 is kept in 50 of 200 draws on average, with a deviation of 6.
    #expect(drawn.count == 50)
    #expect(drawn.values.allSatisfy { $0 == 200 || (26...74).contains($0) })
  }

  @Test("A class that does not exist, and a share that is none, are refused")
  func refused() throws {
    #expect(
      throws: LabelError.noSuchClass(
        name: "D", key: "training.undersampling.class", classes: classes)
    ) { try kept("D", 0.5) }
    func read(_ text: String) throws -> Undersampling {
      try JSONDecoder().decode(Undersampling.self, from: Data(text.utf8))
    }
    let rule = Undersampling(label: "0", keep: 0.05)
    #expect(try read(#"{"class": "0", "keep": 0.05}"#) == rule)
    #expect(try read(String(decoding: JSONEncoder().encode(rule), as: UTF8.self)) == rule)
    for share in ["0", "-0.5", "1.01"] {
      #expect(throws: DecodingError.self) { try read("{\"class\": \"0\", \"keep\": \(share)}") }
    }
  }
}
