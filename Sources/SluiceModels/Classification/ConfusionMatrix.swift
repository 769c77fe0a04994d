/// How often items of each class were taken for each class.
public struct ConfusionMatrix: Codable, Hashable, Sendable {
  /// The names of the classes, in the order of rows and columns, `[K]`.
  public let classes: [String]

  /// The number of items of each true class (row) that were given each class (column), `[K][K]`.
  public let counts: [[Int]]

  /// Counts true and predicted classes.
  ///
  /// - Parameters:
  ///   - truth: The true class of each item, from 0 to K - 1.
  ///   - predicted: The class that each item was given, as many.
  ///   - classes: The names of the classes, `[K]`.
  /// - Precondition: As many predictions as truths, all of them numbers of classes.
  public init(truth: [Int], predicted: [Int], classes: [String]) {
    precondition(
      truth.count == predicted.count,
      "ConfusionMatrix: \(predicted.count) predictions for \(truth.count) items")
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for (row, column) in zip(truth, predicted) {
      precondition(
        classes.indices.contains(row) && classes.indices.contains(column),
        "ConfusionMatrix: class \(row) taken for \(column), there are \(classes.count)")
      counts[row][column] += 1
    }
    self.classes = classes
    self.counts = counts
  }

  /// Decodes a matrix with a row and a column for each class.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classes = try container.decode([String].self, forKey: .classes)
    counts = try container.decode([[Int]].self, forKey: .counts)
    guard counts.count == classes.count, counts.allSatisfy({ $0.count == classes.count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container,
        debugDescription: "expected \(classes.count) rows of \(classes.count) counts")
    }
  }

  /// The number of items.
  public var count: Int { trueTotals.reduce(0, +) }

  /// The number of items of each true class, `[K]`.
  public var trueTotals: [Int] { counts.map { $0.reduce(0, +) } }

  /// The number of items that were given each class, `[K]`.
  public var predictedTotals: [Int] {
    classes.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }

  /// The share of each true class that was given each class, `[K][K]`: rows add up to 1; nil for a
  /// class without items.
  public var shares: [[Double]?] {
    zip(counts, trueTotals).map { row, total in
      total == 0 ? nil : row.map { Double($0) / Double(total) }
    }
  }

  /// The share of items that were given their true class; nil without items.
  public var accuracy: Double? {
    let all = count
    guard all > 0 else { return nil }
    return Double(classes.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(all)
  }

  /// The mean, over the classes that occur, of the share of items that were given their true class:
  /// scikit-learn's `balanced_accuracy_score`; nil without items.
  public var balancedAccuracy: Double? {
    let right = shares.enumerated().compactMap { $1?[$0] }
    return right.isEmpty ? nil : right.reduce(0, +) / Double(right.count)
  }

  /// Cohen's kappa: the agreement of prediction and truth beyond what their totals alone would bring;
  /// nil when these leave nothing else to happen.
  ///
  /// - Source: Cohen 1960, <https://doi.org/10.1177/001316446002000104>.
  public var kappa: Double? {
    guard let observed = accuracy else { return nil }
    let all = Double(count)
    let expected = zip(trueTotals, predictedTotals).reduce(0.0) {
      $0 + Double($1.0) / all * (Double($1.1) / all)
    }
    return expected < 1 ? (observed - expected) / (1 - expected) : nil
  }
}
