/// Text as CSV: commas between the cells, a line feed at the end of a line.
package enum CSVText {
  /// A line of cells, its end included.
  package static func line(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\n"
  }

  /// A cell: in quotes when it holds a delimiter, a quote or a line end, or begins or ends with a blank.
  package static func cell(_ text: String) -> String {
    // By bytes: to a string, a return and a line feed together are a character of their own, and so
    // is a quote with an accent on it.
    let marks = Array(",\"\n\r".utf8)
    let blanks = Array(" \t".utf8)
    let hasBlankEnd = [text.utf8.first, text.utf8.last].contains { $0.map(blanks.contains) == true }
    guard hasBlankEnd || text.utf8.contains(where: marks.contains) else { return text }
    let quote = UInt8(ascii: "\"")
    let inner = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
    return String(decoding: [quote] + inner + [quote], as: UTF8.self)
  }

  /// A number as a cell: reading it back gives the same bits, and one that is not known is empty.
  package static func number(_ value: Float) -> String { value.isFinite ? value.description : "" }
}
