/// How a series, less its straight line, resembles itself some rows before; missing readings are
/// left out.
package struct SelfSimilarity: Sendable {
  /// The readings less their straight line of least squares; missing ones are NaN.
  ///
  /// Empty with fewer than two readings.
  package let deviations: [Double]

  /// A similarity below this is no repetition worth the name.
  package static let least = 0.1

  /// Takes the trend out of readings; missing ones are NaN.
  package init(_ readings: [Double]) {
    let count = Double(readings.count { !$0.isNaN })
    guard count > 1 else {
      deviations = []
      return
    }
    let middle = Double(readings.count - 1) / 2
    var (sum, tilt, spread) = (0.0, 0.0, 0.0)
    for value in readings where !value.isNaN { sum += value }
    let mean = sum / count
    for (row, value) in readings.enumerated() where !value.isNaN {
      let place = Double(row) - middle
      tilt += place * (value - mean)
      spread += place * place
    }
    let slope = spread > 0 ? tilt / spread : 0
    deviations = readings.enumerated().map { row, value in
      value - mean - slope * (Double(row) - middle)
    }
  }

  /// Takes readings that have no trend as they are.
  package init(detrended deviations: [Double]) {
    self.deviations = deviations
  }

  /// The similarity at a lag: 1 less the mean squared change over twice the variance.
  ///
  /// For a long series that is the autocorrelation; a short one suffers less from its ends, where a
  /// part of a season is left over.
  package func at(lag: Int) -> Double {
    var (change, pairs) = (0.0, 0)
    var (square, known) = (0.0, 0)
    deviations.withUnsafeBufferPointer { values in
      for row in values.indices where !values[row].isNaN {
        square += values[row] * values[row]
        known += 1
        guard row >= lag, !values[row - lag].isNaN else { continue }
        let difference = values[row] - values[row - lag]
        change += difference * difference
        pairs += 1
      }
    }
    guard pairs > 0, square > 0 else { return 0 }
    return 1 - change / Double(pairs) / (2 * square / Double(known))
  }

  /// The lag with the strongest similarity, where each lag must leave a fifth less unexplained than
  /// the ones before it, for multiples of a season repeat nearly as well; nil when none repeats.
  package static func strongest(_ lags: [(rows: Int, similarity: Double)]) -> Int? {
    var best: Int?
    var unexplained = 1 - least
    for (rows, similarity) in lags where 1 - similarity <= unexplained {
      best = rows
      unexplained = 0.8 * (1 - similarity)
    }
    return best
  }
}
