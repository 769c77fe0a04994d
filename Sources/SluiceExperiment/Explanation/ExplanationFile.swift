import SluiceData
import SluiceExplain
import SluiceReport
import SluiceTensor

/// The files of an explanation: its page with the charts beside it, and the text of `shares.csv`, a line for
/// each reading of each window, with what it moved.
///
/// The columns of `shares.csv` are the window (counted from 0), the time of the reading where there is a clock, how many
/// rows it lies before the last one of its window, the input, the reading in its own unit, then the share
/// of each answer. Where each window is explained by the class that it is given, that class stands before
/// the shares. Numbers are written so that reading them back gives the same bits.
public enum ExplanationFile {
  /// Writes the page of a report, and each of its charts as an SVG file: those of `why.html` into the
  /// folder `why-charts` beside it.
  ///
  /// - Parameter page: Where the page is written.
  /// - Returns: What was written: the page and the folder.
  /// - Throws: `FileError`.
  public static func write(_ report: ExplanationReport, page: String) throws -> [String] {
    try WholeFile.write(report.html, to: page)
    let folder = (page.hasSuffix(".html") ? String(page.dropLast(5)) : page) + "-charts"
    try Folder.make(folder)
    for file in report.svgFiles {
      try WholeFile.write(file.text, to: "\(folder)/\(file.name)")
    }
    return [page, folder]
  }

  /// Returns the text.
  public static func text(of report: ExplanationReport) -> String {
    let windows = report.windows
    let answers = report.answers.map(\.attribution)
    let classes = answers.first?.windowAnswers
    var text = CSVText.line(
      ["window"] + (windows.times == nil ? [] : ["time"]) + ["rowsBack", "input", "reading"]
        + (classes == nil ? [] : ["class"]) + answers.map { "share(\($0.answer))" })
    text.reserveCapacity(windows.readings.count * (40 + 14 * answers.count))
    for window in 0..<windows.count {
      for step in 0..<windows.steps {
        let place = window * windows.steps + step
        let time = windows.times.map { CivilTime(microseconds: $0[place]).description }
        for input in windows.inputs.indices {
          let cell = place * windows.inputs.count + input
          var cells = ["\(window)"]
          if let time { cells.append(time) }
          cells += ["\(windows.steps - 1 - step)", windows.inputs[input]]
          cells.append(CSVText.number(windows.readings[cell]))
          if let classes { cells.append(classes[window]) }
          cells += answers.map { CSVText.number($0.values[cell]) }
          text += CSVText.line(cells)
        }
      }
    }
    return text
  }
}
