import SluiceTensor

/// Made-up series with a documented formula, for trying things out.
///
/// The same seed gives the same bits on every machine: only additions, multiplications and the project's
/// own random numbers go into them. In a file it is a name, `household`, or a name with settings,
/// `{digitSums: {digits: 0-8}}`.
public enum Generator: Hashable, Sendable {
  /// Readings of a household's electricity, one a minute: ``HouseholdGenerator``.
  case household
  /// Two inputs and a target, one reading an hour: ``MultivariateGenerator``.
  case multivariate
  /// A sine wave with noise, one reading a minute: ``SineGenerator``.
  case sine
  /// Series of digits with labels: ``DigitSums``.
  case digitSums(DigitSums = DigitSums())

  /// One of each kind, with its defaults.
  public static let kinds: [Generator] = [.household, .multivariate, .sine, .digitSums()]

  /// The name in files.
  public var name: String {
    switch self {
    case .household: "household"
    case .multivariate: "multivariate"
    case .sine: "sine"
    case .digitSums: "digitSums"
    }
  }

  /// The rows made when no number is asked for.
  public var defaultRows: Int {
    switch self {
    case .household: 20_000
    case .multivariate: 2000
    case .sine: 1000
    case .digitSums(let sums): sums.count * DigitSums.steps
    }
  }

  /// Returns a series.
  ///
  /// - Parameters:
  ///   - rows: The number of rows; nil makes ``defaultRows``. Digit sums are cut off there or go on.
  ///   - seed: What the random numbers depend on.
  /// - Precondition: `rows` is not negative.
  public func series(rows: Int? = nil, seed: UInt64 = 1) -> Series {
    let rows = rows ?? defaultRows
    precondition(rows >= 0, "Generator: \(rows) rows")
    switch self {
    case .household: return HouseholdGenerator(rows: rows, seed: seed).series()
    case .multivariate: return MultivariateGenerator(rows: rows, seed: seed).series()
    case .sine: return SineGenerator(rows: rows, seed: seed).series()
    case .digitSums(var sums):
      sums.count = (rows + DigitSums.steps - 1) / DigitSums.steps
      return sums.series(seed: seed).rows(0..<rows)
    }
  }
}

extension Generator: Codable {
  /// Decodes a name, or a map of one name to its settings.
  public init(from decoder: any Decoder) throws {
    let names = Generator.kinds.map(\.name)
    self = try NamedCoding.decode("generator", from: decoder, names: names) { name, settings in
      if name == Generator.digitSums().name { return .digitSums(try DigitSums(from: settings)) }
      // The other kinds have no settings: a key below them is one that nobody reads.
      return Generator.kinds.first { $0.name == name } ?? .household
    }
  }

  /// Encodes the name, with its settings where there are any.
  public func encode(to encoder: any Encoder) throws {
    if case .digitSums(let sums) = self {
      try NamedCoding.encode(sums, as: name, to: encoder)
    } else {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    }
  }
}

extension RandomStream {
  /// A number with mean 0 and deviation 1 between -6 and 6: the sum of twelve uniform ones, less 6.
  ///
  /// It needs no logarithm, so that its bits are the same everywhere.
  mutating func noise() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += uniformDouble() }
    return sum
  }
}
