/// Finds the character between the cells of a file.
enum DelimiterFinder {
  private static let candidates: [UInt8] = [
    UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","),
    UInt8(ascii: " "),
  ]

  /// Returns the first candidate that cuts the header and the rows below into equally many cells, else
  /// the one that cuts the header into most; a comma when there is one column.
  static func delimiter(of bytes: TextBytes, from start: Int) -> UInt8 {
    var best: (delimiter: UInt8, cells: Int) = (UInt8(ascii: ","), 1)
    for candidate in candidates {
      let sample = SampleRows(bytes: bytes, delimiter: candidate)
      var widths: [Int] = []
      var place = start
      for _ in 0..<20 {
        guard let row = sample.row(at: place) else { break }
        place = row.next
        if row.cells != [""] { widths.append(row.cells.count) }
      }
      guard let width = widths.first, width > 1 else { continue }
      if widths.allSatisfy({ $0 == width }) { return candidate }
      if width > best.cells, candidate != UInt8(ascii: " ") { best = (candidate, width) }
    }
    return best.delimiter
  }
}
