/// Finds the character between the cells of a file.
enum DelimiterFinder {
  private static let candidates: [UInt8] = [
    UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","),
    UInt8(ascii: " "),
  ]

  /// Returns the first candidate that cuts the header and the rows below into equally many cells, else
  /// the one that cuts the header into most; a comma when there is one column.
  ///
  /// A candidate that gives the category columns that were asked for comes before those that do not: a
  /// text may hold other delimiters.
  static func delimiter(of bytes: TextBytes, from start: Int, categories: [String]) -> UInt8 {
    var fitting: UInt8?
    var best: (delimiter: UInt8, cells: Int) = (UInt8(ascii: ","), 1)
    for candidate in candidates {
      let sample = SampleRows(bytes: bytes, delimiter: candidate)
      var widths: [Int] = []
      var first: [String] = []
      var place = start
      for _ in 0..<20 {
        guard let row = sample.row(at: place) else { break }
        place = row.next
        if row.cells != [""] {
          if widths.isEmpty { first = row.cells }
          widths.append(row.cells.count)
        }
      }
      guard let width = widths.first, width > 1 else { continue }
      if widths.allSatisfy({ $0 == width }) {
        let names = Set(first + first.indices.map(HeaderFinder.name))
        if names.isSuperset(of: categories) { return candidate }
        fitting = fitting ?? candidate
      }
      if width > best.cells, candidate != UInt8(ascii: " ") { best = (candidate, width) }
    }
    return fitting ?? best.delimiter
  }
}
