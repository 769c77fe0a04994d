import SluiceData

/// Whether errors of forecasts tell of later ones, by the test of Ljung and Box.
///
/// Forecasts several steps ahead share what they did not foresee with their neighbours: only as many errors are left out between two
/// that are looked at, so that each is known before the next forecast is made.
struct ErrorMemory {
  /// The test, over ten lags, or fewer of few errors.
  let test: LjungBoxTest
  /// The correlation with the errors of one, two and more forecasts before.
  let correlations: [Double]

  /// Fewer errors than this, not counting those between, are not looked at.
  static let fewest = 50

  /// Tests errors in time order; nil for too few.
  ///
  /// - Parameter step: How many rows ahead the forecasts were made, at least 1.
  init?(_ all: [Double], step: Int) {
    let errors = stride(from: 0, to: all.count, by: step).map { all[$0] }
    guard errors.count >= Self.fewest, let readings = try? Readings(errors), !readings.isConstant,
      let found = try? Autocorrelation(readings, lags: 10), let test = try? LjungBoxTest(found)
    else { return nil }
    self.test = test
    correlations = Array(found.values.dropFirst())
  }

  /// The probability that errors without a memory are as much alike, in words.
  var probability: String {
    test.pValue < 1e-6 ? "less than 0.000001" : Wording.number(test.pValue)
  }
}
