#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Hyperparameter {
  /// The values that one hyper-parameter may take.
  ///
  /// Every domain also reads as the interval [0, 1): ``value(at:)`` and ``position(of:)`` lead there
  /// and back, so that a sampler which thinks in coordinates needs to know nothing else.
  public enum Domain: Hashable, Sendable {
    /// Whole numbers `lowerBound ... upperBound` by `step` from the lower bound on; on a logarithmic
    /// scale the lower bound is at least 1 and the step is 1.
    case integer(ClosedRange<Int>, step: Int = 1, scale: Scale = .linear)
    /// Numbers of an interval; with a step only the lower bound plus multiples of it. A logarithmic
    /// scale needs a positive lower bound and has no step.
    case float(ClosedRange<Double>, step: Double? = nil, scale: Scale = .linear)
    /// One of several values without an order.
    case categorical([ParameterValue])

    /// How numbers are spread.
    public enum Scale: String, Hashable, Sendable, Codable {
      /// Equal differences are equally far apart.
      case linear
      /// Equal ratios are equally far apart.
      case log
    }

    /// The number of different values; nil when there is no end of them.
    public var count: Int? {
      switch self {
      case .integer(let range, let step, _): (range.upperBound - range.lowerBound) / step + 1
      case .float(let range, let step?, _):
        Int(((range.upperBound - range.lowerBound) / step * (1 + 1e-12)).rounded(.down)) + 1
      case .float(let range, nil, _): range.lowerBound == range.upperBound ? 1 : nil
      case .categorical(let values): values.count
      }
    }

    /// All values in ascending order, as listed for a categorical; nil when there is no end of them.
    public var values: [ParameterValue]? {
      count.map { count in (0..<count).map { value(at: (Double($0) + 0.5) / Double(count)) } }
    }

    /// Whether the domain holds a value.
    public func contains(_ value: ParameterValue) -> Bool {
      switch (self, value) {
      case (.integer(let range, let step, _), .int(let number)):
        return range.contains(number) && (number - range.lowerBound) % step == 0
      case (.float(let range, let step, _), _):
        guard let number = value.number, range.contains(number) else { return false }
        guard let step else { return true }
        let steps = (number - range.lowerBound) / step
        return abs(steps - steps.rounded()) < 1e-6
      case (.categorical(let values), _): return values.contains(value)
      case (.integer, _): return false
      }
    }

    /// Returns the value at a point of the unit interval.
    ///
    /// - Parameter position: A number of [0, 1); what lies outside counts as the nearest end.
    public func value(at position: Double) -> ParameterValue {
      let position = min(max(position, 0), 1 - 0x1p-53)
      switch self {
      case .integer(let range, _, .log):
        let low = log(Double(range.lowerBound) - 0.5)
        let high = log(Double(range.upperBound) + 0.5)
        let value = exp(low + (high - low) * position).rounded()
        return .int(min(max(Int(value), range.lowerBound), range.upperBound))
      case .integer(let range, let step, .linear):
        let count = (range.upperBound - range.lowerBound) / step + 1
        return .int(range.lowerBound + step * Int(position * Double(count)))
      case .float(let range, let step?, _):
        let index = (position * Double(count ?? 1)).rounded(.down)
        return .double(min(range.lowerBound + step * index, range.upperBound))
      case .float(let range, nil, .linear):
        let value = range.lowerBound + (range.upperBound - range.lowerBound) * position
        return .double(min(max(value, range.lowerBound), range.upperBound))
      case .float(let range, nil, .log):
        let (low, high) = (log(range.lowerBound), log(range.upperBound))
        let value = exp(low + (high - low) * position)
        return .double(min(max(value, range.lowerBound), range.upperBound))
      case .categorical(let values):
        return values[Int(position * Double(values.count))]
      }
    }

    /// Returns the middle of the part of the unit interval that gives a value, the inverse of
    /// ``value(at:)``; nil for a value that the domain does not hold.
    public func position(of value: ParameterValue) -> Double? {
      guard contains(value) else { return nil }
      switch self {
      case .integer(let range, _, .log):
        let low = log(Double(range.lowerBound) - 0.5)
        let high = log(Double(range.upperBound) + 0.5)
        return (log(value.number ?? 1) - low) / (high - low)
      case .integer(let range, let step, .linear):
        let index = ((value.number ?? 0) - Double(range.lowerBound)) / Double(step)
        return (index + 0.5) / Double(count ?? 1)
      case .float(let range, let step?, _):
        let index = (((value.number ?? 0) - range.lowerBound) / step).rounded()
        return (index + 0.5) / Double(count ?? 1)
      case .float(let range, nil, let scale):
        var (low, high, point) = (range.lowerBound, range.upperBound, value.number ?? 0)
        if scale == .log { (low, high, point) = (log(low), log(high), log(point)) }
        return low == high ? 0.5 : (point - low) / (high - low)
      case .categorical(let values):
        return values.firstIndex(of: value).map { (Double($0) + 0.5) / Double(values.count) }
      }
    }
  }
}
