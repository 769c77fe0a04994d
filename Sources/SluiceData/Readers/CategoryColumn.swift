import SluiceTensor

/// A column whose cells are read as texts.
struct CategoryColumn: Hashable {
  /// The most different texts of a column that is to be one of categories: more are no labels.
  static let limit = 100_000
  /// The most different texts of a column that nobody named.
  static let limitUnasked = 1000
  /// The most bytes of a text.
  static let longest = 200

  /// Its place among the columns that are read.
  let column: Int
  /// Whether it was named: then it is an error when its texts are no categories; otherwise it is left
  /// out.
  let isWanted: Bool

  var limit: Int { isWanted ? CategoryColumn.limit : CategoryColumn.limitUnasked }
}

/// The numbers that blocks of rows gave to the texts of one column, made one numbering.
///
/// It depends on the texts alone, not on the blocks.
struct CategoryNumbering {
  /// The texts in the order of ``Column/order(_:)``.
  let categories: [String]
  /// For each block: the places among the categories of its texts.
  let places: [[Float]]

  /// Joins the texts of all blocks; nil when the column is left out.
  ///
  /// - Throws: ``ReadError`` when a column that was named does not hold categories.
  init?(_ blocks: [TextInterner], of column: CategoryColumn, layout: FileLayout) throws {
    let name = layout.columns[column.column]
    var all: Set<String> = []
    var texts: [[String]] = []
    for block in blocks {
      let valid = block.texts.compactMap { $0 }
      if valid.count < block.texts.count {
        guard column.isWanted else { return nil }
        throw ReadError(
          .notText(reason: "a cell has bytes that are not UTF-8"), file: layout.path, column: name)
      }
      all.formUnion(valid)
      texts.append(valid)
      if block.isOverfull || all.count > column.limit {
        guard column.isWanted else { return nil }
        throw ReadError(.tooManyTexts(limit: column.limit), file: layout.path, column: name)
      }
    }
    categories = Column.order(all)
    let numbers = Dictionary(
      uniqueKeysWithValues: categories.enumerated().map { ($0.element, Float($0.offset)) })
    places = texts.map { $0.map { numbers[$0] ?? .nan } }
  }

  /// Puts the places of the categories in place of the numbers that a block gave.
  func renumber(_ cells: UnsafeMutableBufferPointer<Float>, ofBlock block: Int) {
    places[block].withUnsafeBufferPointer { places in
      for row in cells.indices where !cells[row].isNaN { cells[row] = places[Int(cells[row])] }
    }
  }
}
