#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Round numbers for the labels of an axis.
enum NiceTicks {
  /// The smallest step of 1, 2, 2.5 or 5 times a power of ten that gives at most `maximum` ticks.
  ///
  /// - Parameter isWhole: Whether the step has to be a whole number.
  static func step(
    _ lower: Double, _ upper: Double, maximum: Int, isWhole: Bool = false
  ) -> Double {
    let count = Double(max(maximum, 2))
    // Halves keep the difference of the largest doubles finite.
    let rough = (upper / 2 - lower / 2) / count * 2
    let power = floor(log10(rough))
    for exponent in [power, power + 1] {
      for factor in [1, 2, 2.5, 5] {
        let step = factor * pow(10, exponent)
        if isWhole, step < 1 || step != step.rounded() { continue }
        let ticks = floor(upper / step + 1e-9) - ceil(lower / step - 1e-9) + 1
        if ticks <= count { return step }
      }
    }
    return isWhole ? max(pow(10, power + 2), 1) : pow(10, power + 2)
  }

  /// The multiples of a step within a range; the lower end where there is none.
  static func linear(_ lower: Double, _ upper: Double, step: Double) -> [Tick] {
    let first = ceil(lower / step - 1e-9)
    let last = floor(upper / step + 1e-9)
    guard first <= last, last - first < 1000 else {
      return [Tick(value: lower, label: NumberText.significant(lower, 3))]
    }
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    let labels = labels(values, step: step)
    return zip(values, labels).map { Tick(value: $0, label: $1) }
  }

  /// Labels with the same count of decimals, or as multiples of one power of ten.
  private static func labels(_ values: [Double], step: Double) -> [String] {
    let largest = values.map(\.magnitude).max() ?? 0
    let stepPower = Decimal(step).exponent
    // 2.5 needs one digit more than its power of ten tells.
    let digits = Decimal(step).digits.count - 1
    if largest < 1e7, stepPower >= -5 {
      let places = max(0, digits - stepPower)
      return values.map { NumberText.fixed($0, places) }
    }
    var leading = Decimal(largest)
    leading.round(significant: 12)
    let power = leading.exponent
    let places = max(0, power - stepPower + digits)
    return values.map { value in
      if value == 0 { return "0" }
      let mantissa = value / pow(10, Double(power))
      return NumberText.fixed(mantissa, places) + "×10" + NumberText.superscript(power)
    }
  }

  /// Powers of ten; their doubles and fives as well where there is room for them.
  static func logarithmic(
    _ lower: Double, _ upper: Double, maximum: Int, isWhole: Bool = false
  ) -> [Tick] {
    let first = Int(floor(log10(lower) + 1e-9))
    let last = Int(ceil(log10(upper) - 1e-9))
    func ticks(_ factors: [Double], every: Int) -> [Tick] {
      stride(from: first, through: last, by: every).flatMap { power in
        factors.compactMap { factor in
          let value = factor * pow(10, Double(power))
          guard value >= lower * (1 - 1e-9), value <= upper * (1 + 1e-9) else { return nil }
          let isPlain = first >= -4 && last <= 5
          return Tick(value: value, label: label(factor, power: power, isPlain: isPlain))
        }
      }
    }
    let fine = ticks([1, 2, 5], every: 1)
    let every = max(1, (last - first + maximum - 2) / max(maximum - 1, 1))
    let found = fine.count <= maximum ? fine : ticks([1], every: every)
    // Less than a decade may hold no power of ten at all: then equal steps tell more.
    guard found.count < 2 else { return found }
    return linear(
      lower, upper, step: step(lower, upper, maximum: maximum, isWhole: isWhole))
  }

  private static func label(_ factor: Double, power: Int, isPlain: Bool) -> String {
    if isPlain {
      return NumberText.fixed(factor * pow(10, Double(power)), max(0, -power))
    }
    let raised = "10" + NumberText.superscript(power)
    return factor == 1 ? raised : NumberText.fixed(factor, 0) + "×" + raised
  }

  static func categories(_ names: [String], maximum: Int) -> [Tick] {
    let every = max(1, (names.count + maximum - 1) / max(maximum, 1))
    return stride(from: 0, to: names.count, by: every).map {
      Tick(value: Double($0), label: names[$0])
    }
  }
}
