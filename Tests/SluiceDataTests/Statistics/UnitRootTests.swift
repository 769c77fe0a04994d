import Testing

@testable import SluiceData

@Suite struct UnitRootTests {
  @Test(
    "Dickey-Fuller: statistic, lags, rows, p-value and critical values are those of statsmodels")
  func dickeyFuller() throws {
    for (name, described) in try StatisticsFixture.read().series {
      for expected in described.unitRoot {
        let found = try DickeyFullerTest(
          Readings(described.values), trend: expected.regression == "c" ? .constant : .line)
        #expect(found.lags == expected.lags, "\(name) \(expected.regression)")
        #expect(found.rows == expected.rows, "\(name) \(expected.regression)")
        #expect(agrees(found.statistic, expected.statistic, to: 1e-9), "\(name)")
        #expect(abs(found.pValue / expected.pValue - 1) < 1e-7, "\(name)")
        #expect(agrees(found.criticalValues, expected.critical, to: 1e-12), "\(name)")
      }
    }
  }

  @Test("KPSS: statistic, lags and interpolated p-value are those of statsmodels")
  func kpss() throws {
    for (name, described) in try StatisticsFixture.read().series {
      for expected in described.unitRoot {
        let found = try KPSSTest(
          Readings(described.values), trend: expected.regression == "c" ? .constant : .line)
        #expect(found.lags == expected.kpss.lags, "\(name) \(expected.regression)")
        #expect(agrees(found.statistic, expected.kpss.statistic, to: 1e-10), "\(name)")
        #expect(agrees(found.pValue, expected.kpss.pValue, to: 1e-10), "\(name)")
      }
    }
  }

  @Test("A random walk has a unit root, noise has none, and neither scale nor level matters")
  func verdicts() throws {
    let walk = MadeSeries.autoregression(2_000, 1, seed: 1)
    let noise = MadeSeries.autoregression(2_000, 0.5, seed: 1)
    for (scale, level) in [(1.0, 0.0), (1e-9, 0), (1e9, 1e14)] {
      let wandering = try Readings(walk.map { $0 * scale + level })
      let steady = try Readings(noise.map { $0 * scale + level })
      #expect(try DickeyFullerTest(wandering).pValue > 0.1)
      #expect(try KPSSTest(wandering).pValue == 0.01)
      #expect(try DickeyFullerTest(steady).pValue < 0.001)
      #expect(try KPSSTest(steady).pValue == 0.1)
    }
    let rising = try Readings(noise.enumerated().map { $1 + 0.05 * Double($0) })
    #expect(try DickeyFullerTest(rising).pValue > 0.1)
    #expect(try DickeyFullerTest(rising, trend: .line).pValue < 0.001)
    #expect(try KPSSTest(rising).pValue == 0.01)
    #expect(try KPSSTest(rising, trend: .line).pValue == 0.1)
  }

  @Test("Lags are what was asked for, and those beyond the limit are errors")
  func lags() throws {
    let readings = try Readings(MadeSeries.noise(50, seed: 6))
    #expect(try DickeyFullerTest(readings, mostLags: 0).lags == 0)
    #expect(try KPSSTest(readings, lags: 49).lags == 49)
    for lags in [-1, 24, .max] {
      #expect(throws: StatisticsError.self) { try DickeyFullerTest(readings, mostLags: lags) }
    }
    #expect(throws: StatisticsError.self) { try KPSSTest(readings, lags: 50) }
    #expect(throws: StatisticsError.self) { try KPSSTest(readings, lags: -1) }
  }

  @Test("Readings that leave nothing to judge by are errors, short and smooth ones are not")
  func degenerate() throws {
    let line = try Readings((0..<100).map { 2 + 0.5 * Double($0) })
    #expect(throws: StatisticsError.noRemainder(purpose: "a Dickey-Fuller test")) {
      try DickeyFullerTest(line)
    }
    #expect(throws: StatisticsError.noRemainder(purpose: "a KPSS test")) {
      try KPSSTest(line, trend: .line)
    }
    #expect(throws: StatisticsError.constant(purpose: "Dickey-Fuller test", value: 1)) {
      try DickeyFullerTest(Readings([Double](repeating: 1, count: 50)))
    }
    #expect(throws: StatisticsError.tooFew(purpose: "KPSS test", needed: 3, found: 2)) {
      try KPSSTest(Readings([1.0, 2]))
    }
    #expect(throws: StatisticsError.self) { try DickeyFullerTest(Readings([1.0, 2, 4])) }
    for count in 4...30 {
      let few = try DickeyFullerTest(Readings(MadeSeries.noise(count, seed: 7)))
      #expect(few.statistic.isFinite && (0...1).contains(few.pValue), "\(count)")
      #expect(try KPSSTest(Readings(MadeSeries.noise(count, seed: 7))).statistic > 0)
    }
    // Changes of a sum of two sines depend on four before them, but for rounding.
    let smooth = MadeSeries.sum(
      MadeSeries.sine(500, period: 30), MadeSeries.sine(500, period: 77),
      MadeSeries.noise(500, seed: 7).map { $0 * 1e-7 })
    #expect(try DickeyFullerTest(Readings(smooth)).statistic.isFinite)
  }

  @Test("Rows in blocks give the coefficient's ratio and the nested remainders of closed forms")
  func leastSquares() {
    // y on a constant and x, with x known: the slope's t-value.
    let x = [1.0, 2, 4, 7, 11, 16, 22]
    let y = [2.0, 3, 3, 8, 9, 15, 17]
    var equations = LeastSquares(columns: 3)
    for rows in [0..<2, 2..<3, 3..<7] {
      var block = [Double](repeating: 1, count: rows.count)
      block += x[rows]
      block += y[rows]
      equations.add(&block, count: rows.count)
    }
    let (meanX, meanY) = (x.reduce(0, +) / 7, y.reduce(0, +) / 7)
    let squareX = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let squareY = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let remainder = squareY - product * product / squareX
    #expect(equations.rows == 7)
    let squares = y.reduce(0) { $0 + $1 * $1 }
    #expect(agrees(equations.remainder(regressors: 0), squares))
    #expect(agrees(equations.remainder(regressors: 1), squareY))
    #expect(agrees(equations.remainder(regressors: 2), remainder))
    let deviation = (remainder / 5 / squareX).squareRoot()
    #expect(agrees(equations.lastRatio, product / squareX / deviation))
    #expect(equations.independentColumns == 2)
    var repeated = LeastSquares(columns: 4)
    var block = x + y
    block += zip(x, y).map { 3 * $0 - $1 }
    block += x.map { $0 * $0 }
    repeated.add(&block, count: 7)
    #expect(repeated.independentColumns == 2)
  }
}
