/// What a plain classifier learns from: the features of each item, and its class.
public struct LabeledFeatures: Sendable {
  /// The features, row-major `[N, D]`.
  public let features: [Float]

  /// The class of each item, from 0 to K - 1, `[N]`.
  public let labels: [Int]

  /// The number of classes, `K`.
  public let classes: Int

  /// The number of features of an item, `D`.
  public let width: Int

  /// Puts features and classes side by side.
  ///
  /// - Parameters:
  ///   - features: Row-major `[N, D]`.
  ///   - labels: The class of each item, from 0 to K - 1, `[N]`.
  ///   - classes: `K`, whether all occur or not.
  /// - Throws: ``ClassifierError`` without items, or when a feature is not finite.
  /// - Precondition: The same number of features for each item, at least one; labels below K.
  public init(features: [Float], labels: [Int], classes: Int) throws {
    if labels.isEmpty { throw ClassifierError.noItems }
    precondition(
      !features.isEmpty && features.count % labels.count == 0
        && labels.allSatisfy { (0..<classes).contains($0) },
      "LabeledFeatures: \(features.count) features, \(labels.count) labels of \(classes) classes")
    width = features.count / labels.count
    if let place = features.firstIndex(where: { !$0.isFinite }) {
      throw ClassifierError.notFinite(
        feature: place % width, item: place / width, count: features.count { !$0.isFinite })
    }
    self.features = features
    self.labels = labels
    self.classes = classes
  }

  /// Number of items.
  public var count: Int { labels.count }

  /// The number of items of each class, `[K]`.
  public var totals: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
  }

  /// The classes that occur, in order.
  var present: [Int] { totals.indices.filter { totals[$0] > 0 } }

  /// The items of both.
  func joined(with other: LabeledFeatures) throws -> LabeledFeatures {
    try LabeledFeatures(
      features: features + other.features, labels: labels + other.labels, classes: classes)
  }
}

/// What can go wrong when a plain classifier is fitted.
public enum ClassifierError: Error, Equatable, CustomStringConvertible {
  /// There is nothing to learn from.
  case noItems
  /// A feature is infinite or not a number.
  case notFinite(feature: Int, item: Int, count: Int)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noItems:
      return "A classifier needs labeled windows to learn from, found none: use more rows, or a "
        + "shorter window."
    case .notFinite(let feature, let item, let count):
      return "\(count) of the features of windows are not finite numbers, the first is number "
        + "\(feature) of window \(item): its readings are too large to be squared, scale them."
    }
  }
}
