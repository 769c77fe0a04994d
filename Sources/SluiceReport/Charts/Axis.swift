/// One axis of a chart: what is measured along it, in which unit, on which scale.
public struct Axis: Sendable {
  /// What is measured: "active power", "epoch".
  public var label: String
  /// The unit, written behind the label in brackets: "kW"; nil for plain numbers.
  public var unit: String?
  /// How values become places.
  public var kind: Kind
  /// The range that is shown; nil: that of the data.
  public var range: ClosedRange<Double>?
  /// Whether only whole numbers are labelled: there is no trial 2.5.
  public var isWhole: Bool

  /// An axis; linear over the range of the data unless told otherwise.
  public init(
    _ label: String, unit: String? = nil, kind: Kind = .linear, range: ClosedRange<Double>? = nil,
    isWhole: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.kind = kind
    self.range = range
    self.isWhole = isWhole
  }

  /// How values become places along an axis.
  public enum Kind: Sendable, Equatable {
    /// Equal steps for equal differences.
    case linear
    /// Equal steps for equal ratios; values of zero and below have no place and are left out.
    case logarithmic
    /// Civil time (UTC); values are microseconds since 1970.
    case time
    /// Named places; the value is the index of the name, and place i reaches from i - 1/2 to i + 1/2.
    case categories([String])
  }

  /// An axis of shares in percent: it ends at 100 %.
  static func percent(_ label: String) -> Axis {
    Axis(label, unit: "%", range: 0...100)
  }

  /// Label and unit as they stand at the axis.
  var caption: String {
    guard let unit, !unit.isEmpty else { return label }
    return "\(label) [\(unit)]"
  }
}
