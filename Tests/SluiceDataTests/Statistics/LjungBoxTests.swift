import Testing

@testable import SluiceData

@Suite struct LjungBoxTests {
  @Test("Statistic and p-value are those of statsmodels, with and without fitted parameters")
  func statsmodels() throws {
    for (name, described) in try StatisticsFixture.read().series {
      let expected = described.correlations.ljungBox
      let lags = described.correlations.acf.count - 1
      let autocorrelation = try Autocorrelation(Readings(described.values), lags: lags)
      let found = try LjungBoxTest(autocorrelation)
      #expect(found.lags == lags)
      #expect(abs(found.statistic / expected.statistic - 1) < 1e-10, "\(name)")
      let fitted = try LjungBoxTest(autocorrelation, fittedParameters: 2)
      for (p, reference) in [
        (found.pValue, expected.pValue), (fitted.pValue, expected.fittedPValue),
      ] {
        #expect(abs(p - reference) <= 1e-9 * reference + 1e-300, "\(name): \(p) \(reference)")
      }
    }
  }

  @Test("The tail of the chi-squared distribution and the gamma function are those of scipy")
  func chiSquared() throws {
    let fixture = try StatisticsFixture.read()
    for row in fixture.chiSquared {
      let found = IncompleteGamma.chiSquaredTail(row[1], degreesOfFreedom: Int(row[0]))
      #expect(abs(found - row[2]) <= 1e-11 * row[2], "\(row): \(found)")
    }
    for row in fixture.logGamma {
      #expect(agrees(IncompleteGamma.logGamma(row[0]), row[1], to: 1e-14), "\(row)")
    }
    // Series and fraction meet at a + 1.
    let below = IncompleteGamma.upper(7, 8 - 1e-12)
    let above = IncompleteGamma.upper(7, 8)
    #expect(abs(below - above) < 1e-12)
  }

  @Test("Fewer lags than computed may be tested, others are errors")
  func lags() throws {
    let autocorrelation = try Autocorrelation(Readings(MadeSeries.noise(100, seed: 1)), lags: 10)
    let short = try Autocorrelation(Readings(MadeSeries.noise(100, seed: 1)), lags: 4)
    #expect(try LjungBoxTest(autocorrelation, lags: 4) == LjungBoxTest(short))
    for (lags, parameters) in [(0, 0), (11, 0), (4, 4), (4, -1)] {
      #expect(throws: StatisticsError.self) {
        try LjungBoxTest(autocorrelation, lags: lags, fittedParameters: parameters)
      }
    }
  }
}
