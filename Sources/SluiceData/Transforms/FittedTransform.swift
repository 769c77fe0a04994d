import Foundation

/// An invertible rule that bends readings, with what was learnt from the training rows.
///
/// All of it is in double precision. Forwards a reading that the rule cannot take gives NaN or an infinity;
/// backwards every number gives a reading that the rule takes, or the bound next to it.
///
/// - Source: Box & Cox 1964, <https://doi.org/10.1111/j.2517-6161.1964.tb00553.x>; Yeo & Johnson 2000,
///   <https://doi.org/10.1093/biomet/87.4.954>; scipy `boxcox`, `yeojohnson`, numpy `log1p`.
public enum FittedTransform: Codable, Hashable, Sendable {
  /// The natural logarithm of 1 + x; `least` is the bound of what comes back: 0 where no training reading
  /// was below, else -1.
  case log1p(least: Double)
  /// The power of Box and Cox, lambda at least 0: `(x^lambda - 1) / lambda`, the logarithm for 0.
  case boxCox(lambda: Double)
  /// The power of Yeo and Johnson, lambda from 0 to 2.
  case yeoJohnson(lambda: Double)
  /// The logarithm of the odds of a share of the way from `lower` to `upper`.
  ///
  /// The share is drawn in by ``margin`` at both ends, so that a reading on a bound has odds, too.
  case logit(lower: Double, upper: Double)

  /// How far shares are drawn in: 0 counts as 0.001, and 1 as 0.999.
  public static let margin = 0.001

  /// Returns a reading bent.
  @inline(__always)
  package func applied(to value: Double) -> Double {
    switch self {
    case .log1p: Foundation.log1p(value)
    case .boxCox(let lambda): Self.power(log(value), lambda)
    case .yeoJohnson(let lambda):
      value >= 0
        ? Self.power(Foundation.log1p(value), lambda)
        : -Self.power(Foundation.log1p(-value), 2 - lambda)
    case .logit(let lower, let upper):
      Self.logOdds((value - lower) / (upper - lower))
    }
  }

  /// Returns the reading that a bent one came from.
  @inline(__always)
  package func inverse(of bent: Double) -> Double {
    switch self {
    case .log1p(let least): max(least, expm1(bent))
    case .boxCox(let lambda): exp(Self.logarithm(ofPower: bent, lambda))
    case .yeoJohnson(let lambda):
      bent >= 0
        ? expm1(Self.logarithm(ofPower: bent, lambda))
        : -expm1(Self.logarithm(ofPower: -bent, 2 - lambda))
    case .logit(let lower, let upper):
      min(upper, lower + Self.share(ofLogOdds: bent) * (upper - lower))
    }
  }

  /// Returns how fast the inverse rises: the change of the reading for a small change of the bent one.
  ///
  /// It is 0 where the inverse stays on its bound.
  package func slopeOfInverse(at bent: Double) -> Double {
    switch self {
    case .log1p(let least): expm1(bent) < least ? 0 : exp(bent)
    case .boxCox(let lambda): Self.slope(bent, lambda)
    case .yeoJohnson(let lambda):
      bent >= 0 ? Self.slope(bent, lambda) : Self.slope(-bent, 2 - lambda)
    case .logit(let lower, let upper):
      Self.slope(ofShareAt: bent) * (upper - lower)
    }
  }

  /// `(e^(lambda u) - 1) / lambda`, or u where lambda is 0.
  @inline(__always)
  static func power(_ logarithm: Double, _ lambda: Double) -> Double {
    lambda == 0 ? logarithm : expm1(lambda * logarithm) / lambda
  }

  /// The inverse of ``power(_:_:)``; minus infinity below what it can reach.
  @inline(__always)
  private static func logarithm(ofPower bent: Double, _ lambda: Double) -> Double {
    lambda == 0 ? bent : Foundation.log1p(max(-1, lambda * bent)) / lambda
  }

  private static func slope(_ bent: Double, _ lambda: Double) -> Double {
    let logarithm = logarithm(ofPower: bent, lambda)
    return logarithm == -.infinity ? 0 : exp((1 - lambda) * logarithm)
  }

  private static func logOdds(_ share: Double) -> Double {
    let inner = margin + (1 - 2 * margin) * share
    return log(inner / (1 - inner))
  }

  private static func share(ofLogOdds odds: Double) -> Double {
    min(1, max(0, (1 / (1 + exp(-odds)) - margin) / (1 - 2 * margin)))
  }

  private static func slope(ofShareAt odds: Double) -> Double {
    let inner = 1 / (1 + exp(-odds))
    guard inner > margin, inner < 1 - margin else { return 0 }
    return inner * (1 - inner) / (1 - 2 * margin)
  }
}

extension FittedTransform: CustomStringConvertible {
  /// The name with what was learnt, such as `boxCox (lambda 0.258)`.
  public var description: String {
    func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
    return switch self {
    case .log1p: "log1p"
    case .boxCox(let lambda): "boxCox (lambda \(rounded(lambda)))"
    case .yeoJohnson(let lambda): "yeoJohnson (lambda \(rounded(lambda)))"
    case .logit(let lower, let upper): "logit (\(lower) to \(upper))"
    }
  }
}
