import SluiceData
import SluiceModels
import SluiceTensor

/// The text of `predictions.csv`: forecasts beside what happened.
///
/// One line a forecast value: its time (or, without a clock, the number of its window), how many rows
/// it lies ahead, the truth, the model's forecast and that of each baseline. Numbers are written so
/// that reading them back gives the same bits; an unknown value is an empty cell.
public enum PredictionsFile {
  /// Returns the text.
  public static func text(of table: ForecastTable) -> String {
    let steps = table.steps.count
    var text = (table.times == nil ? "window" : "time") + ",step,actual"
    for (index, column) in table.forecasts.enumerated() {
      text += "," + (index == 0 ? "predicted" : column.name)
    }
    text += "\n"
    // Nearly every line has about this length; growing a string of many megabytes costs copies.
    text.reserveCapacity(table.actual.count * (24 + 12 * (table.forecasts.count + 1)))
    for index in table.actual.indices {
      if let times = table.times {
        text += CivilTime(microseconds: times[index]).description
      } else {
        text += "\(index / steps)"
      }
      text += ",\(table.steps[index % steps])"
      add(table.actual[index], to: &text)
      for column in table.forecasts { add(column.values[index], to: &text) }
      text += "\n"
    }
    return text
  }

  /// Writes the text of forecasts.
  ///
  /// - Throws: `FileError`.
  public static func write(_ text: String, to path: String) throws {
    try WholeFile.write(text, to: path)
  }

  private static func add(_ value: Float, to text: inout String) {
    text += ","
    if value.isFinite { text += value.description }
  }
}
