import SluiceTensor

/// How short runs of missing readings are filled.
///
/// It is written as `{forwardFill: {limit: 5}}` or `{linear: {limit: 5}}`.
public enum Fill: Codable, Hashable, Sendable {
  /// The last reading before a run is repeated, for the first `limit` rows of the run.
  ///
  /// It looks at the past only, so that streaming does the same.
  case forwardFill(limit: Int)
  /// The readings on both sides of a run are joined by a straight line in time.
  ///
  /// A run longer than `limit` rows, or one with no reading behind it, stays missing as a whole.
  case linear(limit: Int)

  private enum CodingKeys: String, CodingKey { case forwardFill, linear }
  private enum LimitKeys: String, CodingKey { case limit }

  /// The longest run that is filled, in rows.
  public var limit: Int {
    switch self {
    case .forwardFill(let limit), .linear(let limit): limit
    }
  }

  /// Whether a row is filled from the rows above it alone.
  public var isCausal: Bool {
    switch self {
    case .forwardFill: true
    case .linear: false
    }
  }

  /// Decodes a map of one rule to its limit.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let key: CodingKeys = container.contains(.linear) ? .linear : .forwardFill
    let settings = try container.nestedContainer(keyedBy: LimitKeys.self, forKey: key)
    let limit = try settings.count(.limit)
    self = key == .linear ? .linear(limit: limit) : .forwardFill(limit: limit)
  }

  /// Encodes a map of one rule to its limit.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let key: CodingKeys
    switch self {
    case .forwardFill: key = .forwardFill
    case .linear: key = .linear
    }
    var settings = container.nestedContainer(keyedBy: LimitKeys.self, forKey: key)
    try settings.encode(limit, forKey: .limit)
  }

  /// Fills the runs of missing readings that the rule covers, never across a gap of the clock.
  func applied(
    to series: Series, columns names: [String], report: inout CleaningReport
  ) throws -> Series {
    let gaps = Set(series.gaps.map(\.row))
    var filled: [Column] = []
    for name in names {
      let column = try series.column(name)
      guard column.missingCount > 0 else { continue }
      var values = column.values
      var count = 0
      var row = 0
      while row < values.count {
        guard values[row].isNaN else {
          row += 1
          continue
        }
        var end = row
        while end < values.count, values[end].isNaN { end += 1 }
        if row > 0, let run = covered(row..<end, of: values.count, gaps: gaps) {
          fillRun(run, of: &values, timestamps: series.timestamps)
          count += run.count
        }
        row = end
      }
      report.filled[name] = count
      filled.append(Column(name, values))
    }
    return series.adding(filled)
  }

  /// The rows of a run of missing readings that are to be filled; nil for none.
  private func covered(_ run: Range<Int>, of count: Int, gaps: Set<Int>) -> Range<Int>? {
    switch self {
    case .forwardFill(let limit):
      let gap = run.first(where: gaps.contains) ?? run.upperBound
      let end = min(run.lowerBound + limit, gap)
      return run.lowerBound < end ? run.lowerBound..<end : nil
    case .linear(let limit):
      let isCovered =
        run.count <= limit && run.upperBound < count
        && !(run.lowerBound...run.upperBound).contains(where: gaps.contains)
      return isCovered ? run : nil
    }
  }

  private func fillRun(_ run: Range<Int>, of values: inout [Float], timestamps: Timestamps?) {
    let before = values[run.lowerBound - 1]
    switch self {
    case .forwardFill:
      for row in run { values[row] = before }
    case .linear:
      let after = values[run.upperBound]
      func moment(_ row: Int) -> Double {
        timestamps.map { Double($0[row] - $0[run.lowerBound - 1]) }
          ?? Double(row - run.lowerBound + 1)
      }
      let whole = moment(run.upperBound)
      for row in run {
        let share = moment(row) / whole
        values[row] = Float(Double(before) + (Double(after) - Double(before)) * share)
      }
    }
  }
}
