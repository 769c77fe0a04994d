import SluiceModels

/// How often labels that were given with about the same probability are right.
struct Reliability {
  /// The labels given with a probability in one of the equal steps from 0 to 1.
  struct Bin {
    var count = 0
    /// The mean of the probabilities.
    var confidence = 0.0
    /// The share of the labels that is right.
    var right = 0.0
  }

  /// The steps in ascending order; an upper edge belongs to its own step, as in
  /// `ClassificationMetrics.expectedCalibrationError`.
  let bins: [Bin]

  /// Sorts labels by the probability of the class that they were given.
  ///
  /// - Parameters:
  ///   - truth: The true class of each item, `[N]`.
  ///   - probabilities: Row-major `[N, K]`.
  ///   - classes: `K`.
  init(truth: [Int], probabilities: [Float], classes: Int) {
    let count = 15
    var bins = [Bin](repeating: Bin(), count: count)
    let given = ClassificationMetrics.mostProbable(probabilities, classes: classes)
    for (item, label) in given.enumerated() {
      let confidence = Double(probabilities[item * classes + label])
      let place = min(max(Int((confidence * Double(count)).rounded(.up)) - 1, 0), count - 1)
      bins[place].count += 1
      bins[place].confidence += confidence
      if truth[item] == label { bins[place].right += 1 }
    }
    self.bins = bins.map { bin in
      let items = Double(max(bin.count, 1))
      return Bin(
        count: bin.count, confidence: bin.confidence / items, right: bin.right / items)
    }
  }

  /// The middle of each step.
  var middles: [Double] { bins.indices.map { (Double($0) + 0.5) / Double(bins.count) } }

  /// The steps that hold labels.
  var filled: [Bin] { bins.filter { $0.count > 0 } }
}
