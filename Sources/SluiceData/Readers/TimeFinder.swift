/// Finds out how the time stamps of a file are written.
enum TimeFinder {
  /// What sampled cells turn out to be.
  enum Finding: Equatable {
    case format(TimeFormat)
    case ambiguous([String])
    case unknown(cell: String)
  }

  private static let dates = [
    "dd/MM/yyyy", "MM/dd/yyyy", "yyyy/MM/dd", "dd.MM.yyyy", "dd-MM-yyyy", "MM-dd-yyyy",
    "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "dd MMM yyyy", "dd-MMM-yyyy", "MMM d yyyy",
  ]
  private static let times = [
    "", " HH:mm:ss", " HH:mm", " HH.mm.ss", " H:mm", " H:mm:ss", " HH:mm:ss.S", " h:mm a",
    " h:mm:ss a",
  ]
  private static let clocks = ["HH:mm:ss", "HH:mm", "HH.mm.ss", "H:mm", "H:mm:ss", "HH:mm:ss.S"]

  /// Column names that promise a time.
  static let names: Set<String> = [
    "time", "date", "datetime", "timestamp", "ts", "epoch", "unixtime", "unix_time",
  ]

  /// Finds the one format that all cells have.
  ///
  /// - Parameters:
  ///   - cells: Time stamps as they are written, parts joined by a space.
  ///   - acceptsNumbers: Whether plain numbers may be seconds, milliseconds or microseconds.
  static func format(of cells: [String], acceptsNumbers: Bool) -> Finding {
    guard let first = cells.first else { return .unknown(cell: "") }
    if let pattern = isoPattern(first), let format = try? TimeFormat(pattern),
      cells.allSatisfy({ format.microseconds($0) != nil })
    {
      return .format(format)
    }
    if let format = try? TimeFormat("iso8601"),
      cells.allSatisfy({ format.microseconds($0) != nil })
    {
      return .format(format)
    }
    if acceptsNumbers, let format = epoch(cells) { return .format(format) }

    var readings: [(format: TimeFormat, values: [Int64])] = []
    for date in dates {
      for time in times {
        guard let format = try? TimeFormat(date + time) else { continue }
        let values = cells.lazy.map { format.microseconds($0) }
        guard values.allSatisfy({ $0 != nil }) else { continue }
        let all = Array(values.compactMap { $0 })
        // A second pattern for the same moments says nothing new.
        if !readings.contains(where: { $0.values == all }) { readings.append((format, all)) }
      }
    }
    switch readings.count {
    case 0:
      return .unknown(cell: cells.count == 1 ? first : cells.first { !isTime($0) } ?? first)
    case 1: return .format(readings[0].format)
    default: return .ambiguous(readings.map(\.format.pattern))
    }
  }

  /// Whether all cells are times of day without a date.
  static func areClockTimes(_ cells: [String]) -> Bool {
    guard !cells.isEmpty else { return false }
    return clocks.contains { clock in
      guard let format = try? TimeFormat("yyyy " + clock) else { return false }
      return cells.allSatisfy { format.microseconds("2000 " + $0) != nil }
    }
  }

  /// Whether a cell alone would be understood as a date or a date and time.
  static func isTime(_ cell: String) -> Bool {
    switch format(of: [cell], acceptsNumbers: false) {
    case .format, .ambiguous: true
    case .unknown: false
    }
  }

  /// The pattern of a cell in ISO 8601, spelled out; nil when it is not in that form.
  private static func isoPattern(_ cell: String) -> String? {
    let bytes = Array(cell.utf8)
    guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-"),
      let iso = try? TimeFormat("iso8601"), iso.microseconds(cell) != nil
    else { return nil }
    guard bytes.count > 7 else { return "yyyy-MM" }
    guard bytes.count > 10 else { return "yyyy-MM-dd" }
    var pattern = "yyyy-MM-dd" + (bytes[10] == UInt8(ascii: "T") ? "'T'" : " ") + "HH:mm"
    let rest = cell.dropFirst(16)
    if rest.first == ":" { pattern += ":ss" }
    if rest.contains(".") { pattern += ".S" }
    let hasZone = rest.contains { "Zz+-".contains($0) }
    return pattern + (hasZone ? "Z" : "")
  }

  /// Seconds, milliseconds or microseconds since 1970, told apart by their size.
  private static func epoch(_ cells: [String]) -> TimeFormat? {
    let units = [
      ("epochSeconds", 1e8..<1e11), ("epochMilliseconds", 1e11..<1e14),
      ("epochMicroseconds", 1e14..<1e17),
    ]
    for (name, range) in units {
      guard let format = try? TimeFormat(name) else { continue }
      let fits = cells.allSatisfy { cell in
        format.microseconds(cell) != nil && Double(cell).map(range.contains) ?? false
      }
      if fits { return format }
    }
    return nil
  }
}
