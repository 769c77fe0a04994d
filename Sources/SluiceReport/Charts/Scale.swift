#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The map from values along an axis to pixels.
public struct Scale: Sendable {
  /// How values become places.
  public let kind: Axis.Kind
  /// The smallest value shown.
  public let lower: Double
  /// The largest value shown, above `lower`.
  public let upper: Double
  /// The pixel of `lower`.
  public let start: Double
  /// The pixel of `upper`; before `start` where values grow upwards.
  public let end: Double
  /// Whether only whole numbers get a label.
  let isWhole: Bool
  private let origin: Double
  private let slope: Double

  /// A scale over a range that holds at least one value; a range of no width is widened.
  init(
    kind: Axis.Kind, lower: Double, upper: Double, start: Double, end: Double,
    isWhole: Bool = false
  ) {
    let (low, high) = Self.widened(kind, lower, upper)
    self.kind = kind
    self.lower = low
    self.upper = high
    self.start = start
    self.end = end
    self.isWhole = isWhole
    let isLogarithmic = kind == .logarithmic
    origin = isLogarithmic ? log10(low) : low
    // Halves keep the difference of the largest doubles finite.
    let half = (isLogarithmic ? log10(high) : high) / 2 - origin / 2
    slope = (end - start) / half / 2
  }

  /// The pixel of a value; NaN where the value has no place.
  public func position(of value: Double) -> Double {
    let place = kind == .logarithmic ? (value > 0 ? log10(value) : .nan) : value
    return start + (place - origin) * slope
  }

  /// The value at a pixel.
  public func value(at position: Double) -> Double {
    let place = (position - start) / slope + origin
    return kind == .logarithmic ? pow(10, place) : place
  }

  /// The values that get a label: at most `maximum`, at least one.
  func ticks(maximum: Int) -> [Tick] {
    switch kind {
    case .linear:
      NiceTicks.linear(
        lower, upper, step: NiceTicks.step(lower, upper, maximum: maximum, isWhole: isWhole))
    case .logarithmic:
      NiceTicks.logarithmic(lower, upper, maximum: maximum, isWhole: isWhole)
    case .time: TimeTicks.ticks(lower, upper, maximum: maximum)
    case .categories(let names): NiceTicks.categories(names, maximum: maximum)
    }
  }

  private static func widened(
    _ kind: Axis.Kind, _ lower: Double, _ upper: Double
  ) -> (Double, Double) {
    // Far beyond any reading; keeps sums and differences of the ends finite.
    let limit = 1e300
    var low = min(max(lower, -limit), limit)
    var high = min(max(upper, -limit), limit)
    switch kind {
    case .logarithmic:
      low = max(low, 1e-300)
      high = max(high, low)
      return high / low > 1 + 1e-9 ? (low, high) : (low / 2, high * 2)
    case .time:
      // Civil years of four digits.
      low = min(max(low, -6.2e16), 2.5e17)
      high = min(max(high, low), 2.5e17)
      return high - low >= 1 ? (low, high) : (low - 30e6, high + 30e6)
    case .categories(let names):
      return (-0.5, max(Double(names.count), 1) - 0.5)
    case .linear:
      // Ranges near the resolution of a double cannot be told apart in ticks.
      let magnitude = max(abs(low), abs(high))
      if high - low > max(magnitude * 1e-11, 1e-300) { return (low, high) }
      let margin = magnitude < 1e-290 ? 1 : magnitude * 0.1
      return (low - margin, high + margin)
    }
  }
}

/// A labeled place on an axis.
struct Tick: Equatable {
  var value: Double
  var label: String
  /// What the label leaves out, such as the date of a time of day; nil where it is the same as before.
  var context: String?
}
