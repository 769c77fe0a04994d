/// Decides whether the first row of a file holds the names of the columns.
struct HeaderFinder {
  /// The cells of the first row.
  let first: [String]
  /// The cells of some rows below.
  let below: [[String]]
  let path: String
  let options: ReaderOptions

  /// The name of a column of a file without a header.
  static func name(_ index: Int) -> String { "column\(index + 1)" }

  /// Returns whether there are names: they are what is neither number nor time.
  ///
  /// - Throws: ``ReadError/Problem/ambiguousHeader`` when the first row could be either.
  func hasHeader() throws -> Bool {
    // Whoever names a category column has seen whether there are names.
    let isAsked = first.contains { options.categories.contains($0) }
    if isAsked { return true }
    if first.indices.contains(where: { options.categories.contains(HeaderFinder.name($0)) }) {
      return false
    }
    let texts = first.indices.filter { !isReading(first[$0]) }
    let readings = first.indices.filter { !first[$0].isEmpty && isReading(first[$0]) }
    // Texts over texts beside numbers over numbers are rows with a label, or years as names.
    let isLikeRowsBelow =
      !below.isEmpty && !readings.isEmpty
      && texts.allSatisfy { place in cells(place).contains { !isReading($0) } }
      && readings.allSatisfy { place in cells(place).allSatisfy(isReading) }
    if texts.isEmpty || isLikeRowsBelow { throw ReadError(.ambiguousHeader, file: path, line: 1) }
    return true
  }

  private func cells(_ place: Int) -> [String] {
    below.map { $0[place] }
  }

  private func isReading(_ cell: String) -> Bool {
    var text = cell
    let isNumber = text.withUTF8 {
      NumberCell.parse($0, decimal: UInt8(ascii: ".")) != nil
        || NumberCell.parse($0, decimal: UInt8(ascii: ",")) != nil
        || NumberCell.isNotFinite($0)
    }
    return cell.isEmpty || isNumber || options.missing.contains(cell)
      || TimeFinder.isTime(cell) || TimeFinder.areClockTimes([cell])
  }
}
