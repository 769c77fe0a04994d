extension Doctor {
  /// Finds rare classes that accuracy hides.
  static func checkClasses(_ facts: Facts) -> [Finding] {
    guard case .labels(let evaluation) = facts.run.answers else { return [] }
    let metrics = evaluation.metrics
    let gap = metrics.accuracy - metrics.balancedAccuracy
    guard gap > 0.15 else { return [] }
    let known = metrics.classes.filter { $0.recall != nil }
    let worst = known.min { $0.recall ?? 0 < $1.recall ?? 0 }
    return [
      Finding(
        .hiddenClasses, weight: 0.7 + 0.3 * gap,
        title: "The accuracy hides that rare classes are not recognised.",
        evidence:
          "\(Wording.percent(metrics.accuracy)) of the windows are labelled rightly, but of an "
          + "average class only \(Wording.percent(metrics.balancedAccuracy))"
          + (worst.map {
            "; of \($0.name), \(Wording.percent($0.recall ?? 0)) of \(Wording.count($0.support, "window"))."
          } ?? "."),
        effect:
          "With the classes weighed alike the rare ones are found more often, at some cost to the "
          + "frequent ones.",
        cure: Cure(
          "Weigh the classes in the loss by how rare they are.",
          [.init("training.classWeights", "balanced")]),
        picture: Picture(
          "Share of each class that is recognised", note: "The recall on the test part.",
          upwards: "share",
          .bars(known.map { .init($0.name, $0.recall ?? 0, isMeant: $0.name == worst?.name) })))
    ]
  }
}

extension Facts {
  /// Whether the network gives nearly all windows the right label, so that nothing is left to gain.
  var knowsAllLabels: Bool {
    guard case .labels(let evaluation) = run.answers else { return false }
    return evaluation.metrics.balancedAccuracy > 0.99
  }
}
