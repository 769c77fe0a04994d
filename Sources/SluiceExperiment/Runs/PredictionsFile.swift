import SluiceData
import SluiceModels
import SluiceTensor

/// The answers of a model, whatever its task.
public enum Predictions: Sendable {
  /// Forecasts, beside what happened where that is known.
  case forecasts(ForecastTable)
  /// Labels, beside the true ones where they are known.
  case labels(LabelTable)

  /// The number of windows, or of labeled items.
  public var count: Int {
    switch self {
    case .forecasts(let table): table.count
    case .labels(let table): table.count
    }
  }

  /// The last rows of the readings without an answer, as a reading that is to be known ahead is missing;
  /// nil where all are known.
  public var missingLead: MissingLead? {
    switch self {
    case .forecasts(let table): table.missingLead
    case .labels(let table): table.missingLead
    }
  }
}

/// The text of `predictions.csv`: forecasts or labels beside what happened.
///
/// One line a forecast value: its time (or, without a clock, the number of its window), how many rows
/// it lies ahead, the truth, the model's forecast and that of each baseline. Numbers are written so
/// that reading them back gives the same bits; an unknown value is an empty cell.
///
/// For labels one line an item: its time, the row of the data that it ends with (the first is 1; a header is
/// none), whose readings and which sequence it is made of, the true label, the model's label with the
/// probabilities of all classes, and the label of each baseline. Where the steps of overlapping windows were
/// tested, the number of the window tells them apart.
public enum PredictionsFile {
  /// Returns the text.
  public static func text(of predictions: Predictions) -> String {
    switch predictions {
    case .forecasts(let table): text(of: table)
    case .labels(let table): text(of: table)
    }
  }

  private static func text(of table: LabelTable) -> String {
    guard let model = table.columns.first else { return "" }
    let classes = table.classes.count
    let whatItIs: [(name: String, cell: (Int) -> String)] = [
      table.times.map { times in ("time", { CivilTime(microseconds: times[$0]).description }) },
      table.rows.map { rows in ("row", { "\(rows[$0])" }) },
      table.windows.map { windows in ("window", { "\(windows[$0])" }) },
      table.subjects.map { subjects in ("subject", { subjects[$0] }) },
      table.sequences.map { sequences in ("sequence", { sequences[$0] }) },
      table.actual.map { actual in ("actual", { actual[$0] ?? "" }) },
    ].compactMap { $0 }
    var header = whatItIs.map(\.name)
    header += ["predicted"] + table.classes.map { "p(\($0))" }
    header += table.columns.dropFirst().map(\.name)
    var text = CSVText.line(header)
    text.reserveCapacity(table.count * (24 + 12 * (classes + 1)))
    for item in 0..<table.count {
      var cells = whatItIs.map { $0.cell(item) }
      cells.append(table.label(item, by: model))
      cells += model.probabilities[item * classes..<(item + 1) * classes].map(CSVText.number)
      cells += table.columns.dropFirst().map { table.label(item, by: $0) }
      text += CSVText.line(cells)
    }
    return text
  }

  private static func text(of table: ForecastTable) -> String {
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
    text += "," + CSVText.number(value)
  }
}
