import SluiceData

/// What each input tells about the labels of windows, or of their steps.
extension WindowFrame {
  /// The scaled readings of an input in the last row of each item whose label is known.
  func labeledReadings(of name: String) -> [Double] {
    guard let column = scaled[name] else { return [] }
    return zip(itemRows(), labels()).filter { $1 >= 0 }.map { Double(column[$0.0]) }
  }

  /// What each of some columns tells about the labels.
  ///
  /// - Parameter columns: Those of ``labeledReadings(of:)`` for each column that is looked at.
  func classScores(
    _ method: FeatureSelection.Method, of columns: [[Double]]
  ) throws -> [Double] {
    let classes = labels().filter { $0 >= 0 }
    switch method {
    case .correlation:
      return columns.map { column in
        guard let readings = try? Readings(column) else { return 0 }
        return (try? ClassDependence.correlationRatio(of: readings, classes: classes)) ?? 0
      }
    case .mutualInformation:
      return columns.map { column in
        guard let readings = try? Readings(column) else { return 0 }
        return (try? ClassDependence.nats(between: readings, andClasses: classes)) ?? 0
      }
    case .permutation: return try classPermutationImportances()
    }
  }

  /// By which share the log loss of a logistic regression grows when what it sees of one input after the
  /// other is exchanged among the items that it was not fitted to: the last fifth of each class.
  private func classPermutationImportances() throws -> [Double] {
    let items = try labeledFeatures()
    let held = items.lastFifthOfClasses()
    let isHeld = Set(held)
    let model = try LogisticRegression().fitted(
      to: items.selecting(items.labels.indices.filter { !isHeld.contains($0) }))
    let inputs = recipe.recipe.lookedAt.indices
    if held.isEmpty { return inputs.map { _ in 0 } }
    let checked = try items.selecting(held)
    func loss(_ features: [Float]) -> Double {
      ClassificationMetrics.logLoss(
        truth: checked.labels, probabilities: model.probabilities(features: features),
        classes: checked.classes)
    }
    let before = max(loss(checked.features), .leastNormalMagnitude)
    return inputs.map { input in
      let places =
        recipe.labelsEveryStep
        ? [input] : WindowStatistics.places(of: input, channels: windows.inputs.count)
      let order = Self.exchanged(checked.count, for: input)
      var features = checked.features
      for (item, other) in order.enumerated() {
        for place in places {
          features[item * checked.width + place] = checked.features[other * checked.width + place]
        }
      }
      return max(0, loss(features) / before - 1)
    }
  }
}

extension LabeledFeatures {
  /// The last fifth of the items of each class, in order.
  fileprivate func lastFifthOfClasses() -> [Int] {
    let members = Dictionary(grouping: labels.indices) { labels[$0] }
    return members.values.flatMap { $0.suffix($0.count / 5) }.sorted()
  }

  /// The items of some numbers.
  fileprivate func selecting(_ numbers: [Int]) throws -> LabeledFeatures {
    try LabeledFeatures(
      features: numbers.flatMap { features[$0 * width..<($0 + 1) * width] },
      labels: numbers.map { labels[$0] }, classes: classes)
  }
}
