import SluiceTensor

extension DerivedFeature {
  /// A running average in which each reading weighs less with every row.
  public struct ExponentialMean: Codable, Hashable, Sendable {
    /// The column.
    public let column: String
    /// The number of rows whose plain mean is as old: a reading weighs 2 / (span + 1) when it comes.
    public let span: Int

    /// Averages a column.
    ///
    /// - Precondition: A span of at least 2 rows.
    public init(column: String, span: Int) {
      precondition(span >= 2, "ExponentialMean: span \(span)")
      self.column = column
      self.span = span
    }

    private enum CodingKeys: String, CodingKey { case column, span }

    /// Decodes the settings.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      span = try container.count(.span, least: 2)
    }

    var columns: [DerivedColumn] {
      let span = span
      return [
        DerivedColumn(
          name: "\(column) exponentialMean \(span)", sources: [column], rowsNeeded: span,
          makeOperator: { ExponentialMeanOperator(span: span) })
      ]
    }
  }
}

/// The recursion of exponential averages: `y += a * (x - y)`, beginning with the first reading.
struct ExponentialAverage: Sendable {
  private let weight: Double
  private(set) var value = 0.0
  /// How many readings were taken in.
  private(set) var count = 0

  /// Creates the average of a span; a reading weighs 2 / (span + 1).
  init(span: Int) { weight = 2 / Double(span + 1) }

  mutating func reset() {
    value = 0
    count = 0
  }

  @inline(__always)
  mutating func push(_ reading: Double) {
    value = count == 0 ? reading : value + weight * (reading - value)
    count += 1
  }
}

/// The exponential mean, known from the reading on that completes its span.
///
/// A missing reading is passed over.
struct ExponentialMeanOperator: CausalOperator {
  private var average: ExponentialAverage
  private let span: Int

  init(span: Int) {
    average = ExponentialAverage(span: span)
    self.span = span
  }

  mutating func reset() { average.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else { return .nan }
    average.push(Double(row.first))
    return average.count >= span ? Float(average.value) : .nan
  }
}
