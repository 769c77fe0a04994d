import SluiceTensor

/// A rule that makes further columns from readings of the present and the past, from readings that are
/// known ahead, or from the time alone.
///
/// It is written as a map of one rule to its settings, `{lag: {column: power, by: [1, 24]}}`. Distances,
/// windows and spans count rows. Each column is named after its source, the rule and its settings, such
/// as `power lag 24` or `power mean 60`.
public enum DerivedFeature: Hashable, Sendable {
  /// Readings of some rows ago.
  case lag(Shift)
  /// Readings some rows later, of a column that is known ahead.
  case lead(Shift)
  /// Readings less those of some rows ago.
  case difference(Shift)
  /// The share by which readings exceed those of some rows ago; 0.1 is 10 %.
  case percentChange(Shift)
  /// The natural logarithm of the ratio of readings to those of some rows ago.
  case logReturn(Shift)
  /// Figures of the last rows.
  case rolling(Rolling)
  /// Readings less the mean of the last rows.
  case detrend(Detrend)
  /// A running average in which readings weigh less and less.
  case exponentialMean(ExponentialMean)
  /// The product of columns.
  case product(Product)
  /// The time since the last reading.
  case sinceLast(SinceLast)
  /// Waves of a period.
  case fourier(Fourier)
  /// The relative strength index.
  case rsi(RSI)
  /// The difference of two exponential means, and its signal.
  case macd(MACD)
  /// Bollinger's bands.
  case bollinger(Bollinger)
  /// The average true range.
  case atr(ATR)

  /// The columns that the rule adds, in order.
  var columnNames: [String] { leads.map(\.name) + columns.map(\.name) }

  /// The columns that hold readings of later rows.
  package var leads: [LeadColumn] {
    guard case .lead(let shift) = self else { return [] }
    return shift.by.map {
      LeadColumn(name: "\(shift.column) lead \($0)", column: shift.column, rows: $0)
    }
  }

  /// The columns that the rule makes row by row.
  var columns: [DerivedColumn] {
    switch self {
    case .lead: []
    case .lag(let shift): shift.columns("lag") { LagOperator(rows: $0) }
    case .difference(let shift): shift.columns("difference") { DifferenceOperator(rows: $0) }
    case .percentChange(let shift):
      shift.columns("percentChange") { PercentChangeOperator(rows: $0) }
    case .logReturn(let shift): shift.columns("logReturn") { LogReturnOperator(rows: $0) }
    case .rolling(let rolling): rolling.columns
    case .detrend(let detrend): detrend.columns
    case .exponentialMean(let mean): mean.columns
    case .product(let product): product.derived
    case .sinceLast(let since): since.columns
    case .fourier(let fourier): fourier.columns
    case .rsi(let rsi): rsi.columns
    case .macd(let macd): macd.columns
    case .bollinger(let bollinger): bollinger.columns
    case .atr(let atr): atr.columns
    }
  }

  /// Whether the rule asks for the time of a row.
  var needsTime: Bool {
    switch self {
    case .sinceLast, .fourier: true
    default: false
    }
  }

  /// The column that the rule divides by or takes the logarithm of, and what its readings must be.
  var ratio: (column: String, word: String, isLegal: (Float) -> Bool)? {
    switch self {
    case .percentChange(let shift): (shift.column, "other than 0", { $0 != 0 })
    case .logReturn(let shift): (shift.column, "above 0", { $0 > 0 })
    default: nil
    }
  }
}

extension DerivedFeature: Codable {
  private enum Name: String, CaseIterable {
    case lag, lead, difference, percentChange, logReturn, rolling, detrend, exponentialMean
    case product, sinceLast, fourier, rsi, macd, bollinger, atr
  }

  /// Decodes a map of one rule to its settings.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.decode(
      "derived feature", from: decoder, names: Name.allCases.map(\.rawValue)
    ) { name, settings in
      switch Name(rawValue: name) {
      case .lag, nil: .lag(try Shift(from: settings))
      case .lead: .lead(try Shift(from: settings))
      case .difference: .difference(try Shift(from: settings))
      case .percentChange: .percentChange(try Shift(from: settings))
      case .logReturn: .logReturn(try Shift(from: settings))
      case .rolling: .rolling(try Rolling(from: settings))
      case .detrend: .detrend(try Detrend(from: settings))
      case .exponentialMean: .exponentialMean(try ExponentialMean(from: settings))
      case .product: .product(try Product(from: settings))
      case .sinceLast: .sinceLast(try SinceLast(from: settings))
      case .fourier: .fourier(try Fourier(from: settings))
      case .rsi: .rsi(try RSI(from: settings))
      case .macd: .macd(try MACD(from: settings))
      case .bollinger: .bollinger(try Bollinger(from: settings))
      case .atr: .atr(try ATR(from: settings))
      }
    }
  }

  /// Encodes a map of one rule to its settings.
  public func encode(to encoder: any Encoder) throws {
    func write(_ settings: some Encodable, _ name: Name) throws {
      try NamedCoding.encode(settings, as: name.rawValue, to: encoder)
    }
    switch self {
    case .lag(let shift): try write(shift, .lag)
    case .lead(let shift): try write(shift, .lead)
    case .difference(let shift): try write(shift, .difference)
    case .percentChange(let shift): try write(shift, .percentChange)
    case .logReturn(let shift): try write(shift, .logReturn)
    case .rolling(let rolling): try write(rolling, .rolling)
    case .detrend(let detrend): try write(detrend, .detrend)
    case .exponentialMean(let mean): try write(mean, .exponentialMean)
    case .product(let product): try write(product, .product)
    case .sinceLast(let since): try write(since, .sinceLast)
    case .fourier(let fourier): try write(fourier, .fourier)
    case .rsi(let rsi): try write(rsi, .rsi)
    case .macd(let macd): try write(macd, .macd)
    case .bollinger(let bollinger): try write(bollinger, .bollinger)
    case .atr(let atr): try write(atr, .atr)
    }
  }
}
