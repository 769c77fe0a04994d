#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension ClassificationMetrics {
  /// Compares the probabilities of classes with the truth, in double precision.
  ///
  /// - Parameters:
  ///   - truth: The true class of each item, from 0 to K - 1, `[N]`.
  ///   - probabilities: Row-major `[N, K]`, finite; each row adds up to 1.
  ///   - classes: The names of the classes, `[K]`.
  /// - Precondition: At least one item, two classes, and a row of probabilities for each item.
  public init(truth: [Int], probabilities: [Float], classes: [String]) {
    let (count, width) = (truth.count, classes.count)
    precondition(
      count > 0 && width > 1 && probabilities.count == count * width
        && truth.allSatisfy { classes.indices.contains($0) }
        && probabilities.allSatisfy(\.isFinite),
      "ClassificationMetrics: \(probabilities.count) probabilities for \(count) items of "
        + "\(width) classes, or one that is not finite")
    let predicted = Self.mostProbable(probabilities, classes: width)
    let confusion = ConfusionMatrix(truth: truth, predicted: predicted, classes: classes)
    let scores = classes.indices.map {
      ClassScores($0, of: confusion, truth: truth, probabilities: probabilities)
    }
    let ranks = TruthRanks(truth: truth, probabilities: probabilities, classes: width)

    self.count = count
    self.confusion = confusion
    self.classes = scores
    // Both are nil without items only.
    accuracy = confusion.accuracy ?? 0
    balancedAccuracy = confusion.balancedAccuracy ?? 0
    kappa = confusion.kappa
    let given = confusion.predictedTotals
    let seen = classes.indices.filter { scores[$0].support > 0 || given[$0] > 0 }
    precision = Means(seen.map { scores[$0] }, \.precision)
    recall = Means(seen.map { scores[$0] }, \.recall)
    f1 = Means(seen.map { scores[$0] }, \.f1)
    let areas = width == 2 ? [scores[1].rocAUC] : scores.map(\.rocAUC)
    rocAUC = Self.mean(areas.compactMap { $0 })
    prAUC = Self.mean(scores.compactMap(\.prAUC)) ?? 0
    logLoss = Self.logLoss(truth: truth, probabilities: probabilities, classes: width)
    expectedCalibrationError = Self.calibrationError(
      of: (0..<count).map { Double(probabilities[$0 * width + predicted[$0]]) },
      isRight: zip(truth, predicted).map { $0 == $1 })
    top2Accuracy = width > 3 ? ranks.shareAmongFirst(2) : nil
    top3Accuracy = width > 3 ? ranks.shareAmongFirst(3) : nil
  }

  /// Returns the class with the highest probability of each item, the first of several.
  ///
  /// - Parameters:
  ///   - probabilities: Row-major `[N, K]`.
  ///   - classes: `K`.
  public static func mostProbable(_ probabilities: [Float], classes: Int) -> [Int] {
    precondition(
      classes > 0 && probabilities.count % classes == 0,
      "ClassificationMetrics: \(probabilities.count) probabilities of \(classes) classes")
    return stride(from: 0, to: probabilities.count, by: classes).map { start in
      mostProbable(of: probabilities[start..<start + classes])
    }
  }

  /// Returns the class with the highest probability of one item, the first of several.
  static func mostProbable(of probabilities: some RandomAccessCollection<Float>) -> Int {
    var best: (place: Int, value: Float)?
    for (place, value) in probabilities.enumerated() where value > best?.value ?? -.infinity {
      best = (place, value)
    }
    return best?.place ?? 0
  }

  /// Returns the mean of `-log(p)` of the true class; see ``logLoss``.
  static func logLoss(truth: [Int], probabilities: [Float], classes: Int) -> Double {
    var sum = 0.0
    for (item, label) in truth.enumerated() {
      sum -= log(max(Double(probabilities[item * classes + label]), 0x1p-23))
    }
    return sum / Double(truth.count)
  }

  /// Returns the expected calibration error over 15 bins of equal width.
  ///
  /// An item falls into the bin `((b - 1) / 15, b / 15]` that holds the probability of the class that
  /// it was given. The error is the mean over the items of the distance, in their bin, of the mean
  /// probability from the share of items that are right.
  ///
  /// - Source: Guo et al. 2017, <https://proceedings.mlr.press/v70/guo17a.html>.
  static func calibrationError(of confidences: [Double], isRight: [Bool]) -> Double {
    let bins = 15
    // In a bin, the sum of the probabilities less the number of items that are right.
    var excess = [Double](repeating: 0, count: bins)
    for (confidence, isRight) in zip(confidences, isRight) {
      let bin = Int((confidence * Double(bins)).rounded(.up)) - 1
      excess[min(max(bin, 0), bins - 1)] += confidence - (isRight ? 1 : 0)
    }
    return excess.reduce(0) { $0 + abs($1) } / Double(confidences.count)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension ClassificationMetrics.Means {
  fileprivate init(
    _ scores: [ClassificationMetrics.ClassScores],
    _ value: (ClassificationMetrics.ClassScores) -> Double?
  ) {
    let items = scores.reduce(0) { $0 + $1.support }
    macro = scores.reduce(0) { $0 + (value($1) ?? 0) } / Double(scores.count)
    weighted = scores.reduce(0) { $0 + (value($1) ?? 0) * Double($1.support) } / Double(items)
  }
}

extension ClassificationMetrics.ClassScores {
  fileprivate init(
    _ label: Int, of confusion: ConfusionMatrix, truth: [Int], probabilities: [Float]
  ) {
    func ratio(_ part: Int, _ whole: Int) -> Double? {
      whole > 0 ? Double(part) / Double(whole) : nil
    }
    let right = confusion.counts[label][label]
    let given = confusion.predictedTotals[label]
    name = confusion.classes[label]
    support = confusion.trueTotals[label]
    precision = ratio(right, given)
    recall = ratio(right, support)
    f1 = ratio(2 * right, support + given)
    let width = confusion.classes.count
    let ranking = ScoreRanking(
      scores: truth.indices.map { probabilities[$0 * width + label] },
      isPositive: truth.map { $0 == label })
    rocAUC = ranking.rocAUC
    prAUC = ranking.averagePrecision
  }
}

/// How many classes stand before the true one when those of each item are sorted by probability.
private struct TruthRanks {
  /// 0 where the true class is the most probable; of equal ones the first counts as higher.
  private let ranks: [Int]

  init(truth: [Int], probabilities: [Float], classes: Int) {
    ranks = truth.enumerated().map { item, label in
      let start = item * classes
      let own = probabilities[start + label]
      return (0..<classes).count {
        probabilities[start + $0] > own || (probabilities[start + $0] == own && $0 < label)
      }
    }
  }

  func shareAmongFirst(_ places: Int) -> Double {
    Double(ranks.count { $0 < places }) / Double(ranks.count)
  }
}
