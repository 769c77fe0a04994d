import SluiceTensor

/// Sampled rows by column.
struct SampleTable {
  let names: [String]
  let rows: [[String]]
  let missing: [String]

  /// The sampled cells of a column that are not missing.
  func cells(_ index: Int) -> [String] {
    rows.map { $0[index] }.filter { !$0.isEmpty && !missing.contains($0) }
  }

  /// The sampled cells of a column by its name.
  func cells(_ name: String) -> [String] {
    names.firstIndex(of: name).map(cells) ?? []
  }

  /// Finds the decimal mark: a comma when some numbers have one and none has a point.
  func decimal(delimiter: UInt8) -> UInt8 {
    let point = UInt8(ascii: ".")
    let comma = UInt8(ascii: ",")
    if delimiter == comma { return point }
    var hasComma = false
    for row in rows {
      for cell in row {
        if cell.contains(","), isNumber(cell, decimal: comma) { hasComma = true }
        if cell.contains("."), isNumber(cell, decimal: point) { return point }
      }
    }
    return hasComma ? comma : point
  }

  func isNumber(_ cell: String, decimal: UInt8) -> Bool {
    var text = cell
    return text.withUTF8 { NumberCell.parse($0, decimal: decimal) != nil }
  }
}

/// Decides which columns of a file hold the readings.
struct NumberColumns {
  let table: SampleTable
  let path: String
  let options: ReaderOptions
  /// Columns to read besides those of the options where the file has them.
  let alsoIfThere: [String]
  let decimal: UInt8
  let timeColumns: [String]
  /// The line of the first row of readings.
  let firstRow: Int

  /// Returns the columns to read, and those that hold nothing but text and are left out.
  func find() throws -> (kept: [String], leftOut: [String]) {
    if let wanted = options.columns {
      for (index, name) in wanted.enumerated() {
        guard table.names.contains(name) else {
          throw ReadError(
            .missingColumn(
              nearest: Spelling.nearest(to: name, in: table.names),
              available: table.names.filter { !$0.isEmpty }),
            file: path, column: name)
        }
        if wanted[..<index].contains(name) || timeColumns.contains(name) {
          throw ReadError(.duplicateColumn, file: path, column: name)
        }
      }
      let more = alsoIfThere.filter { name in
        !wanted.contains(name) && !timeColumns.contains(name)
          && table.names.firstIndex(of: name).map(holdsNumbers) == true
      }
      return (wanted + more, [])
    }
    var kept: [String] = []
    var leftOut: [String] = []
    for (index, name) in table.names.enumerated()
    where !name.isEmpty && !timeColumns.contains(name) {
      if holdsNumbers(index) { kept.append(name) } else { leftOut.append(name) }
    }
    if kept.isEmpty {
      guard let name = leftOut.first, let cell = table.cells(name).first else {
        throw ReadError(table.rows.isEmpty ? .headerOnly : .noNumbers, file: path)
      }
      let row = table.rows.firstIndex { $0.contains(cell) } ?? 0
      throw ReadError(
        .notANumber, file: path, row: firstRow + row, column: name, cell: cell)
    }
    return (kept, leftOut)
  }

  /// Whether a sampled cell of a column is a number, or all are empty.
  private func holdsNumbers(_ index: Int) -> Bool {
    let cells = table.cells(index)
    return cells.isEmpty
      || cells.contains { cell in
        var text = cell
        return table.isNumber(cell, decimal: decimal)
          || text.withUTF8 { NumberCell.isNotFinite($0) }
      }
  }
}
