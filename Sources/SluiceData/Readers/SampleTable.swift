/// Sampled rows by column.
struct SampleTable {
  let names: [String]
  let rows: [[String]]
  let missing: [String]
  /// Columns of texts, which say nothing about numbers and times.
  let categories: [String]

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
    let places = names.indices.filter { !categories.contains(names[$0]) }
    for row in rows {
      for cell in places.lazy.map({ row[$0] }) {
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
