import SluiceTensor

extension DerivedFeature {
  /// The product of two or three columns, row by row.
  public struct Product: Codable, Hashable, Sendable {
    /// The columns; one may stand twice, which squares it.
    public let columns: [String]

    /// Multiplies columns.
    ///
    /// - Precondition: Two or three columns.
    public init(columns: [String]) {
      precondition((2...3).contains(columns.count), "Product: \(columns.count) columns")
      self.columns = columns
    }

    private enum CodingKeys: String, CodingKey { case columns }

    /// Decodes the settings.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      columns = try container.decode([String].self, forKey: .columns)
      guard (2...3).contains(columns.count) else {
        throw DecodingError.dataCorruptedError(
          forKey: .columns, in: container,
          debugDescription: "must name two or three columns, found \(columns.count)")
      }
    }

    var derived: [DerivedColumn] {
      let isTriple = columns.count == 3
      return [
        DerivedColumn(
          name: columns.joined(separator: " * "), sources: columns, rowsNeeded: 1,
          makeOperator: { ProductOperator(isTriple: isTriple) })
      ]
    }
  }

  /// The time since the last reading of a column, in seconds: for readings that come irregularly.
  public struct SinceLast: Codable, Hashable, Sendable {
    /// The column.
    public let column: String

    /// Looks at the times of a column's readings.
    public init(column: String) {
      self.column = column
    }

    var columns: [DerivedColumn] {
      [
        DerivedColumn(
          name: "\(column) sinceLast", sources: [column], rowsNeeded: 2,
          makeOperator: { SinceLastOperator() })
      ]
    }
  }

  /// Sine and cosine of a period that is no cycle of the calendar, known for the future too.
  ///
  /// The phase counts from 1970-01-01 00:00 UTC.
  public struct Fourier: Codable, Hashable, Sendable {
    /// The period, such as `12 h` or `3 d`.
    public let period: String
    /// How many waves there are, 1 to ``CalendarFeatures/mostHarmonics``: the period, its half, its
    /// third...
    public let terms: Int

    /// The period in microseconds.
    private let length: Int64

    /// Takes waves of a period; nil when the period is no length of time above 0 or the number of terms is
    /// out of range.
    public init?(period: String, terms: Int = 1) {
      guard let length = TimeSpan.microseconds(period), length > 0,
        (1...CalendarFeatures.mostHarmonics).contains(terms)
      else { return nil }
      self.period = period
      self.terms = terms
      self.length = length
    }

    private enum CodingKeys: String, CodingKey { case period, terms }

    /// Decodes the settings; one term unless given.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      let period = try container.decode(String.self, forKey: .period)
      let most = CalendarFeatures.mostHarmonics
      let terms = try container.setting(.terms, default: 1, mustBe: "from 1 to \(most)") {
        (1...most).contains($0)
      }
      guard let value = Fourier(period: period, terms: terms) else {
        throw DecodingError.dataCorruptedError(
          forKey: .period, in: container,
          debugDescription:
            "must be a length of time such as \"90 s\", \"12 h\" or \"3 d\", found \"\(period)\"")
      }
      self = value
    }

    /// Encodes the settings.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(period, forKey: .period)
      try container.encode(terms, forKey: .terms)
    }

    var columns: [DerivedColumn] {
      let length = length
      return (1...terms).flatMap { term in
        [false, true].map { isCosine in
          let wave = (isCosine ? "cos" : "sin") + (term == 1 ? "" : "\(term)")
          return DerivedColumn(
            name: "fourier \(period) \(wave)", sources: [], rowsNeeded: 1,
            makeOperator: { FourierOperator(length: length, term: term, isCosine: isCosine) })
        }
      }
    }
  }
}

/// The product of the readings of a row.
struct ProductOperator: CausalOperator {
  let isTriple: Bool

  mutating func reset() {}

  mutating func push(_ row: SourceRow) -> Float {
    let product = row.first * row.second
    return isTriple ? product * row.third : product
  }
}

/// The seconds since the last row that had a reading.
struct SinceLastOperator: CausalOperator {
  private var last: Int64?

  mutating func reset() { last = nil }

  mutating func push(_ row: SourceRow) -> Float {
    let since = last.map { Float(Double(row.time - $0) / 1e6) } ?? .nan
    if !row.first.isNaN { last = row.time }
    return since
  }
}

/// A wave of the time.
struct FourierOperator: CausalOperator {
  let length: Int64
  let term: Int
  let isCosine: Bool

  mutating func reset() {}

  mutating func push(_ row: SourceRow) -> Float {
    let into = row.time - CivilTime.floorDivide(row.time, length) * length
    let turns = Double(into) / Double(length) * Double(term)
    return Float(isCosine ? Wave.cosine(turns: turns) : Wave.sine(turns: turns))
  }
}
