/// One thing that a study makes as small, or as large, as possible.
public struct Objective: Hashable, Sendable, Codable {
  /// Which way is better.
  public enum Direction: String, Hashable, Sendable, Codable {
    /// Smaller is better.
    case minimize
    /// Larger is better.
    case maximize
  }

  /// What is measured.
  public var name: String

  /// Which way is better.
  public var direction: Direction

  /// Creates an objective.
  public init(_ name: String, _ direction: Direction = .minimize) {
    self.name = name
    self.direction = direction
  }

  /// A value with its sign turned where larger is better, so that smaller always is; a value that
  /// is not a number counts as the worst.
  public func loss(_ value: Double) -> Double {
    if value.isNaN { return .infinity }
    return direction == .minimize ? value : -value
  }
}
