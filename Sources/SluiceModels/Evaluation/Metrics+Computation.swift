extension Metrics {
  /// Compares forecasts with what happened.
  ///
  /// A value whose truth is missing (NaN) is left out, and ``count`` says how many are left. A
  /// forecast that is not a number makes the metrics so too. Sums are of double precision, in the
  /// order of the values.
  ///
  /// - Parameters:
  ///   - actual: What happened, in target units.
  ///   - predicted: The forecasts, as many.
  ///   - naiveError: The mean absolute error of the one-season naive forecast on the training part
  ///     (``seasonalNaiveError(of:season:segments:)``), for ``mase``.
  public init(actual: [Float], predicted: [Float], naiveError: Double?) {
    self.init(actual: actual, predicted: predicted, step: 0, of: 1, naiveError: naiveError)
  }

  /// Compares the forecasts of one step, where both arrays are row-major `[N, P]`.
  ///
  /// - Parameters:
  ///   - step: Which of the `P` values of a window, from 0.
  ///   - steps: `P`.
  init(actual: [Float], predicted: [Float], step: Int, of steps: Int, naiveError: Double?) {
    precondition(
      actual.count == predicted.count,
      "Metrics: \(predicted.count) forecasts for \(actual.count) values")
    let sums = actual.withUnsafeBufferPointer { actual in
      predicted.withUnsafeBufferPointer { predicted in
        ErrorSums(actual: actual, predicted: predicted, first: step, stride: steps)
      }
    }
    let count = Double(max(1, sums.count))
    let mae = sums.absolute / count
    self.init(
      mse: sums.squared / count, rmse: (sums.squared / count).squareRoot(), mae: mae,
      smape: 200 * sums.relative / count,
      mase: naiveError.flatMap { $0 > 0 ? mae / $0 : nil },
      r2: sums.variation > 0 ? 1 - sums.squared / sums.variation : nil,
      bias: sums.signed / count, count: sums.count)
  }

  /// Returns the mean absolute error of the one-season naive forecast on the training part: what
  /// ``mase`` is scaled by.
  ///
  /// - Parameters:
  ///   - training: The target's training readings, in target units; pairs with a missing reading
  ///     are left out.
  ///   - season: The season in rows, at least 1.
  ///   - segments: The stretches of rows without a gap; a pair never spans a gap. Nil is one
  ///     stretch.
  /// - Returns: Nil when the part holds no pair of readings a season apart.
  public static func seasonalNaiveError(
    of training: [Float], season: Int, segments: [Range<Int>]? = nil
  ) -> Double? {
    precondition(season >= 1, "Metrics.seasonalNaiveError: season \(season)")
    var sum = 0.0
    var pairs = 0
    training.withUnsafeBufferPointer { training in
      for segment in segments ?? [0..<training.count] where segment.count > season {
        for row in segment.lowerBound + season..<segment.upperBound {
          let change = abs(Double(training[row]) - Double(training[row - season]))
          guard !change.isNaN else { continue }
          sum += change
          pairs += 1
        }
      }
    }
    return pairs > 0 ? sum / Double(pairs) : nil
  }
}

/// The sums that all point metrics are made of, over the values whose truth is known.
private struct ErrorSums {
  var count = 0
  var squared = 0.0
  var absolute = 0.0
  var signed = 0.0
  /// Sum of `|y - p| / (|y| + |p|)`, where 0/0 counts as 0: both are right.
  var relative = 0.0
  /// Sum of the squared distances of the truth from its mean.
  var variation = 0.0

  init(
    actual: UnsafeBufferPointer<Float>, predicted: UnsafeBufferPointer<Float>, first: Int,
    stride step: Int
  ) {
    var total = 0.0
    for index in stride(from: first, to: actual.count, by: step) where !actual[index].isNaN {
      let truth = Double(actual[index])
      let forecast = Double(predicted[index])
      let error = forecast - truth
      count += 1
      total += truth
      signed += error
      squared += error * error
      absolute += abs(error)
      if error != 0 { relative += abs(error) / (abs(truth) + abs(forecast)) }
    }
    // A second pass: the sum of squares less the squared sum would lose a small variance.
    let mean = total / Double(max(1, count))
    for index in stride(from: first, to: actual.count, by: step) where !actual[index].isNaN {
      let distance = Double(actual[index]) - mean
      variation += distance * distance
    }
  }
}
