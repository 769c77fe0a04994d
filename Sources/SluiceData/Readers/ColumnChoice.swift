import SluiceTensor

/// Decides which columns of a file are read, and which of them as texts.
struct ColumnChoice {
  let table: SampleTable
  let path: String
  let options: ReaderOptions
  /// Columns to read besides those of the options where the file has them.
  let alsoIfThere: [String]
  /// Whether columns of texts are read, too, when all columns are.
  let readsTexts: Bool
  let decimal: UInt8
  let timeColumns: [String]
  /// The line of the first row of readings.
  let firstRow: Int

  /// The columns to read, those of them whose cells are texts, and those that are left out because they
  /// hold nothing but text.
  struct Chosen {
    var kept: [String] = []
    var categories: [String] = []
    var leftOut: [String] = []
  }

  /// Returns the choice.
  ///
  /// - Throws: ``ReadError`` for a column that is not there or named twice, or when nothing is left.
  func find() throws -> Chosen {
    guard let wanted = options.columns else { return try all() }
    try check(wanted)
    let more = alsoIfThere.enumerated().filter { place, name in
      guard !wanted.contains(name), !alsoIfThere[..<place].contains(name),
        !timeColumns.contains(name),
        let index = table.names.firstIndex(of: name)
      else { return false }
      return options.categories.contains(name) || holdsNumbers(index)
    }.map(\.element)
    let kept = wanted + more
    return Chosen(kept: kept, categories: kept.filter(options.categories.contains))
  }

  /// Throws unless each of some columns is there, once, and is no part of the time stamp.
  private func check(_ wanted: [String]) throws {
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
  }

  /// All columns that hold numbers or were named as categories, in file order.
  private func all() throws -> Chosen {
    try check(options.categories)
    var chosen = Chosen()
    for (index, name) in table.names.enumerated()
    where !name.isEmpty && !timeColumns.contains(name) {
      let isCategory = options.categories.contains(name)
      if isCategory || (readsTexts && !holdsNumbers(index)) {
        chosen.categories.append(name)
      } else if !holdsNumbers(index) {
        chosen.leftOut.append(name)
        continue
      }
      chosen.kept.append(name)
    }
    if chosen.kept.isEmpty {
      guard let name = chosen.leftOut.first, let cell = table.cells(name).first else {
        throw ReadError(table.rows.isEmpty ? .headerOnly : .noNumbers, file: path)
      }
      let row = table.rows.firstIndex { $0.contains(cell) } ?? 0
      throw ReadError(
        .notANumber, file: path, line: firstRow + row, column: name, cell: cell)
    }
    return chosen
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
