/// Finds out how a file is written, as far as the options leave it open.
struct LayoutFinder {
  let bytes: TextBytes
  let path: String
  let options: ReaderOptions
  /// Columns to read besides those of the options where the file has them.
  let alsoIfThere: [String]
  /// Whether columns of a few texts are read as categories where nobody named them.
  let readsTexts: Bool
  /// The number of columns that the file must have; nil for any.
  let width: Int?

  /// Returns the layout, every choice made.
  ///
  /// - Throws: ``ReadError`` when something is wrong or can be understood in two ways.
  func layout() throws -> FileLayout {
    let start = try textStart()
    let delimiter =
      options.delimiter?.utf8.first
      ?? DelimiterFinder.delimiter(of: bytes, from: start, categories: options.categories)
    let sample = SampleRows(bytes: bytes, delimiter: delimiter)
    guard let firstRow = sample.row(at: start) else { throw ReadError(.empty, file: path) }
    let missing = options.missing.map { Array($0.utf8) }
    let below = sample.rows(from: firstRow.next, width: firstRow.cells.count).map(\.cells)
    let hasHeader =
      try options.header
      ?? HeaderFinder(
        first: firstRow.cells, below: Array(below.prefix(50)), path: path, options: options
      ).hasHeader()
    let names = hasHeader ? firstRow.cells : firstRow.cells.indices.map(HeaderFinder.name)
    if let width, names.count != width {
      throw ReadError(.ragged(expected: width, found: names.count), file: path, line: 1)
    }
    for (index, name) in names.enumerated() where !name.isEmpty {
      if names[..<index].contains(name) {
        throw ReadError(.duplicateColumn, file: path, line: 1, column: name)
      }
    }
    let bodyStart = hasHeader ? firstRow.next : start
    let table = SampleTable(
      names: names, rows: hasHeader ? below : [firstRow.cells] + below, missing: options.missing,
      categories: options.categories)

    let time = try TimeColumns(table: table, path: path, options: options).find()
    let decimal = options.decimal?.utf8.first ?? table.decimal(delimiter: delimiter)
    let columns = try ColumnChoice(
      table: table, path: path, options: options, alsoIfThere: alsoIfThere,
      readsTexts: readsTexts, decimal: decimal, timeColumns: time.columns,
      firstRow: hasHeader ? 2 : 1
    ).find()
    let categories = columns.kept.indices.compactMap { place -> CategoryColumn? in
      let name = columns.kept[place]
      guard columns.categories.contains(name) else { return nil }
      return CategoryColumn(column: place, isWanted: options.categories.contains(name))
    }

    let fields: [FileLayout.Field] = names.enumerated().map { index, name in
      if let part = time.columns.firstIndex(of: name), !name.isEmpty { return .time(part) }
      if let column = columns.kept.firstIndex(of: name), !name.isEmpty {
        return categories.firstIndex { $0.column == column }.map { .category($0) }
          ?? .number(column)
      }
      return name.isEmpty && options.columns == nil ? .empty : .skipped
    }
    var resolved = options
    resolved.delimiter = String(Character(Unicode.Scalar(delimiter)))
    resolved.decimal = String(Character(Unicode.Scalar(decimal)))
    resolved.header = hasHeader
    resolved.time = TimeOptions(
      columns: time.columns, format: time.format?.pattern, zone: options.time?.zone)
    return FileLayout(
      path: path, delimiter: delimiter, decimal: decimal, names: names, fields: fields,
      columns: columns.kept, categories: categories, timeFormat: time.format,
      timeParts: time.columns.count, zone: time.zone, missing: missing,
      missingNumbers: options.missing.compactMap { marker in
        var marker = marker
        return marker.withUTF8 { NumberCell.parse($0, decimal: decimal) }
      },
      bodyStart: bodyStart, leftOut: columns.leftOut, options: resolved)
  }

  /// Returns where the text begins: behind a byte order mark and blank lines.
  private func textStart() throws -> Int {
    let head = UnsafeBufferPointer(start: bytes.start, count: min(bytes.count, 1 << 16))
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw ReadError(.notText(reason: "it begins as UTF-16 does"), file: path)
    }
    if let place = head.firstIndex(of: 0) {
      throw ReadError(.notText(reason: "byte \(place + 1) is 0"), file: path)
    }
    var start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count, [9, 10, 13, 32].contains(bytes.start[start]) { start += 1 }
    // Blanks before the first name belong to its row.
    while start > 0, [9, 32].contains(bytes.start[start - 1]) { start -= 1 }
    if start == bytes.count { throw ReadError(.empty, file: path) }
    return start
  }
}
