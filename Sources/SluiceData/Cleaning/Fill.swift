/// How short runs of missing readings are filled.
///
/// It is written as `{forwardFill: {limit: 5}}` or `{linear: {limit: 5}}`.
public enum Fill: Codable, Hashable, Sendable {
  /// The last reading before the run is repeated.
  case forwardFill(limit: Int)
  /// The readings on both sides of the run are joined by a straight line in time.
  case linear(limit: Int)

  private enum CodingKeys: String, CodingKey { case forwardFill, linear }
  private enum LimitKeys: String, CodingKey { case limit }

  /// The longest run that is filled, in rows.
  public var limit: Int {
    switch self {
    case .forwardFill(let limit), .linear(let limit): limit
    }
  }

  /// Decodes a map of one rule to its limit.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let key: CodingKeys = container.contains(.linear) ? .linear : .forwardFill
    let settings = try container.nestedContainer(keyedBy: LimitKeys.self, forKey: key)
    let limit = try settings.decodeInteger(.limit, atLeast: 1)
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

  /// Fills the runs of at most `limit` rows that have readings on both sides and no gap of the clock
  /// inside; longer ones stay missing as a whole.
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
        if row > 0, end < values.count, end - row <= limit,
          !(row...end).contains(where: gaps.contains)
        {
          fillRun(row..<end, of: &values, timestamps: series.timestamps)
          count += end - row
        }
        row = end
      }
      report.filled[name] = count
      filled.append(Column(name, values))
    }
    return series.adding(filled)
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
