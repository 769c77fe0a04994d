import SluiceData
import SluiceTensor

/// The plain classifiers as models of windows: what they see of an item are the statistics of its window,
/// or the readings of its step where each step is labeled.
extension WindowFrame {
  /// Returns the features of each item, row-major `[N, D]`.
  fileprivate func itemFeatures() -> [Float] {
    guard recipe.labelsEveryStep else { return WindowStatistics.features(of: windows) }
    var result: [Float] = []
    for window in 0..<count { result += windows.batchInputs([window]).values }
    return result
  }

  /// The number of items, those behind the end of a short window included.
  fileprivate var itemCount: Int { count * itemsPerWindow }

  /// Returns what a plain classifier learns from: the items whose truth is known.
  func labeledFeatures() throws -> LabeledFeatures {
    let labels = labels()
    let features = itemFeatures()
    let width = features.count / max(labels.count, 1)
    let known = labels.indices.filter { labels[$0] >= 0 }
    return try LabeledFeatures(
      features: known.count == labels.count
        ? features : known.flatMap { features[$0 * width..<($0 + 1) * width] },
      labels: known.map { labels[$0] }, classes: classes.count)
  }
}

extension MajorityClass: WindowModel {
  /// Returns the shares of the classes for each item.
  public func outputs(for frame: WindowFrame) -> [Float] {
    probabilities(count: frame.itemCount)
  }

  /// Nothing is computed.
  public func multiplyAdds(lookback: Int) -> Int { 0 }
}

extension NearestCentroid: WindowModel {
  /// Returns the probabilities of the classes for each item.
  public func outputs(for frame: WindowFrame) -> [Float] {
    probabilities(features: frame.itemFeatures())
  }

  /// One for each feature and class; the statistics of the window are not counted.
  public func multiplyAdds(lookback: Int) -> Int { centroids.count }
}

extension FittedLogisticRegression: WindowModel {
  /// Returns the probabilities of the classes for each item.
  public func outputs(for frame: WindowFrame) -> [Float] {
    probabilities(features: frame.itemFeatures())
  }

  /// One for each feature and class; the statistics of the window are not counted.
  public func multiplyAdds(lookback: Int) -> Int { weights.count }
}

extension Baseline {
  /// Returns the probabilities of the classes for scaled windows, row-major `[N, K]`.
  ///
  /// - Parameters:
  ///   - windows: `[N, T, F]`.
  ///   - describesWindows: Whether statistics of each window are looked at; false looks at its readings as
  ///     they are, as where each step is labeled.
  /// - Precondition: The baseline gives labels; the features are those that it was fitted to.
  package func probabilities(ofScaled windows: Tensor, describesWindows: Bool) -> [Float] {
    func features() -> [Float] {
      describesWindows ? WindowStatistics.features(of: windows) : windows.values
    }
    switch self {
    case .majorityClass(let model): return model.probabilities(count: windows.shape[0])
    case .nearestCentroid(let model): return model.probabilities(features: features())
    case .logisticRegression(let model): return model.probabilities(features: features())
    case .persistence, .seasonalNaive, .drift, .mean, .ridge:
      preconditionFailure("Baseline: \(name) forecasts, it gives no labels")
    }
  }
}

extension FittedBaselines {
  /// Fits the plain classifiers to labeled windows, and counts the classes of everything that could train.
  ///
  /// - Throws: ``ClassifierError``.
  static func classifiers(
    fittedTo training: WindowFrame, validation: WindowFrame?, everything: WindowFrame,
    _ logisticRegression: LogisticRegression
  ) throws -> FittedBaselines {
    let items = try training.labeledFeatures()
    let checks = try validation?.labeledFeatures()
    return FittedBaselines(
      season: nil, naiveError: nil,
      models: [
        .majorityClass(
          try MajorityClass(
            labels: everything.labels().filter { $0 >= 0 }, classes: items.classes)),
        .nearestCentroid(NearestCentroid(fittedTo: items)),
        .logisticRegression(try logisticRegression.fitted(to: items, validation: checks)),
      ])
  }
}
