/// Parses the rows of one stretch of a file straight into the columns.
///
/// A block begins at the beginning of a row and ends behind one, so that blocks can be parsed in any
/// order and by any number of threads with the same result.
struct BlockParser {
  let layout: FileLayout
  let text: UnsafePointer<UInt8>
  /// Where the readings of each column go.
  let columns: [UnsafeMutablePointer<Float>]
  /// Where the time stamps go, in microseconds, local time where a zone is to be applied.
  let times: UnsafeMutablePointer<Int64>?

  struct Result {
    /// The number of rows written.
    var rows = 0
    /// The rows, counted within the block, that do not stand right below the one above, and their lines.
    var jumps: [(row: Int, line: Int)] = []
    /// The texts of each category column, whose numbers stand in the columns.
    var texts: [TextInterner] = []
    /// The first problem; its row is the number of line ends above it within the block.
    var error: ReadError?
  }

  /// Parses `range` of the text; the first row goes to place `firstRow` of the columns.
  func parse(_ range: Range<Int>, firstRow: Int) -> Result {
    var result = Result()
    result.texts = layout.categories.map { TextInterner(limit: $0.limit) }
    layout.fields.withUnsafeBufferPointer { fields in
      columns.withUnsafeBufferPointer { columns in
        NumberCell.powersOfTen.withUnsafeBufferPointer { powers in
          guard let powers = powers.baseAddress else { return }
          var row = RowParser(
            layout: layout, at: text + range.lowerBound, end: text + range.upperBound)
          var distance = 0
          while row.begin() {
            let place = firstRow + result.rows
            if row.rowLine - result.rows != distance {
              distance = row.rowLine - result.rows
              result.jumps.append((result.rows, row.rowLine))
            }
            for (index, field) in fields.enumerated() {
              let isGood: Bool
              switch field {
              case .number(let column):
                if let value = row.number(powers) {
                  columns[column][place] = value
                  isGood = true
                } else {
                  isGood = false
                }
              case .category(let index):
                let category = layout.categories[index]
                if let number = row.category(&result.texts[index], isWanted: category.isWanted) {
                  columns[category.column][place] = number
                  isGood = true
                } else {
                  isGood = false
                }
              case .time(let part): isGood = row.time(part)
              case .skipped: isGood = row.skip(mustBeEmpty: false)
              case .empty: isGood = row.skip(mustBeEmpty: true)
              }
              guard isGood, row.endCell(index: index, count: fields.count) else {
                result.error = row.error(fieldIndex: index)
                return
              }
            }
            if let times {
              guard let time = row.timeStamp() else {
                result.error = row.timeError()
                return
              }
              times[place] = time
            }
            result.rows += 1
          }
          if let problem = row.problem {
            result.error = ReadError(problem, file: layout.path, line: row.rowLine)
          }
        }
      }
    }
    return result
  }
}
