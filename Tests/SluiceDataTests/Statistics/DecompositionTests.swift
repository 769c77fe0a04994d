import Testing

@testable import SluiceData

@Suite struct DecompositionTests {
  @Test("STL is that of statsmodels: windows, robust weights, lines at every tenth")
  func stl() throws {
    for expected in try StatisticsFixture.read().stl {
      let settings = STL(
        season: expected.season, seasonalWindow: expected.seasonalWindow,
        trendWindow: expected.trendWindow, isRobust: expected.isRobust,
        detail: expected.tenth ? .tenthOfWindow : .everyRow)
      let found = try settings.decomposed(Readings(expected.values))
      #expect(agrees(found.trend, expected.trend, to: 1e-10), "\(settings)")
      #expect(agrees(found.seasons[0].values, expected.seasonal, to: 1e-10), "\(settings)")
      #expect(agrees(found.weights, expected.weights, to: 1e-9), "\(settings)")
    }
  }

  @Test("MSTL is that of statsmodels")
  func mstl() throws {
    let fixture = try StatisticsFixture.read()
    let found = try MSTL(seasons: [168, 24]).decomposed(fixture.readings("weekly"))
    #expect(found.seasons.map(\.rows) == fixture.mstl.seasons)
    for (season, expected) in zip(found.seasons, fixture.mstl.seasonal) {
      #expect(agrees(season.values, expected, to: 1e-9))
    }
    #expect(agrees(found.trend, fixture.mstl.trend, to: 1e-9))
    #expect(agrees(found.remainder, fixture.mstl.resid, to: 1e-9))
  }

  @Test("Parts sum to the readings, under every setting")
  func sums() throws {
    let values = MadeSeries.sum(
      MadeSeries.sine(300, period: 12, amplitude: 3), MadeSeries.noise(300, seed: 3),
      MadeSeries.sine(300, period: 30))
    let readings = try Readings(values)
    let made = [
      try STL(season: 12).decomposed(readings),
      try STL(season: 12, isRobust: true, detail: .tenthOfWindow).decomposed(readings),
      try STL(season: 150, seasonalWindow: 3).decomposed(readings),
      try STL(season: 2, seasonalWindow: 1_001).decomposed(readings),
      try MSTL(seasons: [12, 30]).decomposed(readings),
      try MSTL(seasons: [30], isRobust: true, detail: .tenthOfWindow).decomposed(readings),
    ]
    for parts in made {
      for row in values.indices {
        let seasons = parts.seasons.reduce(0) { $0 + $1.values[row] }
        #expect(agrees(parts.trend[row] + seasons + parts.remainder[row], values[row], to: 1e-12))
      }
    }
  }

  @Test("Strengths tell a strong season and trend from none")
  func strengths() throws {
    let noise = MadeSeries.noise(600, seed: 5)
    let none = try STL(season: 12, seasonalWindow: 101).decomposed(Readings(noise))
    #expect(none.seasonStrengths[0] < 0.2)
    #expect(none.trendStrength < 0.35)
    let strong = try STL(season: 12, seasonalWindow: 101).decomposed(
      Readings(
        MadeSeries.sum(
          noise, MadeSeries.sine(600, period: 12, amplitude: 4), (0..<600).map { Double($0) / 30 }))
    )
    // The variance of the sine is 8, that of the line 33, that of the noise 1.
    #expect(agrees(strong.seasonStrengths[0], 8.0 / 9, to: 0.03))
    #expect(agrees(strong.trendStrength, 33.3 / 34.3, to: 0.02))
    let both = try MSTL(seasons: [12, 50]).decomposed(
      Readings(
        MadeSeries.sum(
          noise, MadeSeries.sine(600, period: 12, amplitude: 4),
          MadeSeries.sine(600, period: 50, amplitude: 2))))
    #expect(both.seasonStrengths[0] > both.seasonStrengths[1])
    #expect(both.seasonStrengths[1] > 0.5)
  }

  @Test("An outlier bends a plain decomposition and is left out of a robust one")
  func robust() throws {
    var values = MadeSeries.sum(
      MadeSeries.sine(240, period: 12, amplitude: 3), MadeSeries.noise(240, seed: 6).map { $0 / 5 })
    let clean = try STL(season: 12).decomposed(Readings(values))
    values[100] += 50
    let plain = try STL(season: 12).decomposed(Readings(values))
    let robust = try STL(season: 12, isRobust: true).decomposed(Readings(values))
    #expect(abs(plain.seasons[0].values[100] - clean.seasons[0].values[100]) > 3)
    #expect(abs(robust.seasons[0].values[100] - clean.seasons[0].values[100]) < 1)
    #expect(robust.weights[100] == 0)
    #expect(plain.weights.allSatisfy { $0 == 1 })
  }

  @Test("Local lines keep a straight line, at every place and in between")
  func loess() {
    let line = (0..<50).map { 3 - 0.25 * Double($0) }
    for (window, jump) in [(3, 1), (7, 1), (21, 3), (51, 5), (101, 1), (101, 49)] {
      let smoother = Loess(window: window, jump: jump)
      #expect(agrees(smoother.smoothed(line, weights: nil), line, to: 1e-12), "\(window) \(jump)")
    }
    let smoother = Loess(window: 7, jump: 1)
    #expect(agrees(smoother.extended(to: -1, line, weights: nil) ?? .nan, 3.25))
    #expect(agrees(smoother.extended(to: 50, line, weights: nil) ?? .nan, -9.5))
    #expect(smoother.extended(to: 50, line, weights: [Double](repeating: 0, count: 50)) == nil)
  }

  @Test("Settings out of range and too few readings are errors")
  func errors() throws {
    let readings = try Readings(MadeSeries.noise(47, seed: 1))
    for settings in [
      STL(season: 1), STL(season: -5), STL(season: 24), STL(season: .max),
      STL(season: 7, seasonalWindow: 4), STL(season: 7, seasonalWindow: 1),
      STL(season: 7, trendWindow: 7), STL(season: 7, trendWindow: 10),
    ] {
      #expect(throws: StatisticsError.self) { try settings.decomposed(readings) }
    }
    for settings in [
      MSTL(seasons: []), MSTL(seasons: [7, 7]), MSTL(seasons: [7, 24]),
      MSTL(seasons: [7], iterations: 0), MSTL(seasons: [1, 7]),
    ] {
      #expect(throws: StatisticsError.self) { try settings.decomposed(readings) }
    }
    for detail in [STL.Detail.everyRow, .tenthOfWindow] {
      let widest = STL(season: 7, seasonalWindow: .max, trendWindow: .max, detail: detail)
      #expect(try widest.decomposed(readings).trend.allSatisfy(\.isFinite))
    }
    let flat = try Readings([Double](repeating: 5, count: 40))
    let parts = try STL(season: 4, isRobust: true).decomposed(flat)
    #expect(agrees(parts.trend, flat.values, to: 1e-12))
    #expect(parts.seasonStrengths[0] <= 1)
  }
}
