/// Puts columns of several files below each other.
enum ColumnStack {
  /// Returns the rows of all parts as one column; categories are numbered anew, for all parts together.
  static func stacked(_ name: String, _ parts: [Column]) -> Column {
    var values: [Float] = []
    values.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    guard parts.contains(where: { $0.categories != nil }) else {
      for part in parts { part.withUnsafeBufferPointer { values.append(contentsOf: $0) } }
      return Column(name, values)
    }
    let categories = Column.order(Set(parts.flatMap { $0.categories ?? [] }))
    let places = Dictionary(
      uniqueKeysWithValues: categories.enumerated().map { ($0.element, Float($0.offset)) })
    for part in parts {
      let numbers = (part.categories ?? []).map { places[$0] ?? .nan }
      part.withUnsafeBufferPointer { codes in
        for code in codes { values.append(code.isNaN ? .nan : numbers[Int(code)]) }
      }
    }
    return Column(name, codes: values, categories: categories)
  }

  /// Returns a column of categories in which each text stands for so many rows.
  static func repeated(_ name: String, _ texts: [String], rows: Int) -> Column {
    let column = Column(name, texts: texts)
    let codes = column.flatMap { [Float](repeating: $0, count: rows) }
    return Column(name, codes: codes, categories: column.categories ?? [])
  }
}
