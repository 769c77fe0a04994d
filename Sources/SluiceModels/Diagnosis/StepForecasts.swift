import SluiceData
import SluiceNN

/// Forecasts of one distance beside what happened, in time order; what is not known is left out.
struct StepForecasts: Sendable {
  /// The distance in rows from a window's last row, at least 1.
  let step: Int
  /// The rows of the series that were forecast.
  let rows: [Int]
  /// What happened there, in the target's unit.
  let actual: [Double]
  /// What was forecast.
  let predicted: [Double]

  /// Takes the forecasts of the farthest step of some windows.
  ///
  /// - Parameters:
  ///   - predicted: The forecasts of all steps, row-major `[N, P]`.
  ///   - actual: What happened, row-major `[N, P]`.
  init(_ frame: WindowFrame, predicted: [Float], actual: [Float]) {
    let size = frame.steps.count
    step = frame.steps.last ?? 1
    var (rows, truth, forecasts): ([Int], [Double], [Double]) = ([], [], [])
    for window in 0..<frame.count {
      let place = window * size + size - 1
      if actual[place].isNaN { continue }
      rows.append(frame.windows.targetRows(window).upperBound - 1)
      truth.append(Double(actual[place]))
      forecasts.append(Double(predicted[place]))
    }
    self.rows = rows
    self.actual = truth
    self.predicted = forecasts
  }

  /// Forecast less truth.
  var errors: [Double] { zip(predicted, actual).map { $0 - $1 } }

  /// The mean squared error.
  var meanSquaredError: Double { Self.meanSquare(errors) }

  /// The mean squared distance from the readings that lie some rows before those that were forecast;
  /// nil where fewer than half of these are known.
  ///
  /// - Parameter column: The target's readings in the series that ``rows`` counts in.
  func meanSquaredDistance(fromReadings rowsBefore: Int, _ column: Column) -> Double? {
    var (sum, count) = (0.0, 0)
    for (row, forecast) in zip(rows, predicted) {
      let place = row - rowsBefore
      guard place >= 0, place < column.count, !column[place].isNaN else { continue }
      let distance = forecast - Double(column[place])
      sum += distance * distance
      count += 1
    }
    return 2 * count > rows.count ? sum / Double(count) : nil
  }

  static func meanSquare(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }
}
