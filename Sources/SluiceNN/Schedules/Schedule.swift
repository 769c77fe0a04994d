import SluiceTensor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the learning rate changes in the course of training.
public indirect enum Schedule: Hashable, Sendable {
  /// The base rate throughout.
  case constant
  /// Multiplied by `factor` after each `every` epochs.
  case step(every: Int, factor: Float)
  /// Multiplied by `factor` after each epoch.
  case exponential(factor: Float)
  /// Half a cosine from the base rate down to `minimum` at the end of training.
  ///
  /// With a `period` in epochs it begins again after each, and each period is `growth` times as
  /// long as the one before.
  ///
  /// - Source: Loshchilov & Hutter 2017, <https://arxiv.org/abs/1608.03983>.
  case cosine(minimum: Float = 0, period: Int? = nil, growth: Int = 1)
  /// Rises in a straight line to the base rate over the first `steps` steps, then follows another,
  /// for which training begins there: its end is the end of training.
  case warmUp(steps: Int, then: Schedule = .constant)
  /// From `1/divisor` of the base rate up to it over the first `rise` of training, then down to
  /// `1/finalDivisor` of the beginning, both along half a cosine.
  ///
  /// - Source: Smith & Topin 2018, <https://arxiv.org/abs/1708.07120>.
  case oneCycle(rise: Float = 0.3, divisor: Float = 25, finalDivisor: Float = 1e4)
  /// Multiplied by `factor` when the monitored loss has not improved for more than `patience`
  /// epochs, down to `minimum`. What it has seen is kept in ``ScheduleState``.
  case reduceOnPlateau(
    factor: Float = 0.1, patience: Int = 10, minimumChange: Float = 1e-4, minimum: Float = 0)

  /// A moment of training.
  public struct Position: Hashable, Sendable {
    /// How many steps have been made.
    public var step: Int
    /// The number of steps of an epoch.
    public var stepsPerEpoch: Int
    /// The number of epochs that training lasts at most.
    public var epochs: Int

    /// The number of steps of a warm-up before the first of these.
    private var warmUpSteps = 0

    /// Describes a moment.
    public init(step: Int, stepsPerEpoch: Int, epochs: Int) {
      self.step = step
      self.stepsPerEpoch = max(stepsPerEpoch, 1)
      self.epochs = max(epochs, 1)
    }

    /// The same moment, counted from the end of a warm-up: training is shorter by it.
    func after(warmUp steps: Int) -> Position {
      var later = self
      later.step -= steps
      later.warmUpSteps += steps
      return later
    }

    /// How many whole epochs have passed.
    var epoch: Int { step / stepsPerEpoch }
    /// How many epochs have passed, with the part of the one under way.
    var exactEpoch: Double { Double(step) / Double(stepsPerEpoch) }
    /// The number of steps of the whole training, a warm-up before it not counted.
    var totalSteps: Int { max(stepsPerEpoch * epochs - warmUpSteps, 1) }
  }

  /// The learning rate of the step that comes next.
  ///
  /// - Parameters:
  ///   - base: The optimizer's own rate; for one cycle its top.
  ///   - position: The moment of training.
  public func learningRate(base: Float, at position: Position) -> Float {
    switch self {
    case .constant, .reduceOnPlateau:
      return base
    case .step(let every, let factor):
      return base * power(factor, position.epoch / every)
    case .exponential(let factor):
      return base * power(factor, position.epoch)
    case .cosine(let minimum, let period, let growth):
      guard let period else {
        let share = min(Double(position.step) / Double(position.totalSteps), 1)
        return along(from: base, to: minimum, share)
      }
      var (start, length) = (0.0, Double(period))
      while position.exactEpoch >= start + length {
        start += length
        length *= Double(growth)
      }
      return along(from: base, to: minimum, (position.exactEpoch - start) / length)
    case .warmUp(let steps, let then):
      if position.step < steps { return base * Float(position.step + 1) / Float(steps) }
      return then.learningRate(base: base, at: position.after(warmUp: steps))
    case .oneCycle(let rise, let divisor, let finalDivisor):
      let first = base / divisor
      let top = Double(rise) * Double(position.totalSteps) - 1
      let last = Double(position.totalSteps) - 1
      let step = Double(position.step)
      if step <= top { return along(from: first, to: base, top > 0 ? step / top : 1) }
      return along(
        from: base, to: first / finalDivisor, last > top ? min((step - top) / (last - top), 1) : 1)
    }
  }

  /// A point of half a cosine.
  private func along(from: Float, to: Float, _ share: Double) -> Float {
    to + (from - to) * Float(0.5 * (1 + cos(.pi * share)))
  }

  private func power(_ factor: Float, _ exponent: Int) -> Float {
    Float(pow(Double(factor), Double(exponent)))
  }
}

