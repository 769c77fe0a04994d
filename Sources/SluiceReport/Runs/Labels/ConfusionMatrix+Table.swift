import SluiceModels

extension ConfusionMatrix {
  /// Up to so many classes each cell has room for its share.
  private static let fewClasses = 5
  /// Column heads longer than this, in matrices of many classes, become numbers.
  private static let longestHead = 7
  /// Names of numbered rows are cut here, so that the table stays within a wide terminal.
  private static let longestName = 28

  /// The matrix as a table: a row for each true class, a column for each given one.
  ///
  /// With few classes each cell tells its share of the row; with more the share on the diagonal and
  /// the most frequent mistake stand behind the counts, and long names head their columns as numbers.
  var table: Table {
    classes.count <= Self.fewClasses ? smallTable : largeTable
  }

  private var smallTable: Table {
    let shares = shares
    return Table(
      [.init("true class", .leading)] + classes.map { .init($0) },
      rows: classes.indices.map { row in
        [.init(classes[row])]
          + classes.indices.map { column in
            let count = NumberText.count(counts[row][column])
            guard let share = shares[row]?[column] else { return .init(count) }
            return .init("\(count) (\(NumberText.shareOfCount(share, 1)))")
          }
      })
  }

  private var largeTable: Table {
    let isNumbered = classes.contains { $0.count > Self.longestHead }
    let heads = isNumbered ? classes.indices.map { "\($0 + 1)" } : classes
    let shares = shares
    let rows: [[Table.Cell]] = classes.indices.map { row in
      let isLong = classes[row].count > Self.longestName
      let short = isLong ? classes[row].prefix(Self.longestName - 1) + "…" : classes[row][...]
      let name = isNumbered ? "\(heads[row]) \(short)" : classes[row]
      let cells: [Table.Cell] = counts[row].map { .init($0 == 0 ? "·" : NumberText.count($0)) }
      let right = shares[row].map { NumberText.shareOfCount($0[row], 1) } ?? "–"
      return [.init(name)] + cells + [.init(right), .init(mostFrequentMistake(row, heads) ?? "–")]
    }
    return Table(
      [.init("true class", .leading)] + heads.map { .init($0) }
        + [.init("right"), .init("most often taken for", .leading)], rows: rows)
  }

  /// The wrong class that most items of a class were given, as its column is headed, with its share; nil
  /// when all are right.
  private func mostFrequentMistake(_ row: Int, _ heads: [String]) -> String? {
    let wrong = classes.indices.filter { $0 != row && counts[row][$0] > 0 }
    // Of equal ones the first.
    guard let most = wrong.max(by: { (counts[row][$0], $1) < (counts[row][$1], $0) }),
      let share = shares[row]?[most]
    else { return nil }
    return "\(heads[most]) (\(NumberText.shareOfCount(share, 1)))"
  }
}
