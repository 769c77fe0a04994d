import SluiceTensor

extension DerivedFeature {
  /// Figures of the last rows of a column, the present one among them.
  public struct Rolling: Codable, Hashable, Sendable {
    /// What is told of the rows of a window.
    public enum Statistic: String, Codable, Hashable, Sendable, CaseIterable {
      /// Their mean.
      case mean
      /// Their standard deviation, with one less than their number below the line.
      case deviation
      /// The lowest of them.
      case minimum
      /// The highest of them.
      case maximum
      /// The slope of the straight line that fits them best, in units a row.
      case slope
    }

    /// The column.
    public let column: String
    /// The number of rows, at least 2.
    public let window: Int
    /// The figures, in the order of their columns.
    public let statistics: [Statistic]
    /// Quantiles from 0 to 1, interpolated between two readings; their columns come last.
    public let quantiles: [Double]

    /// Takes figures of the last rows of a column.
    ///
    /// - Precondition: A window of at least 2 rows, at least one statistic or quantile, quantiles from 0
    ///   to 1.
    public init(
      column: String, window: Int, statistics: [Statistic] = [], quantiles: [Double] = []
    ) {
      precondition(window >= 2, "Rolling: window \(window)")
      precondition(!(statistics.isEmpty && quantiles.isEmpty), "Rolling: no statistic")
      precondition(quantiles.allSatisfy { $0 >= 0 && $0 <= 1 }, "Rolling: \(quantiles)")
      self.column = column
      self.window = window
      self.statistics = statistics
      self.quantiles = quantiles
    }

    private enum CodingKeys: String, CodingKey { case column, window, statistics, quantiles }

    /// Decodes the settings; one of `statistics` and `quantiles` may be absent.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      column = try container.decode(String.self, forKey: .column)
      window = try container.count(.window, least: 2)
      statistics = try container.setting(.statistics, default: [])
      quantiles = try container.setting(
        .quantiles, default: [], mustBe: "numbers from 0 to 1",
        { $0.allSatisfy { $0 >= 0 && $0 <= 1 } })
      if statistics.isEmpty, quantiles.isEmpty {
        let names = Statistic.allCases.map(\.rawValue).joined(separator: ", ")
        throw DecodingError.dataCorruptedError(
          forKey: .statistics, in: container,
          debugDescription: "must name at least one of \(names), or give quantiles: [0.9] instead")
      }
    }

    var columns: [DerivedColumn] {
      let window = window
      func derived(
        _ words: String, _ makeOperator: @escaping @Sendable () -> any CausalOperator
      ) -> DerivedColumn {
        DerivedColumn(
          name: "\(column) \(words)", sources: [column], rowsNeeded: window,
          makeOperator: makeOperator)
      }
      return statistics.map { statistic in
        derived("\(statistic.rawValue) \(window)") {
          switch statistic {
          case .mean: RollingMean(window: window)
          case .deviation: RollingDeviation(window: window)
          case .minimum: RollingExtreme(window: window, sign: -1)
          case .maximum: RollingExtreme(window: window, sign: 1)
          case .slope: RollingSlope(window: window)
          }
        }
      }
        + quantiles.map { quantile in
          derived("quantile \(quantile.plain) \(window)") {
            RollingQuantile(window: window, probability: quantile)
          }
        }
    }
  }
}

extension Double {
  /// The shortest text of the number, without a needless `.0`.
  var plain: String {
    let text = "\(self)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// The sum of the readings of a window, and the sum of their squares.
///
/// A missing reading begins the window anew, so that it is full of readings when it is full.
struct RollingMoments: Sendable {
  private var ring: RowRing
  private let window: Double
  private var sum = ExactSum()
  private var squares = ExactSum()

  init(window: Int) {
    ring = RowRing(capacity: window)
    self.window = Double(window)
  }

  mutating func reset() {
    ring.removeAll()
    sum = ExactSum()
    squares = ExactSum()
  }

  /// Takes in a reading and returns whether the window is full.
  @inline(__always)
  mutating func push(_ value: Float, withSquares: Bool) -> Bool {
    guard !value.isNaN else {
      reset()
      return false
    }
    let number = Double(value)
    if let oldest = ring.replaceOldest(by: value) {
      let old = Double(oldest)
      sum.add(-old)
      if withSquares { squares.add(-old * old) }
    }
    sum.add(number)
    if withSquares { squares.add(number * number) }
    return ring.isFull
  }

  var mean: Double { sum.value / window }

  /// The sum of squared distances from the mean.
  var spread: Double {
    var difference = squares.times(window)
    difference.subtract(sum.squared)
    return max(0, difference.value) / window
  }
}

/// The mean of the last rows.
struct RollingMean: CausalOperator {
  private var moments: RollingMoments

  init(window: Int) { moments = RollingMoments(window: window) }

  mutating func reset() { moments.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    moments.push(row.first, withSquares: false) ? Float(moments.mean) : .nan
  }
}

/// The standard deviation of the last rows.
struct RollingDeviation: CausalOperator {
  private var moments: RollingMoments
  private let divisor: Double

  init(window: Int) {
    moments = RollingMoments(window: window)
    divisor = Double(window - 1)
  }

  mutating func reset() { moments.reset() }

  mutating func push(_ row: SourceRow) -> Float {
    guard moments.push(row.first, withSquares: true) else { return .nan }
    return Float((moments.spread / divisor).squareRoot())
  }
}

/// The slope of the straight line through the last rows, by least squares.
struct RollingSlope: CausalOperator {
  private var ring: RowRing
  private let window: Double
  private var sum = ExactSum()
  /// Each reading times its number in the window, the oldest having 0.
  private var moment = ExactSum()

  init(window: Int) {
    ring = RowRing(capacity: window)
    self.window = Double(window)
  }

  mutating func reset() {
    ring.removeAll()
    sum = ExactSum()
    moment = ExactSum()
  }

  mutating func push(_ row: SourceRow) -> Float {
    guard !row.first.isNaN else {
      reset()
      return .nan
    }
    let number = Double(row.first)
    if let oldest = ring.replaceOldest(by: row.first) {
      // All others move one place to the front.
      sum.add(-Double(oldest))
      moment.subtract(sum)
    }
    moment.add(Double(ring.count - 1) * number)
    sum.add(number)
    guard ring.isFull else { return .nan }
    let middle = (window - 1) / 2
    var numerator = moment
    numerator.subtract(sum.times(middle))
    return Float(numerator.value / (window * (window * window - 1) / 12))
  }
}