extension Schedule: Codable {
  private enum CodingKeys: String, CodingKey {
    case every, factor, minimum, period, growth, steps, then, rise, divisor, finalDivisor
    case patience, minimumChange
  }

  /// Reads `constant`, `{step: {every: 10, factor: 0.5}}` and so on.
  ///
  /// - Throws: `DecodingError` for an unknown name or an impossible setting.
  public init(from decoder: any Decoder) throws {
    let names = [
      "constant", "step", "exponential", "cosine", "warmUp", "oneCycle", "reduceOnPlateau",
    ]
    self = try NamedCoding.decode("schedule", from: decoder, names: names) { name, settings in
      let container = try settings.container(keyedBy: CodingKeys.self)
      func factor(default value: Float?) throws -> Float {
        try container.setting(.factor, default: value, mustBe: "above 0 and at most 1") {
          $0 > 0 && $0 <= 1
        }
      }
      switch name {
      case "constant":
        return .constant
      case "step":
        return .step(every: try container.count(.every), factor: try factor(default: 0.1))
      case "exponential":
        return .exponential(factor: try factor(default: nil))
      case "cosine":
        return .cosine(
          minimum: try container.nonNegative(.minimum, default: 0),
          period: try container.optionalCount(.period),
          growth: try container.count(.growth, default: 1))
      case "warmUp":
        return .warmUp(
          steps: try container.count(.steps),
          then: try container.setting(.then, default: .constant))
      case "oneCycle":
        return .oneCycle(
          rise: try container.setting(.rise, default: 0.3, mustBe: "above 0 and below 1") {
            $0 > 0 && $0 < 1
          },
          divisor: try container.positive(.divisor, default: 25),
          finalDivisor: try container.positive(.finalDivisor, default: 1e4))
      default:
        return .reduceOnPlateau(
          factor: try factor(default: 0.1),
          patience: try container.count(.patience, default: 10, least: 0),
          minimumChange: try container.nonNegative(.minimumChange, default: 1e-4),
          minimum: try container.nonNegative(.minimum, default: 0))
      }
    }
  }

  /// Writes the schedule in the form in which it is read.
  public func encode(to encoder: any Encoder) throws {
    guard self != .constant else {
      var container = encoder.singleValueContainer()
      return try container.encode("constant")
    }
    var outer = encoder.container(keyedBy: NamedCoding.Key.self)
    func settings(_ name: String) -> KeyedEncodingContainer<CodingKeys> {
      outer.nestedContainer(
        keyedBy: CodingKeys.self, forKey: NamedCoding.Key(stringValue: name))
    }
    switch self {
    case .constant: break
    case .step(let every, let factor):
      var container = settings("step")
      try container.encode(every, forKey: .every)
      try container.encode(factor, forKey: .factor)
    case .exponential(let factor):
      var container = settings("exponential")
      try container.encode(factor, forKey: .factor)
    case .cosine(let minimum, let period, let growth):
      var container = settings("cosine")
      try container.encode(minimum, forKey: .minimum)
      try container.encodeIfPresent(period, forKey: .period)
      try container.encode(growth, forKey: .growth)
    case .warmUp(let steps, let then):
      var container = settings("warmUp")
      try container.encode(steps, forKey: .steps)
      try container.encode(then, forKey: .then)
    case .oneCycle(let rise, let divisor, let finalDivisor):
      var container = settings("oneCycle")
      try container.encode(rise, forKey: .rise)
      try container.encode(divisor, forKey: .divisor)
      try container.encode(finalDivisor, forKey: .finalDivisor)
    case .reduceOnPlateau(let factor, let patience, let minimumChange, let minimum):
      var container = settings("reduceOnPlateau")
      try container.encode(factor, forKey: .factor)
      try container.encode(patience, forKey: .patience)
      try container.encode(minimumChange, forKey: .minimumChange)
      try container.encode(minimum, forKey: .minimum)
    }
  }
}
