import SluiceTensor

extension Verdict {
  /// Compares one classifier with the best of several baselines on the same items.
  ///
  /// The best baseline is the one with the highest balanced accuracy, and ``difference`` is the model's
  /// balanced accuracy less the baseline's. Its interval comes from 2,000 resamples of whole stretches,
  /// see ``ClassTable/groups``; fewer than five stretches have none. ``skill`` is the share of the
  /// baseline's balanced error, 1 less its balanced accuracy, that the model does not make.
  ///
  /// - Parameters:
  ///   - model: The name of the model's column.
  ///   - table: The probabilities of the model and of all baselines.
  ///   - streams: The random streams of the run.
  /// - Precondition: The table holds the model and at least one other column.
  public init(comparing model: String, in table: ClassTable, streams: RandomStreams) {
    guard let ours = table[model] else { preconditionFailure("Verdict: no labels of \(model)") }
    let rivals = table.columns.filter { $0.name != model }
    let scores = rivals.map { table.balancedAccuracy(of: $0) }
    // Of equal ones the first.
    guard let best = scores.indices.max(by: { (scores[$0], $1) < (scores[$1], $0) }) else {
      preconditionFailure("Verdict: no baseline to compare \(model) with")
    }
    let own = table.balancedAccuracy(of: ours)
    let bootstrap = GroupBootstrap(table, ours, rivals[best])
    let rule = MovingBlockBootstrap()
    var stream = streams.stream("bootstrap")
    let interval = bootstrap.interval(
      resamples: rule.resamples, level: rule.level, using: &stream)
    self.init(
      outcome: Verdict.outcome(of: interval), model: model, bestBaseline: rivals[best].name,
      skill: scores[best] < 1 ? 1 - (1 - own) / (1 - scores[best]) : own < 1 ? nil : 0,
      difference: own - scores[best], lower: interval?.lowerBound, upper: interval?.upperBound,
      blockLength: nil, sentence: "")
    sentence = classSentence(own: own, groups: bootstrap.groups, level: rule.level)
  }

  private func classSentence(own: Double, groups: Int, level: Double) -> String {
    func percent(_ share: Double) -> String { PlainNumber.tenths(share * 100) }
    func points(_ share: Double) -> String { PlainNumber.text(share * 100, digits: 2) }
    let subject = Verdict.capitalized(Verdict.spoken(model))
    let rival = "the best simple method (\(Verdict.spoken(bestBaseline)))"
    let start = "\(subject) labels \(percent(own)) % of each class right on average, "
    if difference == 0, lower == 0, upper == 0 {
      return start + "exactly as much as \(rival)."
    }
    let both = start + "\(rival) \(percent(own - difference)) %; "
    guard let lower, let upper else {
      return both
        + "\(groups) \(groups == 1 ? "stretch is" : "stretches are") too few to tell whether the "
        + "difference of \(points(difference)) points would hold on others."
    }
    let end =
      switch outcome {
      case .better: "it is better"
      case .worse: "it is worse"
      case .undecided: "which of the two is better is not decided"
      }
    return both
      + "the difference of \(points(difference)) points has a \(PlainNumber.text(level * 100, digits: 3)) % interval of "
      + "\(points(lower)) to \(points(upper)): \(end)."
  }
}

extension ClassTable {
  /// The balanced accuracy of one model's labels; see ``ConfusionMatrix/balancedAccuracy``.
  func balancedAccuracy(of column: Column) -> Double {
    // Nil without items only, and a table has some.
    ConfusionMatrix(truth: truth, predicted: given(by: column), classes: classes)
      .balancedAccuracy ?? 0
  }
}
