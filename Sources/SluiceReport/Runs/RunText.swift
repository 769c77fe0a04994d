import SluiceModels

extension RunMetrics {
  /// The results as text for a terminal: verdict, metrics of every model, and what each costs.
  ///
  /// - Parameter unit: the unit of the target, such as "kW"; nil where it is not known.
  public func text(unit: String? = nil, style: TerminalStyle = .plain) -> String {
    var parts = [
      style.toned(verdict.sentence, verdict.tone), table(unit: unit).text(style),
    ]
    if !costs.isEmpty { parts.append(costTable(unit: unit).text(style)) }
    return parts.joined(separator: "\n\n")
  }
}
