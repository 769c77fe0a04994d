import SluiceTensor

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
/// beginning: the sine and cosine of the share of the cycle that has passed. A cycle with more
/// harmonics has two more columns for each, `timeOfDay.sin2` and `timeOfDay.cos2` and so on, whose
/// waves are so many times as fast: with them even a linear model can follow a day with two peaks.
///
/// Holidays give one column more, `holiday`: 1 on a day that is listed, 0 on others. All are known for
/// the future too, and need no fitting.
public struct CalendarFeatures: Hashable, Sendable {
  /// The cycles, in the order of their columns.
  public let cycles: [CalendarCycle]
  /// How many waves each of the cycles has, from 1 to ``mostHarmonics``.
  public let harmonics: [Int]
  /// The IANA name of the zone whose clock counts, such as `Europe/Paris`; nil is UTC.
  public let zone: String?
  /// The days that are holidays, such as `2026-12-25`; the zone's clock says when one begins.
  public let holidays: [String]
  private let rules: ZoneRules?
  private let holidayNumbers: Set<Int>

  /// The most waves that a cycle may have: the fastest then changes sign every 7 minutes of a day.
  public static let mostHarmonics = 100

  /// Creates the features with one wave a cycle.
  ///
  /// - Throws: ``CalendarError``.
  public init(
    _ cycles: [CalendarCycle], zone: String? = nil, holidays: [String] = []
  ) throws {
    if cycles.isEmpty, holidays.isEmpty { throw CalendarError.noCycle }
    try self.init(
      cycles, harmonics: cycles.map { _ in 1 }, zone: zone, holidays: holidays)
  }

  /// Creates the features with some waves for each cycle; the columns go from the day to the year.
  ///
  /// - Throws: ``CalendarError``.
  public init(
    harmonics: [CalendarCycle: Int], zone: String? = nil, holidays: [String] = []
  ) throws {
    if harmonics.isEmpty, holidays.isEmpty { throw CalendarError.noCycle }
    try self.init(named: harmonics, zone: zone, holidays: holidays)
  }

  private init(
    named harmonics: [CalendarCycle: Int], zone: String?, holidays: [String]
  ) throws {
    let cycles = CalendarCycle.allCases.filter { harmonics[$0] != nil }
    try self.init(
      cycles, harmonics: cycles.compactMap { harmonics[$0] }, zone: zone, holidays: holidays)
  }

  private init(
    _ cycles: [CalendarCycle], harmonics: [Int], zone: String?, holidays: [String]
  ) throws {
    for (index, cycle) in cycles.enumerated() where cycles[..<index].contains(cycle) {
      throw CalendarError.repeatedCycle(cycle)
    }
    for (cycle, count) in zip(cycles, harmonics)
    where !(1...CalendarFeatures.mostHarmonics).contains(count) {
      throw CalendarError.harmonics(cycle, found: count)
    }
    self.cycles = cycles
    self.harmonics = harmonics
    self.zone = zone
    self.holidays = holidays
    holidayNumbers = try Set(
      holidays.map { text in
        guard let date = CivilTime(date: text) else { throw CalendarError.holiday(text) }
        return date.dayNumber
      })
    rules = try zone.map { name in
      guard let rules = ZoneFile.rules(named: name) else {
        throw CalendarError.unknownZone(name: name, nearest: ZoneFile.nearestName(to: name))
      }
      return rules
    }
  }

  /// The names of the columns, in order.
  public var columnNames: [String] {
    waves.flatMap { cycle, harmonic in
      ["sin", "cos"].map { "\(cycle.rawValue).\($0)\(harmonic == 1 ? "" : "\(harmonic)")" }
    } + (holidays.isEmpty ? [] : ["holiday"])
  }

  /// Returns the values of all columns at one moment, in microseconds since 1970-01-01 00:00 UTC.
  ///
  /// They are the same bits as those of ``applied(to:)``.
  public func values(at microseconds: Int64) -> [Float] {
    let local = local(microseconds)
    return waves.flatMap { cycle, harmonic in
      let turns = cycle.turns(local)
      return [Self.sine(turns, harmonic), Self.cosine(turns, harmonic)]
    } + (holidays.isEmpty ? [] : [holiday(local)])
  }

