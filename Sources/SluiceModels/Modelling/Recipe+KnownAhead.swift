import SluiceData

/// Readings with their leads, without the rows of the future that were there for the leads alone.
struct PresentRows {
  /// The rows.
  var series: Series
  /// The rows without a gap, of one subject and sequence.
  var stretches: [Range<Int>]
  /// The rows that windows keep within.
  var windows: [Range<Int>]
  /// The rows of which a lead lies within the data, by the lead's name.
  fileprivate(set) var known: [String: [Range<Int>]] = [:]

  /// Returns how many readings of a column are missing that the data could have held, and the first row
  /// without one; nil when there is none.
  func holes(in column: Column) -> (count: Int, firstRow: Int)? {
    let rows = (known[column.name] ?? [0..<series.count]).joined().filter { column[$0].isNaN }
    return rows.first.map { (rows.count, $0) }
  }

  /// Returns the rows without a gap of which a lead lies within the data.
  func stretches(of lead: LeadColumn) -> [Range<Int>] {
    var places = (known[lead.name] ?? [])[...]
    return stretches.compactMap { stretch in
      while let place = places.first, place.upperBound <= stretch.lowerBound {
        places.removeFirst()
      }
      let part = places.first.map { stretch.clamped(to: $0) }
      return part?.isEmpty == false ? part : nil
    }
  }
}

/// Readings that are known before their time, such as a weather forecast: they are taken from the rows to
/// come before anything else is done, so that they are readings of their row like any other.
extension Recipe {
  /// The columns that hold readings of later rows.
  package var leads: [LeadColumn] { derived?.leads ?? [] }

  /// What is wrong with the first lead that cannot be read, and its rule's place; nil when all can.
  package var unreadableLead: (entry: Int, error: FeatureError)? {
    for (place, entry) in (derived?.entries ?? []).enumerated() {
      for lead in entry.leads {
        if lead.column == target { return (place, .leadOfTarget(lead.name, target: target)) }
        if !(knownAhead ?? []).contains(lead.column) {
          return (place, .notKnownAhead(lead.name, column: lead.column, known: knownAhead ?? []))
        }
      }
    }
    return nil
  }

  /// Returns rows with the leads taken, and cut where the present ends.
  ///
  /// - Parameters:
  ///   - whole: The readings, on their grid of time.
  ///   - interval: The usual time between two rows in microseconds; nil takes that of the series.
  ///   - report: Where the rows of the future are noted.
  /// - Throws: `FeatureError`, `SeriesError`.
  func present(
    _ whole: Series, interval: Int64?, report: inout CleaningReport
  ) throws -> PresentRows {
    let stretches = whole.stretches(within: groups, interval: interval)
    // Where windows cross gaps, an interval that no gap is longer than.
    let windows =
      window.crossesGaps ? whole.stretches(within: groups, interval: .max / 2) : stretches
    var present = PresentRows(series: whole, stretches: stretches, windows: windows)
    if knownAhead == nil { return present }
    let rows = 0..<presentCount(of: whole)
    func clipped(_ ranges: [Range<Int>]) -> [Range<Int>] {
      ranges.map { $0.clamped(to: rows) }.filter { !$0.isEmpty }
    }
    let led = try derived?.takingLeads(from: whole, stretches: windows) ?? whole
    let served = Set(readings).subtracting(rowColumns)
    present.series = try led.selecting(led.columnNames.filter { !served.contains($0) }).rows(rows)
    present.stretches = clipped(stretches)
    present.windows = clipped(windows)
    for lead in leads { present.known[lead.name] = clipped(lead.known(in: windows)) }
    report.rowsBefore = rows.count
    report.futureRows = whole.count - rows.count
    return present
  }

  /// The number of rows up to the last that holds more than readings known ahead; of all rows where those
  /// behind it hold nothing at all.
  func presentCount(of series: Series) -> Int {
    guard let knownAhead else { return series.count }
    let known = knownAhead.compactMap { series[$0] }
    let others = trainingColumns.filter { !knownAhead.contains($0) && !groups.contains($0) }
      .compactMap { series[$0] }
    func holds(_ columns: [Column], _ row: Int) -> Bool { columns.contains { !$0[row].isNaN } }
    guard let last = series.lastRow(where: { holds(others, $0) }) else { return series.count }
    return (last + 1..<series.count).contains { holds(known, $0) } ? last + 1 : series.count
  }
}

extension Series {
  /// The last row of which something is true; nil when there is none.
  fileprivate func lastRow(where isTrue: (Int) -> Bool) -> Int? {
    (0..<count).last(where: isTrue)
  }
}
