import SluiceTensor

/// Decides which columns of a file hold the time stamps and how they are written.
struct TimeColumns {
  struct Found {
    var columns: [String] = []
    var format: TimeFormat?
    var zone: ZoneRules?
  }

  let table: SampleTable
  let path: String
  let options: ReaderOptions

  /// Returns the columns, their format, and the zone when one is to be applied.
  func find() throws -> Found {
    guard let given = options.time else {
      let columns = try findColumns()
      return columns.isEmpty
        ? Found() : Found(columns: columns, format: try findFormat(columns), zone: nil)
    }
    // A zone or a format without columns leaves the columns to be found.
    let columns =
      given.columns.isEmpty && given != .none ? try findColumns() : given.columns
    if columns.isEmpty { return Found() }
    for (index, name) in columns.enumerated() {
      guard !name.isEmpty, table.names.contains(name) else {
        throw ReadError(
          .missingColumn(
            nearest: Spelling.nearest(to: name, in: table.names),
            available: table.names.filter { !$0.isEmpty }),
          file: path, column: name)
      }
      if columns[..<index].contains(name) {
        throw ReadError(.duplicateColumn, file: path, column: name)
      }
    }
    var format: TimeFormat
    if let pattern = given.format {
      do { format = try TimeFormat(pattern) } catch let error as TimeFormatError {
        throw ReadError(.badFormat(format: pattern, reason: error.reason), file: path)
      }
    } else {
      format = try findFormat(columns)
    }
    return Found(columns: columns, format: format, zone: try zone(format, columns))
  }

  /// The zone to convert from: none when the cells state their distance from UTC themselves.
  private func zone(_ format: TimeFormat, _ columns: [String]) throws -> ZoneRules? {
    guard let name = options.time?.zone else { return nil }
    guard let rules = ZoneFile.rules(named: name) else {
      throw ReadError(
        .unknownZone(name: name, nearest: ZoneFile.nearestName(to: name)), file: path)
    }
    let statesOffset =
      format.isAbsolute
      || (format.pattern == "iso8601"
        && joined(columns).first.map { $0.dropFirst(10).contains { "Zz+-".contains($0) } } ?? false)
    return statesOffset || (name == "UTC") ? nil : rules
  }

  /// Finds the first column of dates with times, else one of dates with one of times of day.
  private func findColumns() throws -> [String] {
    var dates: String?
    var clock: String?
    for (index, name) in table.names.enumerated()
    where !name.isEmpty && !table.categories.contains(name) {
      let cells = table.cells(index)
      guard let first = cells.first else { continue }
      let isNamedTime = TimeFinder.names.contains(name.lowercased())
      if TimeFinder.areClockTimes(cells) {
        clock = clock ?? name
        continue
      }
      switch TimeFinder.format(of: cells, acceptsNumbers: isNamedTime) {
      case .format(let format):
        if format.hasTimeOfDay { return [name] }
        dates = dates ?? name
      case .ambiguous(let patterns):
        if patterns.contains(where: { $0.contains(":") || $0.contains("HH") }) { return [name] }
        dates = dates ?? name
      case .unknown(let cell):
        if isNamedTime, !table.isNumber(first, decimal: UInt8(ascii: ".")) {
          throw ReadError(.unknownTime, file: path, column: name, cell: cell)
        }
      }
    }
    return [dates, dates == nil ? nil : clock].compactMap { $0 }
  }

  private func findFormat(_ columns: [String]) throws -> TimeFormat {
    let cells = joined(columns)
    let named = columns.joined(separator: "\" and \"")
    guard let first = cells.first else {
      throw ReadError(.headerOnly, file: path)
    }
    switch TimeFinder.format(of: cells, acceptsNumbers: true) {
    case .format(let format): return format
    case .ambiguous(let patterns):
      throw ReadError(.ambiguousTime(formats: patterns), file: path, column: named, cell: first)
    case .unknown(let cell):
      throw ReadError(.unknownTime, file: path, column: named, cell: cell)
    }
  }

  /// The sampled time stamps, parts joined by a space; rows without one are left aside.
  private func joined(_ columns: [String]) -> [String] {
    let places = columns.compactMap { table.names.firstIndex(of: $0) }
    return table.rows.compactMap { row in
      let parts = places.map { row[$0] }
      return parts.contains("") ? nil : parts.joined(separator: " ")
    }
  }
}
