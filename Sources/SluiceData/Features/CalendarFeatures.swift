/// A cycle of the calendar that readings may follow.
public enum CalendarCycle: String, Codable, Hashable, Sendable, CaseIterable {
  /// The day: midnight to midnight.
  case timeOfDay
  /// The week, from Monday 00:00.
  case week
  /// The year, from 1 January 00:00.
  case year
}

/// Columns that tell a network the time of day, of the week and of the year.
///
/// Each cycle gives two columns, `timeOfDay.sin` and `timeOfDay.cos`, so that its end is near its
/// beginning: the sine and cosine of the share of the cycle that has passed. They are known for the
/// future too, and need no fitting.
public struct CalendarFeatures: Codable, Hashable, Sendable {
  /// The cycles, in the order of their columns.
  public let cycles: [CalendarCycle]
  /// The IANA name of the zone whose clock counts, such as `Europe/Paris`; nil is UTC.
  public let zone: String?
  private let rules: ZoneRules?

  private enum CodingKeys: String, CodingKey { case cycles, zone }

  /// Creates the features.
  ///
  /// - Throws: ``CalendarError/unknownZone(name:nearest:)``.
  public init(_ cycles: [CalendarCycle], zone: String? = nil) throws {
    self.cycles = cycles
    self.zone = zone
    rules = try zone.map { name in
      guard let rules = ZoneFile.rules(named: name) else {
        throw CalendarError.unknownZone(name: name, nearest: ZoneFile.nearestName(to: name))
      }
      return rules
    }
  }

  /// Decodes the features; the zone may be absent.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let cycles = try container.decode([CalendarCycle].self, forKey: .cycles)
    let zone = try container.decodeIfPresent(String.self, forKey: .zone)
    do { try self.init(cycles, zone: zone) } catch let error as CalendarError {
      throw DecodingError.dataCorruptedError(
        forKey: .zone, in: container, debugDescription: error.description)
    }
  }

  /// The names of the columns, in order.
  public var columnNames: [String] {
    cycles.flatMap { ["\($0.rawValue).sin", "\($0.rawValue).cos"] }
  }

  /// Returns the values of all columns at one moment, in microseconds since 1970-01-01 00:00 UTC.
  ///
  /// They are the same bits as those of ``applied(to:)``.
  public func values(at microseconds: Int64) -> [Float] {
    let local = microseconds + (rules?.offset(at: microseconds) ?? 0)
    return cycles.flatMap { cycle in
      let turns = cycle.turns(local)
      return [Float(Wave.sine(turns: turns)), Float(Wave.cosine(turns: turns))]
    }
  }

  /// Returns the series with the columns added.
  ///
  /// - Throws: ``SeriesError/noTimestamps(purpose:)``.
  public func applied(to series: Series) throws -> Series {
    guard let timestamps = series.timestamps else {
      throw SeriesError.noTimestamps(purpose: "the calendar features")
    }
    let count = series.count
    var columns: [Column] = []
    timestamps.withUnsafeBufferPointer { stamps in
      for cycle in cycles {
        var turns = [Double](repeating: 0, count: count)
        for row in 0..<count {
          turns[row] = cycle.turns(stamps[row] + (rules?.offset(at: stamps[row]) ?? 0))
        }
        columns.append(
          Column("\(cycle.rawValue).sin", turns.map { Float(Wave.sine(turns: $0)) }))
        columns.append(
          Column("\(cycle.rawValue).cos", turns.map { Float(Wave.cosine(turns: $0)) }))
      }
    }
    return series.adding(columns)
  }
}

/// What can be wrong with a use of the calendar.
public enum CalendarError: Error, Hashable, CustomStringConvertible {
  /// A time zone that this machine does not know.
  case unknownZone(name: String, nearest: String?)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .unknownZone(let name, let nearest):
      return "The time zone \"\(name)\" is not known here."
        + (nearest.map { " Did you mean \($0)?" } ?? " Names are such as Europe/Paris.")
    }
  }
}

extension CalendarCycle {
  /// Returns the share of the cycle that has passed at a local time in microseconds, 0 to 1.
  func turns(_ local: Int64) -> Double {
    let day = CivilTime.microsecondsPerDay
    let dayNumber = CivilTime.floorDivide(local, day)
    let inDay = Double(local - dayNumber * day) / Double(day)
    switch self {
    case .timeOfDay: return inDay
    case .week: return (Double(CivilTime.weekday(dayNumber: Int(dayNumber))) + inDay) / 7
    case .year:
      let year = CivilTime.date(dayNumber: Int(dayNumber)).year
      let first = CivilTime.dayNumber(year: year, month: 1, day: 1)
      let days = CivilTime.isLeap(year) ? 366.0 : 365.0
      return (Double(Int(dayNumber) - first) + inDay) / days
    }
  }
}
