/// How the windows of a classification are spread over its classes, parts and subjects.
public struct LabelSpread: Sendable {
  /// One part: training, validation or test.
  public struct Part: Sendable {
    /// "training", "validation", "test".
    public var name: String
    /// The number of its windows that hold each class, `[K]`.
    public var windows: [Int]
    /// Whose readings it is made of, each once; nil without subjects.
    public var subjects: [String]?

    /// A part.
    public init(name: String, windows: [Int], subjects: [String]? = nil) {
      self.name = name
      self.windows = windows
      self.subjects = subjects
    }
  }

  /// The classes, `[K]`.
  public var classes: [String]
  /// The parts, the test part last.
  public var parts: [Part]

  /// A spread; each part has a number for each class.
  public init(classes: [String], parts: [Part]) {
    precondition(
      parts.allSatisfy { $0.windows.count == classes.count },
      "LabelSpread: \(parts.map(\.windows.count)) numbers for \(classes.count) classes")
    self.classes = classes
    self.parts = parts
  }

  /// The spread as it stands in a report.
  var blocks: [Block] {
    let sentence = subjectSentence
    return [sentence.map(Block.paragraph), subjectTable.map(Block.table), .table(table)]
      .compactMap { $0 }
  }

  /// The windows of each class in each part, with their share of the part.
  var table: Table {
    let totals = parts.map { $0.windows.reduce(0, +) }
    var rows: [[Table.Cell]] = classes.indices.map { row in
      [.init(classes[row])]
        + zip(parts, totals).map { part, total in
          let count = part.windows[row]
          let share = NumberText.percent(Double(count) / Double(max(total, 1)))
          return .init("\(NumberText.count(count)) (\(share))")
        }
    }
    rows.append(["all"] + totals.map { .init(NumberText.count($0)) })
    return Table(
      [.init("windows of class", .leading)] + parts.map { .init($0.name) }, rows: rows,
      focus: rows.count - 1)
  }

  private var subjectTable: Table? {
    guard parts.contains(where: { $0.subjects != nil }) else { return nil }
    return Table(
      [.init("part", .leading), .init("subjects"), .init("who", .leading)],
      rows: parts.map { part in
        let subjects = part.subjects ?? []
        let names = subjects.prefix(12).joined(separator: ", ")
        let rest = subjects.count > 12 ? " and \(subjects.count - 12) more" : ""
        return [
          .init(part.name), .init(NumberText.count(subjects.count)), .init(names + rest),
        ]
      })
  }

  /// Whether the test asks about subjects that training never saw; nil without subjects.
  var subjectSentence: String? {
    guard let test = parts.last, let tested = test.subjects else { return nil }
    let others = Set(parts.dropLast().flatMap { $0.subjects ?? [] })
    let both = tested.filter(others.contains)
    guard both.isEmpty else {
      let names = both.prefix(5).joined(separator: ", ") + (both.count > 5 ? ", …" : "")
      return "\(both.count) of the \(tested.count) subjects of the test part are also trained or "
        + "validated on (\(names)): a new subject is harder than this test."
    }
    let learnt = Set(parts.first?.subjects ?? [])
    let validated = parts.dropFirst().dropLast().flatMap { $0.subjects ?? [] }
    let start = "No subject of the test part was trained or validated on"
    guard validated.contains(where: learnt.contains) else {
      return start + ", and none stands on two sides."
    }
    return start + "; validation looks at further windows of subjects that are trained on."
  }
}
