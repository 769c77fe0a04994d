import SluiceNN

extension Table {
  /// The layers of a network with the shapes of their outputs and their numbers of parameters.
  public init(_ summary: NetworkSummary) {
    var rows: [[Cell]] = summary.rows.map { row in
      [
        .init("\(row.path) \(row.layer)"), .init("\(row.outputShape)"),
        .init(NumberText.count(row.parameters)),
      ]
    }
    rows.append(["all", "", .init(NumberText.count(summary.parameters))])
    self.init(
      [.init("layer", .leading), .init("output", .leading), .init("parameters")], rows: rows,
      focus: rows.count - 1)
  }
}
