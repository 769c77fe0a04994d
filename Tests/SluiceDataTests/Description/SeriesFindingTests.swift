import SluiceData
import Testing

/// Each finding raised by what it is about, and not by a little less.
@Suite struct SeriesFindingTests {
  private let noise = MadeSeries.noise(1_000, seed: 11).map { Float($0) }

  private func findings(_ columns: [Column], stamps: [Int64]? = nil) throws -> [SeriesFinding] {
    try SeriesExamination(Series(columns: columns, timestamps: stamps)).findings
  }

  @Test("Missing readings are many from a twentieth on")
  func missing() throws {
    func missing(_ count: Int) -> Column {
      Column(
        "x",
        noise.enumerated().map { $0.offset >= 400 && $0.offset < 400 + count ? .nan : $0.element })
    }
    #expect(try findings([missing(50)]).isEmpty)
    #expect(
      try findings([missing(60)]) == [.manyMissing(column: "x", share: 0.06, longestRun: 60)])
  }

  @Test("Rows that are too few in a row are told, and a constant column is not looked at")
  func tooShort() throws {
    let sparse = noise.enumerated().map { $0.offset % 50 == 49 ? Float.nan : $0.element }
    #expect(try findings([Column("x", sparse)]) == [.tooShort(column: "x", rows: 49)])
    let enough = noise.enumerated().map { $0.offset % 51 == 50 ? Float.nan : $0.element }
    #expect(try findings([Column("x", enough)]).isEmpty)
    #expect(try findings([Column("x", [Float](repeating: 2, count: 1_000))]).isEmpty)
    #expect(try findings([Column("x", [Float](repeating: .nan, count: 1_000))]).isEmpty)
    #expect(try findings([Column("x", [])]).isEmpty)
  }

  @Test("Most readings are 0 when more than half are")
  func zeros() throws {
    func zeros(_ count: Int) -> Column {
      // 7 shares no divisor with 1,000, so that the zeros lie about.
      Column("x", noise.enumerated().map { $0.offset * 7 % 1_000 < count ? 0 : $0.element })
    }
    #expect(!(try findings([zeros(500)])).contains(.mostlyZero(column: "x", share: 0.5)))
    #expect(try findings([zeros(510)]).contains(.mostlyZero(column: "x", share: 0.51)))
  }

  @Test("One reading far from the rest is told with its row, and a normal tail is not")
  func outliers() throws {
    var values = noise
    values[321] = -40
    let found = try findings([Column("x", values)])
    guard case .outliers("x", let farOut, let kurtosis)? = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect(farOut.count == 1)
    #expect(farOut.farthest == -40)
    #expect(farOut.row == 321)
    #expect(kurtosis > 100)
    #expect(try findings([Column("x", noise)]).isEmpty)
  }

  @Test("An irregular clock is told; gaps and repeated time stamps alone do not make one")
  func clock() throws {
    let regular = (0..<1_000).map { Int64($0) * 60_000_000 }
    #expect(try findings([Column("x", noise)], stamps: regular).isEmpty)
    let gaps = regular.enumerated().map { $0.element + Int64($0.offset / 100) * 3_600_000_000 }
    #expect(try findings([Column("x", noise)], stamps: gaps).isEmpty)
    let doubled = regular.indices.map { regular[$0 - $0 % 4 / 3] }
    #expect(try findings([Column("x", noise)], stamps: doubled).isEmpty)
    // Each fifth row comes 24 s late: two steps of five are unlike the rest.
    let late = regular.enumerated().map {
      $0.offset % 5 == 0 ? $0.element + 24_000_000 : $0.element
    }
    guard case .irregularClock(let share)? = try findings([Column("x", noise)], stamps: late).first
    else {
      Issue.record("no finding")
      return
    }
    #expect(abs(share - 0.6) < 0.001)
  }

  @Test("Copies are told from columns that are merely alike, and unlike ones are not named")
  func copies() throws {
    let other = MadeSeries.noise(1_000, seed: 12).map { Float($0) }
    var copy = noise
    copy[3] = .nan
    var first = noise
    first[3] = .nan
    let near = zip(noise, other).map { -2 * $0 + 0.1 * $1 }
    let far = zip(noise, other).map { $0 + 0.2 * $1 }
    let found = try findings([
      Column("a", first), Column("b", copy), Column("c", near), Column("d", far),
      Column("e", [Float](repeating: 1, count: 1_000)),
    ])
    let pairs = found.compactMap { finding -> ColumnLikeness? in
      if case .alike(let pair) = finding { return pair }
      return nil
    }
    #expect(pairs.count == found.count)
    try #require(pairs.map(\.first) == ["a", "a", "b"])
    #expect(pairs.map(\.second) == ["b", "c", "c"])
    #expect(pairs.map(\.isCopy) == [true, false, false])
    #expect(pairs[0].correlation == 1)
    #expect(pairs[1].correlation < -0.995)
  }
}
