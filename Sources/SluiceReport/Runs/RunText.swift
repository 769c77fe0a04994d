import SluiceModels

extension RunMetrics {
  /// The results as text for a terminal: verdict, metrics of every model, and what each costs; of labels
  /// also what was taken for what.
  ///
  /// - Parameter unit: the unit of the target, such as "kW"; nil where it is not known.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    var parts = [style.toned(verdict.sentence, verdict.tone)]
    switch self {
    case .forecast: parts.append(table(unit: unit).text(style))
    case .classification(let metrics):
      parts += [metrics.test.absenceSentence.map(style.warning)].compactMap { $0 }
      // As many columns as a terminal has room for; the report shows them all.
      parts.append(
        table(unit: nil, kinds: [.balancedAccuracy, .accuracy, .f1, .logLoss, .rocAUC, .kappa])
          .text(style))
      parts.append(
        "What the \(ModelName.text(verdict.model)) took for what (a row for each true class):\n"
          + metrics.test.confusion.table.text(style))
      parts += [metrics.subjects?.sentence].compactMap { $0 }
    }
    if let costs = costTable(unit: unit) { parts.append(costs.text(style)) }
    return parts.joined(separator: "\n\n")
  }
}
