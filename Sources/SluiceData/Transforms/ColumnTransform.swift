import SluiceTensor

/// An invertible rule that bends the readings of a column before they are scaled, not yet fitted.
///
/// Each rule rises everywhere, so that order is kept and its inverse is exact. It is written as a word,
/// `log1p`, or with settings, `{boxCox: {lambda: 0.3}}`, `{logit: {lower: 0, upper: 100}}`.
public enum ColumnTransform: Hashable, Sendable {
  /// The natural logarithm of 1 + x, for amounts of readings above -1.
  case log1p
  /// The power of Box and Cox, for readings above 0; without a lambda it is chosen by maximum likelihood.
  case boxCox(lambda: Double? = nil)
  /// The power of Yeo and Johnson, for any readings; without a lambda it is chosen by maximum likelihood.
  case yeoJohnson(lambda: Double? = nil)
  /// The logarithm of the odds of a share of the way between two bounds, for readings from bound to bound.
  case logit(lower: Double, upper: Double)

  /// The name in experiment files and in messages.
  package var name: String { key.rawValue }

  /// What the readings must be, to complete "needs readings ...".
  package var wanted: String {
    switch self {
    case .log1p: "above -1"
    case .boxCox: "above 0"
    case .yeoJohnson: "that are finite"
    case .logit(let lower, let upper): "from \(lower) to \(upper)"
    }
  }

  /// Whether the rule can be applied to a reading that is not missing.
  package func takes(_ value: Float) -> Bool {
    switch self {
    case .log1p: value > -1
    case .boxCox: value > 0
    case .yeoJohnson: value.isFinite
    case .logit(let lower, let upper): Double(value) >= lower && Double(value) <= upper
    }
  }

  /// Throws for the first reading that the rule cannot be applied to; missing ones are passed over.
  ///
  /// - Parameters:
  ///   - column: The column's name, for the message.
  ///   - firstRow: The row of the first reading in the data.
  /// - Throws: ``ScalerError/outsideDomain(column:transform:wanted:value:row:)``.
  package func check(
    _ values: UnsafeBufferPointer<Float>, column: String, firstRow: Int = 0
  ) throws {
    guard let row = values.firstIndex(where: { !$0.isNaN && !takes($0) }) else { return }
    throw ScalerError.outsideDomain(
      column: column, transform: name, wanted: wanted, value: values[row], row: firstRow + row)
  }

  /// Returns the rule with what must be learnt from readings.
  ///
  /// - Parameter values: The training readings, all of which the rule takes; NaN is left aside.
  func fitted(to values: UnsafeBufferPointer<Float>) -> FittedTransform {
    switch self {
    case .log1p: .log1p(least: values.contains { $0 < 0 } ? -1 : 0)
    case .boxCox(let lambda):
      .boxCox(lambda: lambda ?? LambdaSearch.boxCox(values, within: Self.boxCoxLambdas))
    case .yeoJohnson(let lambda):
      .yeoJohnson(lambda: lambda ?? LambdaSearch.yeoJohnson(values, within: Self.yeoJohnsonLambdas))
    case .logit(let lower, let upper): .logit(lower: lower, upper: upper)
    }
  }

  /// The legal powers of Box and Cox.
  ///
  /// Below 0 the inverse has a pole close above the largest training reading, and a forecast near it would
  /// be without bounds.
  static let boxCoxLambdas = 0.0...5

  /// The legal powers of Yeo and Johnson; outside of them the inverse has a pole.
  static let yeoJohnsonLambdas = 0.0...2
}

extension ColumnTransform: Codable {
  private enum Name: String, CaseIterable { case log1p, boxCox, yeoJohnson, logit }

  private enum LambdaKeys: String, CodingKey { case lambda }

  private enum BoundKeys: String, CodingKey { case lower, upper }

  private var key: Name {
    switch self {
    case .log1p: .log1p
    case .boxCox: .boxCox
    case .yeoJohnson: .yeoJohnson
    case .logit: .logit
    }
  }

  /// Decodes a name, or a map of one name to its settings.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.decode(
      "transform", from: decoder, names: Name.allCases.map(\.rawValue)
    ) { name, settings in
      switch Name(rawValue: name) {
      case .log1p, nil: .log1p
      case .boxCox: .boxCox(lambda: try Self.lambda(settings, within: Self.boxCoxLambdas))
      case .yeoJohnson:
        .yeoJohnson(lambda: try Self.lambda(settings, within: Self.yeoJohnsonLambdas))
      case .logit: try Self.logit(settings)
      }
    }
  }

  private static func lambda(
    _ decoder: any Decoder, within legal: ClosedRange<Double>
  ) throws -> Double? {
    let container = try decoder.container(keyedBy: LambdaKeys.self)
    guard container.contains(.lambda) else { return nil }
    return try container.setting(
      .lambda, default: nil, mustBe: "from \(legal.lowerBound) to \(legal.upperBound)"
    ) { legal.contains($0) }
  }

  private static func logit(_ decoder: any Decoder) throws -> ColumnTransform {
    let container = try decoder.container(keyedBy: BoundKeys.self)
    let lower: Double = try container.setting(.lower, default: nil, mustBe: "a finite number") {
      $0.isFinite
    }
    let upper = try container.setting(
      .upper, default: nil, mustBe: "a finite number above lower (\(lower))"
    ) { $0 > lower && $0.isFinite }
    return .logit(lower: lower, upper: upper)
  }

  /// Encodes the name, with its settings where there are any.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .log1p, .boxCox(nil), .yeoJohnson(nil):
      var container = encoder.singleValueContainer()
      try container.encode(name)
    case .boxCox(let lambda), .yeoJohnson(let lambda):
      try NamedCoding.encode(["lambda": lambda], as: name, to: encoder)
    case .logit(let lower, let upper):
      try NamedCoding.encode(["lower": lower, "upper": upper], as: name, to: encoder)
    }
  }
}
