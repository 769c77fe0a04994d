import SluiceTensor

/// Made-up series with a documented formula, for trying things out.
///
/// The same seed gives the same bits on every machine: only additions, multiplications and the project's
/// own random numbers go into them.
public enum Generator: String, Codable, Hashable, Sendable, CaseIterable {
  /// Readings of a household's electricity, one a minute: ``HouseholdGenerator``.
  case household
  /// Two inputs and a target, one reading an hour: ``MultivariateGenerator``.
  case multivariate
  /// A sine wave with noise, one reading a minute: ``SineGenerator``.
  case sine

  /// The rows made when no number is asked for.
  public var defaultRows: Int {
    switch self {
    case .household: 20_000
    case .multivariate: 2000
    case .sine: 1000
    }
  }

  /// Returns a series.
  ///
  /// - Parameters:
  ///   - rows: The number of rows; nil makes ``defaultRows``.
  ///   - seed: What the random numbers depend on.
  /// - Precondition: `rows` is not negative.
  public func series(rows: Int? = nil, seed: UInt64 = 1) -> Series {
    let rows = rows ?? defaultRows
    precondition(rows >= 0, "Generator: \(rows) rows")
    switch self {
    case .household: return HouseholdGenerator(rows: rows, seed: seed).series()
    case .multivariate: return MultivariateGenerator(rows: rows, seed: seed).series()
    case .sine: return SineGenerator(rows: rows, seed: seed).series()
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
