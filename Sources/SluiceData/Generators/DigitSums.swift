import SluiceTensor

/// Series of random digits, to be told apart by their sum.
///
/// Each series has 30 digits, independent and uniform. Its label is `1` when their sum is at least 100,
/// else `0`. A network has to add up all steps, so that no single one tells the label.
///
/// The columns are `series` (categories `1`, `2`...), `digit` and `label`; the rows are in the order of
/// series and step, and have no time stamps. With the digits 0 to 9 about 98.8 % of the series have the
/// label 1, with 0 to 8 about 92 %.
public struct DigitSums: Codable, Hashable, Sendable {
  /// The digits that are drawn.
  public enum Digits: String, Codable, Hashable, Sendable, CaseIterable {
    /// 0 to 9.
    case upTo9 = "0-9"
    /// 0 to 8.
    case upTo8 = "0-8"

    var count: Int { self == .upTo9 ? 10 : 9 }
  }

  /// The digits of a series.
  public static let steps = 30
  /// The least sum of the label 1.
  public static let threshold = 100

  /// The digits that are drawn.
  public var digits: Digits
  /// The number of series.
  public var count: Int

  /// Creates a generator.
  public init(digits: Digits = .upTo9, count: Int = 10_000) {
    self.digits = digits
    self.count = count
  }

  private enum CodingKeys: String, CodingKey {
    case digits
    case count = "series"
  }

  /// Decodes a generator; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    digits = try container.setting(.digits, default: .upTo9)
    let most = Limits.generatedRows / DigitSums.steps
    count = try container.setting(.count, default: 10_000, mustBe: "from 1 to \(most)") {
      (1...most).contains($0)
    }
  }

  /// Returns the series below each other; the first ones do not depend on how many there are.
  public func series(seed: UInt64) -> Series {
    var random = RandomStreams(seed: seed).stream("digitSums")
    var drawn: [Float] = []
    var labels: [Float] = []
    drawn.reserveCapacity(count * DigitSums.steps)
    labels.reserveCapacity(count * DigitSums.steps)
    for _ in 0..<count {
      var sum = 0
      for _ in 0..<DigitSums.steps {
        let digit = random.below(digits.count)
        drawn.append(Float(digit))
        sum += digit
      }
      let label: Float = sum >= DigitSums.threshold ? 1 : 0
      labels.append(contentsOf: repeatElement(label, count: DigitSums.steps))
    }
    let numbers = (0..<count * DigitSums.steps).map { Float($0 / DigitSums.steps) }
    return Series(
      columns: [
        Column("series", codes: numbers, categories: (0..<count).map { "\($0 + 1)" }),
        Column("digit", drawn), Column("label", codes: labels, categories: ["0", "1"]),
      ])
  }
}
