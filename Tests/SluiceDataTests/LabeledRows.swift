import SluiceData

/// Readings that count up from 0, whose labels are the letters of a text.
///
/// - Parameters:
///   - labels: The label of each row, a letter each; a space is a missing label.
///   - subjects: Whose each row is, a letter each.
///   - sequences: The sequence of each row, a letter each.
///   - minutes: The clock.
func labeledRows(
  _ labels: String, subjects: String? = nil, sequences: String? = nil, minutes: [Int]? = nil
) -> Series {
  func column(_ name: String, _ letters: String) -> Column {
    Column(name, texts: letters.map { $0 == " " ? "" : String($0) })
  }
  return Series(
    columns: [Column("x", labels.indices.enumerated().map { Float($0.offset) })]
      + [column("label", labels)]
      + (subjects.map { [column("subject", $0)] } ?? [])
      + (sequences.map { [column("sequence", $0)] } ?? []),
    timestamps: minutes?.map { Int64($0) * 60_000_000 })
}

/// Any rows as a part.
private struct SomeRows: SeriesPart {
  let whole: Series
  let rows: Range<Int>
}

extension Series {
  /// Cuts all rows into labeled windows of `x`, within subjects and sequences; the classes are A, B and C
  /// unless others are named.
  func labeledWindows(
    _ options: WindowOptions, _ rule: LabelOptions = LabelOptions(),
    classes: [String] = ["A", "B", "C"], warmUp: WarmUp = .none, part: Range<Int>? = nil
  ) throws -> Windows {
    try Windows(
      SomeRows(whole: self, rows: part ?? 0..<count), inputs: ["x"], labels: "label", label: rule,
      classes: classes,
      groups: ["subject", "sequence"], options: options, warmUp: warmUp)
  }
}

extension Windows {
  /// The first row of each window.
  var firstRows: [Int] { (0..<count).map { inputRows($0).lowerBound } }

  /// The class of each window.
  var classNumbers: [Int?] { (0..<count).map(label) }
}
