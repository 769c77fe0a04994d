import SluiceTensor

/// Readings brought to a regular grid of time: all that lie in one cell become one row.
///
/// A cell begins at its row's time and ends where the next begins. Cells of at most an hour are counted in
/// the zone's time from midnight, each hour for itself; longer ones by the zone's calendar, so that a day
/// has 23 or 25 hours where the clocks change. A cell without a reading is missing; the first and the last
/// cell are left out where the readings cover only a part of them.
public struct Resampling: Codable, Hashable, Sendable {
  /// How the readings of a cell become one; missing ones are passed over.
  public enum Aggregate: String, Codable, CaseIterable, Sendable {
    /// Their mean.
    case mean
    /// Their sum.
    case sum
    /// The last of them.
    case last
    /// The highest of them.
    case max
    /// The lowest of them.
    case min
  }

  /// The length of a cell, such as `15 min`, `1 h` or `1 d`; it divides a day, or is a number of days.
  public let every: String
  /// How the readings of a cell become one.
  public let aggregate: Aggregate
  /// Exceptions from ``aggregate``, by column.
  public let columns: [String: Aggregate]
  /// The IANA name of the zone whose clock counts, such as `Europe/Paris`; nil is UTC.
  public let zone: String?

  let length: Int64
  private let rules: ZoneRules

  enum CodingKeys: String, CodingKey { case every, aggregate, columns, zone }

  /// Creates a grid.
  ///
  /// - Throws: ``ResamplingError/notALength(_:)``, ``CalendarError/unknownZone(name:nearest:)``.
  public init(
    every: String, aggregate: Aggregate = .mean, columns: [String: Aggregate] = [:],
    zone: String? = nil
  ) throws {
    guard let length = TimeSpan.microseconds(every), length > 0,
      length <= 366 * CivilTime.microsecondsPerDay,
      length > CivilTime.microsecondsPerDay
        ? length.isMultiple(of: CivilTime.microsecondsPerDay)
        : CivilTime.microsecondsPerDay.isMultiple(of: length)
    else { throw ResamplingError.notALength(every) }
    guard let rules = ZoneFile.rules(named: zone ?? "UTC") else {
      let name = zone ?? "UTC"
      throw CalendarError.unknownZone(name: name, nearest: ZoneFile.nearestName(to: name))
    }
    self.every = every
    self.aggregate = aggregate
    self.columns = columns
    self.zone = zone
    self.length = length
    self.rules = rules
  }

  /// Decodes a grid; `every` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let zone = try container.decodeIfPresent(String.self, forKey: .zone)
    do {
      try self.init(
        every: try container.decode(String.self, forKey: .every),
        aggregate: try container.setting(.aggregate, default: .mean),
        columns: try container.setting(.columns, default: [:]), zone: zone)
    } catch let error as ResamplingError {
      throw DecodingError.dataCorruptedError(
        forKey: .every, in: container, debugDescription: "\(error)")
    } catch let error as CalendarError {
      throw DecodingError.dataCorruptedError(
        forKey: .zone, in: container, debugDescription: "\(error)")
    }
  }

  /// Encodes the grid.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(every, forKey: .every)
    try container.encode(aggregate, forKey: .aggregate)
    if !columns.isEmpty { try container.encode(columns, forKey: .columns) }
    try container.encodeIfPresent(zone, forKey: .zone)
  }

  /// Whether cells follow the calendar: those above an hour, which a change of the clock may lie inside.
  private var isCivil: Bool { length > 3_600_000_000 }

  /// Returns when the cell of a moment begins, in microseconds.
  func start(of time: Int64) -> Int64 {
    let offset = rules.offset(at: time)
    let local = CivilTime.floorDivide(time + offset, length) * length
    return isCivil ? moment(local: local) : local - offset
  }

  /// Returns when the cell behind one that begins at a moment begins.
  func start(after start: Int64) -> Int64 {
    guard isCivil else { return self.start(of: start + length) }
    let offset = rules.offset(at: start)
    // Where midnight is skipped a cell begins up to an hour late.
    let local = CivilTime.floorDivide(start + offset, length) * length
    return moment(local: local + length)
  }

  /// The first moment at which the zone's clock shows a time, or the first after it where it is skipped.
  private func moment(local: Int64) -> Int64 {
    var local = local
    while true {
      if let first = rules.moments(local: local).first { return first }
      local += 900_000_000
    }
  }
}

/// Why readings cannot be brought to a grid.
public enum ResamplingError: Error, Hashable, CustomStringConvertible {
  /// A length of cells that is none, or that no calendar knows.
  case notALength(String)
  /// The cells are shorter than the usual time between two readings.
  case tooFine(every: String, interval: Int64)
  /// The grid would have more rows than ``Resampling/mostRows``.
  case tooManyRows(every: String, from: Int64, to: Int64)
  /// No cell is covered by the readings.
  case noWholeCell(every: String, from: Int64, to: Int64)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .notALength(let text):
      return
        "must divide a day, such as \"15 min\" or \"6 h\", or be 1 to 366 days, such as \"7 d\", "
        + "found \"\(text)\""
    case .tooFine(let every, let interval):
      return "cleaning.resample.every is \(every), but the readings lie \(TimeSpan.text(interval)) "
        + "apart, so that most cells would be empty: take longer cells, or leave cleaning.resample out."
    case .tooManyRows(let every, let from, let to):
      return "The readings from \(CivilTime(microseconds: from)) to \(CivilTime(microseconds: to)) "
        + "would become more than \(Resampling.mostRows) rows of \(every): check the time stamps, or "
        + "take longer cells (cleaning.resample.every)."
    case .noWholeCell(let every, let from, let to):
      return "The readings from \(CivilTime(microseconds: from)) to \(CivilTime(microseconds: to)) "
        + "cover no cell of \(every) (cleaning.resample.every): give more rows."
    }
  }
}
