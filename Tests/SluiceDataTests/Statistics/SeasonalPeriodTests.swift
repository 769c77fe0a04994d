import Testing

@testable import SluiceData

@Suite struct SeasonalPeriodTests {
  private func seasons(_ values: [Double]) throws -> [Int] {
    try SeasonalPeriod.found(in: Readings(values)).map(\.rows)
  }

  @Test("The period of a sine in noise is found, whatever the trend")
  func sine() throws {
    for (period, count) in [
      (2, 60), (7, 200), (12, 150), (24, 1_000), (365, 2_000), (1_440, 9_000),
    ] {
      let values = MadeSeries.sum(
        MadeSeries.sine(count, period: Double(period) == 2 ? 4 : Double(period), amplitude: 2),
        MadeSeries.noise(count, seed: 4), (0..<count).map { Double($0) * 3 / Double(count) })
      let expected = period == 2 ? 4 : period
      let found = try seasons(values)
      #expect(found.count == 1, "\(period): \(found)")
      let rows = try #require(found.first)
      #expect(abs(rows - expected) <= expected / 40, "\(period): \(rows)")
    }
  }

  @Test("A day within a week: both are found, shortest first, with what they explain")
  func nested() throws {
    let count = 24 * 7 * 12
    let workdays = (0..<count).map { $0 / 24 % 7 < 5 ? 1.5 : -1 }
    let values = MadeSeries.sum(
      MadeSeries.sine(count, period: 24, amplitude: 3), workdays, MadeSeries.noise(count, seed: 9))
    let found = try SeasonalPeriod.found(in: Readings(values))
    #expect(found.map(\.rows) == [24, 168])
    // Variances: 4.5 of the day, 1.28 of the week, 1 of the noise.
    #expect(agrees(found[0].share, 4.5 / 6.78, to: 0.05))
    #expect(agrees(found[1].share, 1.28 / 6.78, to: 0.05))
    #expect(found[1].autocorrelation > 0.4)
    #expect(try SeasonalPeriod.found(in: Readings(values), most: 1).map(\.rows) == [24])
    #expect(try SeasonalPeriod.found(in: Readings(values), most: 0).isEmpty)
  }

  @Test("Two peaks a day are one season of a day, not of half a day")
  func overtones() throws {
    let count = 24 * 60
    let values = MadeSeries.sum(
      MadeSeries.sine(count, period: 24, amplitude: 1),
      MadeSeries.sine(count, period: 12, amplitude: 1.5),
      MadeSeries.noise(count, seed: 10).map { $0 / 3 })
    #expect(try seasons(values) == [24])
  }

  @Test("Of many seasons the length is found to the row, though neighbours resemble each other")
  func sharp() throws {
    let count = 70 * 480
    let values = MadeSeries.sum(
      MadeSeries.sine(count, period: 480, amplitude: 3),
      MadeSeries.autoregression(count, 0.8, seed: 3))
    #expect(try seasons(values) == [480])
    // Means of as many phases as there are half the values take nothing from noise.
    let noise = MadeSeries.noise(20_000, seed: 5)
    #expect(abs(Phases(of: noise, rows: 10_000).varianceTaken) < 0.05)
  }

  @Test("A season that is no whole number of rows is found once")
  func fraction() throws {
    let values = MadeSeries.sum(
      MadeSeries.sine(3_000, period: 24.4, amplitude: 3), MadeSeries.noise(3_000, seed: 12))
    let found = try seasons(values)
    #expect(found.count == 1)
    #expect(found == [24] || found == [49] || found == [73], "\(found)")
  }

  @Test("Noise, autoregressions and random walks have no season")
  func none() throws {
    for count in [60, 700] {
      var alarms = 0
      for seed in 0..<20 {
        for coefficient in [0, 0.5, 0.9, 0.99, 1] {
          let values = MadeSeries.autoregression(count, coefficient, seed: UInt64(seed))
          alarms += try seasons(values).isEmpty ? 0 : 1
        }
      }
      #expect(alarms <= 5, "\(count) rows: \(alarms) of 100")
    }
  }

  @Test("Few readings and constant ones have no season, a line has none either")
  func nothingToFind() throws {
    #expect(try seasons([]).isEmpty)
    #expect(try seasons([1, 2, 1, 2, 1, 2]).isEmpty)
    #expect(try seasons([Double](repeating: 3, count: 100)).isEmpty)
    #expect(try seasons((0..<100).map { 5 + 0.1 * Double($0) }).isEmpty)
  }
}
