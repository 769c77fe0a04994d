import Testing

@testable import SluiceData

@Suite struct AutocorrelationTests {
  @Test("ACF, Bartlett's bands and PACF are those of statsmodels")
  func statsmodels() throws {
    let fixture = try StatisticsFixture.read()
    for (name, described) in fixture.series {
      let expected = described.correlations
      let readings = try Readings(described.values)
      let found = try Autocorrelation(readings, lags: expected.acf.count - 1)
      #expect(agrees(found.values, expected.acf, to: 1e-11), "\(name)")
      #expect(agrees(found.bartlettBands, expected.halfWidths, to: 1e-11), "\(name)")
      #expect(agrees(found.partialValues, expected.pacf, to: 1e-10), "\(name)")
      #expect(try Autocorrelation(readings).values.count == expected.usualLags + 1, "\(name)")
    }
  }

  @Test("Many lags by the Fourier transform are those of the definition")
  func manyLags() throws {
    let values = MadeSeries.autoregression(32_768, 0.9, seed: 3).map { $0 + 500 }
    let many = try Autocorrelation(Readings(values), lags: 1_000)
    let few = try Autocorrelation(Readings(values), lags: 100)
    #expect(agrees(Array(many.values[...100]), few.values, to: 1e-12))
    let mean = values.reduce(0, +) / Double(values.count)
    let centred = values.map { $0 - mean }
    let square = centred.reduce(0) { $0 + $1 * $1 }
    let product = zip(centred, centred.dropFirst(1_000)).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(agrees(many.values[1_000], product / square, to: 1e-12))
  }

  @Test("White noise stays inside the band at 95 of 100 lags, an autoregression does not")
  func band() throws {
    let noise = try Autocorrelation(Readings(MadeSeries.noise(3_000, seed: 5)), lags: 200)
    let outside = noise.values.dropFirst().count { abs($0) > noise.band }
    #expect((2...20).contains(outside), "\(outside) of 200")
    let readings = try Readings(MadeSeries.autoregression(3_000, 0.7, seed: 5))
    let wandering = try Autocorrelation(readings, lags: 20)
    #expect(agrees(wandering.values[1], 0.7, to: 0.05))
    // The partial autocorrelation of an autoregression of order 1 ends at lag 1.
    #expect(agrees(wandering.partialValues[1], 0.7, to: 0.05))
    #expect(wandering.partialValues[2...].allSatisfy { abs($0) < 2 * wandering.band })
  }

  @Test("Neither scale nor level changes an autocorrelation")
  func scale() throws {
    let values = MadeSeries.autoregression(300, 0.5, seed: 8)
    let plain = try Autocorrelation(Readings(values), lags: 9).values
    for scale in [1e-200, 1e140] {
      #expect(
        agrees(try Autocorrelation(Readings(values.map { $0 * scale }), lags: 9).values, plain))
    }
  }

  @Test("Too few readings, constant ones and lags that are not there are errors")
  func errors() throws {
    #expect(throws: StatisticsError.tooFew(purpose: "autocorrelation", needed: 2, found: 1)) {
      try Autocorrelation(Readings([1.0]))
    }
    #expect(throws: StatisticsError.constant(purpose: "autocorrelation", value: 0.1)) {
      try Autocorrelation(Readings([0.1, 0.1, 0.1]))
    }
    for lags in [0, 3, .max] {
      #expect(throws: StatisticsError.self) {
        try Autocorrelation(Readings([1.0, 2, 4]), lags: lags)
      }
    }
    #expect(try Autocorrelation(Readings([1.0, 2])).values == [1, -0.5])
  }
}
