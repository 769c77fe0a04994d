import SluiceTensor

/// How short runs of missing readings are filled.
///
/// It is written as a map of one rule to its settings, such as `{forwardFill: {limit: 5}}`. No rule fills
/// across a gap of the clock, or from one subject or sequence to another.
public enum Fill: Hashable, Sendable {
  /// The last reading before a run is repeated, for the first `limit` rows of the run.
  ///
  /// It looks at the past only, so that streaming does the same.
  case forwardFill(limit: Int)
  /// A number in the column's unit takes the place of the first `limit` readings of a run.
  ///
  /// It looks at nothing, so that streaming does the same.
  case constant(value: Float, limit: Int)
  /// The readings on both sides of a run are joined by a straight line in time.
  ///
  /// A run longer than `limit` rows, or one with no reading behind it, stays missing as a whole, as it does
  /// under the rules below.
  case linear(limit: Int)
  /// The natural cubic spline in time through all readings of the stretch; it may swing beyond them.
  ///
  /// - Source: scipy's `CubicSpline` with `bc_type="natural"`.
  case spline(limit: Int)
  /// A straight line through the readings less their season, and the season again; `season` in rows.
  ///
  /// The season is that of ``STL``, of the stretch with all its runs joined by lines; stretches of less than
  /// two seasons stay as they are.
  case seasonal(season: Int, limit: Int)
  /// The expected level given all readings of the stretch, where the level is a random walk and readings
  /// are the level and noise: the Kalman smoother, with the variances of the greatest likelihood.
  ///
  /// - Source: Durbin & Koopman, "Time Series Analysis by State Space Methods", 2nd edition, chapter 2.
  case kalman(limit: Int)

  /// The longest run that is filled, in rows.
  public var limit: Int {
    switch self {
    case .forwardFill(let limit), .constant(_, let limit), .linear(let limit), .spline(let limit),
      .seasonal(_, let limit), .kalman(let limit):
      limit
    }
  }

  /// Whether a row is filled from the rows above it alone.
  public var isCausal: Bool {
    switch self {
    case .forwardFill, .constant: true
    case .linear, .spline, .seasonal, .kalman: false
    }
  }

  /// The rule's name in experiment files.
  public var name: String { key.rawValue }
}

extension Fill: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case forwardFill, constant, linear, spline, seasonal, kalman
  }

  private enum SettingKeys: String, CodingKey { case limit, value, season }

  private var key: CodingKeys {
    switch self {
    case .forwardFill: .forwardFill
    case .constant: .constant
    case .linear: .linear
    case .spline: .spline
    case .seasonal: .seasonal
    case .kalman: .kalman
    }
  }

  /// Decodes a map of one rule to its settings.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let found = CodingKeys.allCases.filter(container.contains)
    if found.count > 1 {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath,
          debugDescription:
            "must be one rule, found \(found.map(\.rawValue).joined(separator: " and "))"
        ))
    }
    let key = found.first ?? .forwardFill
    let settings = try container.nestedContainer(keyedBy: SettingKeys.self, forKey: key)
    let limit = try settings.count(.limit)
    switch key {
    case .forwardFill: self = .forwardFill(limit: limit)
    case .constant:
      let value: Float = try settings.setting(.value, default: 0, mustBe: "a finite number") {
        $0.isFinite
      }
      self = .constant(value: value, limit: limit)
    case .linear: self = .linear(limit: limit)
    case .spline: self = .spline(limit: limit)
    case .seasonal: self = .seasonal(season: try settings.count(.season, least: 2), limit: limit)
    case .kalman: self = .kalman(limit: limit)
    }
  }

  /// Encodes a map of one rule to its settings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    var settings = container.nestedContainer(keyedBy: SettingKeys.self, forKey: key)
    switch self {
    case .constant(let value, _): try settings.encode(value, forKey: .value)
    case .seasonal(let season, _): try settings.encode(season, forKey: .season)
    case .forwardFill, .linear, .spline, .kalman: break
    }
    try settings.encode(limit, forKey: .limit)
  }
}
