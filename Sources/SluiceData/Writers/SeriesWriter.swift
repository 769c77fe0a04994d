import SluiceTensor

/// Writes series as CSV: commas, a header, a first column `time` such as `2007-11-22 02:08:00` in UTC
/// where there are time stamps, the texts of categories, and empty cells for missing readings.
///
/// Numbers are written with the fewest digits that give the same 32 bits again. The file appears under its
/// name only when it is whole.
public enum SeriesWriter {
  /// Writes a series to a file.
  ///
  /// - Throws: ``FileError``, such as for a full disk or a folder that may not be written.
  public static func write(_ series: Series, to path: String) throws {
    let file = try WholeFile(path)
    var text: [UInt8] = []
    appendHeader(of: series, to: &text)
    let categories = categoryCells(of: series)
    let batch = 1 << 14
    var row = 0
    repeat {
      let end = min(row + batch, series.count)
      append(row..<end, of: series, categories: categories, to: &text)
      try text.withUnsafeBytes { try file.write($0) }
      text.removeAll(keepingCapacity: true)
      row = end
    } while row < series.count
    try file.finish()
  }

  /// Returns the text that ``write(_:to:)`` would write.
  public static func text(_ series: Series) -> String {
    var text: [UInt8] = []
    appendHeader(of: series, to: &text)
    append(0..<series.count, of: series, categories: categoryCells(of: series), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func appendHeader(of series: Series, to text: inout [UInt8]) {
    let names = (series.timestamps == nil ? [] : ["time"]) + series.columnNames
    text += CSVText.line(names).utf8
  }

  /// The cells of the categories of each column; nil for a column of readings.
  private static func categoryCells(of series: Series) -> [[[UInt8]]?] {
    series.columns.map { $0.categories.map { $0.map { Array(CSVText.cell($0).utf8) } } }
  }

  private static func append(
    _ rows: Range<Int>, of series: Series, categories: [[[UInt8]]?], to text: inout [UInt8]
  ) {
    for row in rows {
      if let timestamps = series.timestamps {
        CivilTime(microseconds: timestamps[row]).write(to: &text)
        if !series.columns.isEmpty { text.append(UInt8(ascii: ",")) }
      }
      for (index, column) in series.columns.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        let value = column[row]
        if value.isNaN { continue }
        if let cells = categories[index] {
          text += cells[Int(value)]
        } else {
          text += value.description.utf8
        }
      }
      text.append(UInt8(ascii: "\n"))
    }
  }
}
