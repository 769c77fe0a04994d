/// The share of each class in the training part as its probability, whatever the window shows.
///
/// All windows are given the most frequent class: what a classifier must beat to have seen anything.
public struct MajorityClass: Codable, Hashable, Sendable {
  /// The share of each class among the training items, `[K]`.
  public let shares: [Float]

  /// Counts the classes of the training items.
  ///
  /// - Parameters:
  ///   - labels: The class of each item, from 0 to K - 1.
  ///   - classes: `K`.
  /// - Throws: ``ClassifierError/noItems``.
  public init(labels: [Int], classes: Int) throws {
    if labels.isEmpty { throw ClassifierError.noItems }
    var totals = [Int](repeating: 0, count: classes)
    for label in labels { totals[label] += 1 }
    shares = totals.map { Float(Double($0) / Double(labels.count)) }
  }

  /// Always `majorityClass`.
  public var name: String { "majorityClass" }

  /// The shares.
  public var parameterCount: Int { shares.count }

  /// Returns the probabilities of some items, row-major `[N, K]`.
  public func probabilities(count: Int) -> [Float] {
    (0..<count).flatMap { _ in shares }
  }
}