  /// Returns the series with the columns added.
  ///
  /// - Throws: ``SeriesError/noTimestamps(purpose:)``.
  public func applied(to series: Series) throws -> Series {
    guard let timestamps = series.timestamps else {
      throw SeriesError.noTimestamps(purpose: "the calendar features")
    }
    var turns: [CalendarCycle: [Double]] = [:]
    var holidayColumn: [Float] = []
    timestamps.withUnsafeBufferPointer { stamps in
      let local = stamps.map(local)
      for cycle in cycles { turns[cycle] = local.map(cycle.turns) }
      if !holidays.isEmpty { holidayColumn = local.map(holiday) }
    }
    let columns =
      waves.flatMap { cycle, harmonic in
        let turns = turns[cycle] ?? []
        return [
          turns.map { Self.sine($0, harmonic) }, turns.map { Self.cosine($0, harmonic) },
        ]
      } + (holidays.isEmpty ? [] : [holidayColumn])
    return series.adding(zip(columnNames, columns).map { Column($0, $1) })
  }

  /// Every wave, in the order of the columns.
  private var waves: [(cycle: CalendarCycle, harmonic: Int)] {
    zip(cycles, harmonics).flatMap { cycle, count in (1...count).map { (cycle, $0) } }
  }

  private func local(_ microseconds: Int64) -> Int64 {
    microseconds + (rules?.offset(at: microseconds) ?? 0)
  }

  /// 1 when a local time lies on a holiday, 0 otherwise.
  private func holiday(_ local: Int64) -> Float {
    let day = Int(CivilTime.floorDivide(local, CivilTime.microsecondsPerDay))
    return holidayNumbers.contains(day) ? 1 : 0
  }

  private static func sine(_ turns: Double, _ harmonic: Int) -> Float {
    Float(Wave.sine(turns: turns * Double(harmonic)))
  }

  private static func cosine(_ turns: Double, _ harmonic: Int) -> Float {
    Float(Wave.cosine(turns: turns * Double(harmonic)))
  }
}

extension CalendarError {
  /// The key that the error is about.
  fileprivate var key: CalendarFeatures.CodingKeys {
    switch self {
    case .unknownZone: .zone
    case .holiday: .holidays
    case .noCycle, .repeatedCycle, .harmonics: .cycles
    }
  }
}

extension CalendarFeatures: Codable {
  fileprivate enum CodingKeys: String, CodingKey { case cycles, zone, holidays }
  private enum CycleKeys: String, CodingKey { case timeOfDay, week, year }

  /// Decodes the features: `cycles` is a list, or a map from cycles to numbers of waves; the zone
  /// and the holidays may be absent, and the cycles where there are holidays.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let zone = try container.decodeIfPresent(String.self, forKey: .zone)
    let holidays = try container.setting(.holidays, default: [String]())
    func checked(_ features: () throws -> CalendarFeatures) throws -> CalendarFeatures {
      do { return try features() } catch let error as CalendarError {
        throw DecodingError.dataCorruptedError(
          forKey: error.key, in: container, debugDescription: error.description)
      }
    }
    if !holidays.isEmpty, !container.contains(.cycles) {
      self = try checked { try CalendarFeatures([], zone: zone, holidays: holidays) }
      return
    }
    guard let map = try? container.nestedContainer(keyedBy: CycleKeys.self, forKey: .cycles) else {
      let cycles = try container.decode([CalendarCycle].self, forKey: .cycles)
      self = try checked { try CalendarFeatures(cycles, zone: zone, holidays: holidays) }
      return
    }
    var harmonics: [CalendarCycle: Int] = [:]
    for cycle in CalendarCycle.allCases {
      guard let key = CycleKeys(rawValue: cycle.rawValue) else { continue }
      harmonics[cycle] = try map.decodeIfPresent(Int.self, forKey: key)
    }
    let names = try container.nestedContainer(keyedBy: NamedCoding.Key.self, forKey: .cycles)
    self = try checked {
      if names.allKeys.isEmpty { throw CalendarError.noCycle }
      // A name that is no cycle is refused by the reader of experiments, which knows its place.
      return try CalendarFeatures(named: harmonics, zone: zone, holidays: holidays)
    }
  }

  /// Encodes a list where every cycle has one wave, as files always did, and otherwise a map.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    if harmonics.allSatisfy({ $0 == 1 }) {
      if !cycles.isEmpty { try container.encode(cycles, forKey: .cycles) }
    } else {
      var map = container.nestedContainer(keyedBy: CycleKeys.self, forKey: .cycles)
      for (cycle, count) in zip(cycles, harmonics) {
        if let key = CycleKeys(rawValue: cycle.rawValue) { try map.encode(count, forKey: key) }
      }
    }
    try container.encodeIfPresent(zone, forKey: .zone)
    if !holidays.isEmpty { try container.encode(holidays, forKey: .holidays) }
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
