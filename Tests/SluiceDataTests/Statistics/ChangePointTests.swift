import Testing

@testable import SluiceData

@Suite struct ChangePointTests {
  @Test("Cuts at the same penalty are those of ruptures")
  func ruptures() throws {
    for expected in try StatisticsFixture.read().changePoints {
      let found = try ChangePoints(
        Readings(expected.values), shortest: expected.shortest, penalty: expected.penalty)
      #expect(found.changes.map(\.row) == expected.rows, "penalty \(expected.penalty)")
    }
  }

  @Test("Of short series the cuts are the best of all ways to cut")
  func bruteForce() {
    for seed in 0..<30 {
      let values = MadeSeries.noise(11, seed: UInt64(seed)).enumerated().map {
        $1 + ($0 > 3 ? 1.5 : 0)
      }
      for (shortest, penalty) in [(1, 1.0), (2, 0.5), (3, 0.2)] {
        var best = (cost: Double.infinity, cuts: [Int]())
        for mask in 0..<(1 << 10) {
          let cuts = (1...10).filter { mask >> ($0 - 1) & 1 == 1 }
          let ends = [0] + cuts + [11]
          var cost = penalty * Double(cuts.count)
          for (first, last) in zip(ends, ends.dropFirst()) {
            let segment = values[first..<last]
            let mean = segment.reduce(0, +) / Double(segment.count)
            cost += segment.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            if segment.count < shortest { cost = .infinity }
          }
          if cost < best.cost { best = (cost, cuts) }
        }
        let found = MeanSegments(values).best(
          among: Array(0...11), shortest: shortest, penalty: penalty)
        #expect(found == best.cuts, "seed \(seed), shortest \(shortest)")
      }
    }
  }

  @Test("A planted break is found at its row, with the levels on both sides, in long series too")
  func planted() throws {
    for count in [300, 4_096, 100_000] {
      let row = count / 3 + 1
      for coefficient in [0.0, 0.6] {
        let noise = MadeSeries.autoregression(count, coefficient, seed: 21)
        let values = noise.enumerated().map { 100 + $1 + ($0 >= row ? 6 : 0) }
        let found = try ChangePoints(Readings(values)).changes
        #expect(found.count == 1, "\(count) \(coefficient): \(found)")
        let change = try #require(found.first)
        #expect(abs(change.row - row) <= (coefficient == 0 ? 1 : 4), "\(count): \(change.row)")
        #expect(agrees(change.before, 100, to: 0.01))
        #expect(agrees(change.after, 106, to: 0.01))
      }
    }
  }

  @Test("Series whose level stays raise few alarms, however much neighbours resemble each other")
  func falseAlarms() throws {
    // A short series of which each row is nearly the one before wanders like one whose mean changes.
    for (coefficient, most) in [(0.0, 2), (0.5, 4), (0.8, 8), (0.95, 25)] {
      var alarms = 0
      for seed in 0..<30 {
        for count in [100, 400, 1_500] {
          let values = MadeSeries.autoregression(count, coefficient, seed: UInt64(100 + seed))
          alarms += try ChangePoints(Readings(values)).changes.isEmpty ? 0 : 1
        }
      }
      #expect(alarms <= most, "\(coefficient): \(alarms) of 90")
    }
  }

  @Test("A season is no change of level, and a change is found in spite of one")
  func season() throws {
    let count = 24 * 200
    let noise = MadeSeries.noise(count, seed: 31)
    let day = MadeSeries.sine(count, period: 24, amplitude: 5)
    let steady = MadeSeries.sum(noise, day)
    #expect(try ChangePoints(Readings(steady), season: 24).changes.isEmpty)
    #expect(try ChangePoints(Readings(steady)).changes.isEmpty)
    let moved = steady.enumerated().map { $1 + ($0 >= 2_000 ? 2 : 0) }
    let found = try ChangePoints(Readings(moved), season: 24).changes
    #expect(found.count == 1)
    #expect(abs(try #require(found.first).row - 2_000) <= 3)
  }

  @Test(
    "The long-run variance is that of an autoregression, and a change of level does not move it")
  func longRunVariance() {
    for (coefficient, expected) in [(0.0, 1.0), (0.5, 4), (0.8, 25)] {
      let values = MadeSeries.autoregression(50_000, coefficient, seed: 41)
      let plain = LongRunVariance.robust(values)
      #expect(plain > 0.75 * expected && plain < 1.35 * expected, "\(coefficient): \(plain)")
      let moved = values.enumerated().map { $1 + ($0 > 20_000 ? 40 : 0) }
      #expect(agrees(LongRunVariance.robust(moved), plain, to: 0.02))
    }
  }

  @Test("A step without noise is found; constant readings have no changes")
  func withoutNoise() throws {
    let step = (0..<1_000).map { $0 < 400 ? 1.0 : 2 }
    let found = try ChangePoints(Readings(step)).changes
    #expect(found == [ChangePoints.Change(row: 400, before: 1, after: 2)])
    #expect(try ChangePoints(Readings([Double](repeating: 4, count: 50))).changes.isEmpty)
  }

  @Test("Too few readings and settings out of range are errors")
  func errors() throws {
    #expect(throws: StatisticsError.tooFew(purpose: "change points", needed: 20, found: 19)) {
      try ChangePoints(Readings(MadeSeries.noise(19, seed: 1)))
    }
    let readings = try Readings(MadeSeries.noise(40, seed: 1))
    #expect(throws: StatisticsError.self) { try ChangePoints(readings, season: 0) }
    #expect(throws: StatisticsError.self) { try ChangePoints(readings, season: 21) }
    #expect(throws: StatisticsError.self) { try ChangePoints(readings, shortest: 0) }
    #expect(throws: StatisticsError.self) { try ChangePoints(readings, shortest: .max) }
    for penalty in [0, -1, Double.nan, .infinity] {
      #expect(throws: StatisticsError.self) { try ChangePoints(readings, penalty: penalty) }
    }
  }
}
