import Foundation
import SluiceData
import Testing

@Suite struct GeneratorTests {
  @Test("The same seed gives the same bits, another seed others", arguments: Generator.kinds)
  func seeds(generator: Generator) {
    let series = generator.series(rows: 500, seed: 3)
    #expect(series.count == 500)
    #expect(series == generator.series(rows: 500, seed: 3))
    #expect(series != generator.series(rows: 500, seed: 4))
    let shorter = generator.series(rows: 300, seed: 3)
    #expect(shorter.count == 300)
    for (part, whole) in zip(shorter.columns, series.columns) {
      #expect(part.name == whole.name)
      #expect((0..<300).allSatisfy { same(part[$0], whole[$0]) })
    }
    #expect(generator.series(rows: 0).count == 0)
  }

  private func same(_ a: Float, _ b: Float) -> Bool { a == b || (a.isNaN && b.isNaN) }

  @Test("The bits are pinned, so that they are the same on every machine")
  func pinned() {
    let fingerprints = Generator.kinds.map { $0.series(rows: 1000, seed: 1).fingerprint }
    #expect(
      fingerprints == [
        "e0584b1f19b3ea82", "9d27a8de12141bb7", "4262fa810be212c0", "3b2a4026acacc1a5",
      ])
  }

  @Test("The household looks like one: power never negative, intensity follows, some rows missing")
  func household() throws {
    let series = Generator.household.series(rows: 60_000, seed: 1)
    let power = try series.column("Global_active_power")
    let voltage = try series.column("Voltage")
    let intensity = try series.column("Global_intensity")
    let missing = power.missingCount
    #expect(missing > 10 && missing < 600)
    var sum = 0.0
    for row in power.indices where !power[row].isNaN {
      #expect(power[row] > 0 && power[row] < 6)
      #expect(abs(intensity[row] - power[row] * 1000 / voltage[row]) < 0.2)
      sum += Double(power[row])
    }
    let mean = sum / Double(60_000 - missing)
    #expect(mean > 0.4 && mean < 1.5)
    #expect(series.interval == 60_000_000)
    #expect(series.gaps.isEmpty)
  }

  @Test(
    "Digit sums: 30 uniform digits a series, and the label says whether they sum to 100",
    arguments: [(DigitSums.Digits.upTo9, 9, 0.988), (.upTo8, 8, 0.926)])
  func digitSums(digits: DigitSums.Digits, largest: Int, share: Double) throws {
    let series = Generator.digitSums(DigitSums(digits: digits)).series(seed: 1)
    #expect(series.count == 300_000)
    #expect(series.columnNames == ["series", "digit", "label"])
    #expect(series.timestamps == nil)
    let digit = try series.column("digit")
    let label = try series.column("label")
    #expect(label.categories == ["0", "1"])
    let number = try series.column("series")
    #expect(number.category(0) == "1")
    #expect(number.category(299_999) == "10000")
    var counts = [Int](repeating: 0, count: 10)
    var ones = 0
    for start in stride(from: 0, to: 300_000, by: 30) {
      let rows = start..<start + 30
      for row in rows { counts[Int(digit[row])] += 1 }
      let sum = rows.reduce(0) { $0 + Int(digit[$1]) }
      let expected = sum >= 100 ? "1" : "0"
      #expect(rows.allSatisfy { label.category($0) == expected && number[$0] == number[start] })
      ones += expected == "1" ? 1 : 0
    }
    // The shares that the normal distribution with the sum's mean and deviation gives, within 3
    // deviations of 10,000 draws.
    #expect(abs(Double(ones) / 10_000 - share) < 0.01)
    let expected = 300_000 / Double(largest + 1)
    #expect(counts[...largest].allSatisfy { abs(Double($0) / expected - 1) < 0.03 })
    #expect(counts[(largest + 1)...].allSatisfy { $0 == 0 })
  }

  @Test("In files a generator is a name, or a name with settings")
  func coding() throws {
    func decoded(_ json: String) throws -> Generator {
      try JSONDecoder().decode([Generator].self, from: Data("[\(json)]".utf8))[0]
    }
    #expect(try decoded("\"household\"") == .household)
    #expect(try decoded("\"digitSums\"") == .digitSums(DigitSums(digits: .upTo9, count: 10_000)))
    #expect(
      try decoded(#"{"digitSums": {"digits": "0-8", "series": 7}}"#)
        == .digitSums(DigitSums(digits: .upTo8, count: 7)))
    for bad in [
      "\"cosine\"", #"{"digitSums": {"digits": "1-9"}}"#, #"{"digitSums": {"series": 0}}"#,
      #"{"digitSums": {"series": 400000}}"#, #"{"sine": {}, "household": {}}"#,
    ] {
      #expect(throws: DecodingError.self, "\(bad)") { try decoded(bad) }
    }
    for kind in Generator.kinds {
      let json = String(decoding: try JSONEncoder().encode(kind), as: UTF8.self)
      #expect(try decoded(json) == kind)
    }
    #expect(try JSONEncoder().encode(Generator.sine) == Data("\"sine\"".utf8))
  }

  @Test("The multivariate target follows its formula up to the noise")
  func multivariate() throws {
    let series = Generator.multivariate.series(seed: 1)
    #expect(series.count == 2000)
    #expect(series.columnNames == ["input1", "input2", "target"])
    let input1 = try series.column("input1")
    let input2 = try series.column("input2")
    let target = try series.column("target")
    var squares: Float = 0
    for row in 2..<series.count {
      let t = Float(row)
      let season = Float(sin((Double(row) / 24 + 0.125) * 2 * Double.pi)) * 0.5
      let expected =
        0.001 * t + season + 0.6 * input1[row - 1] + 0.3 * input2[row - 2]
        + 0.4 * input1[row - 1] * input2[row - 1]
      squares += (target[row] - expected) * (target[row] - expected)
    }
    let deviation = (squares / 1998).squareRoot()
    #expect(abs(deviation - 0.1) < 0.005)
  }
}
