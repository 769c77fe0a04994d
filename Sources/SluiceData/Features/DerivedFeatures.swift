import SluiceTensor

/// All columns that are derived from others, in an order in which each can be computed.
///
/// No rule but `lead`, which reads what is known ahead, looks at later rows, and none looks across a place
/// where a stretch of rows begins: a gap in the clock, another subject or sequence. A value that is not known yet, as a lag of 24 in the first 24 rows of a
/// stretch, is missing. A missing reading leaves out what depends on it: a rolling window must be full
/// of readings; exponential means and the indicators made of them pass over it.
///
/// Rolling figures do not depend on what came before their window (see `ExactSum`); exponential means, the
/// relative strength index and the average true range remember the whole stretch, less and less.
public struct DerivedFeatures: Hashable, Sendable {
  /// The rules, in the order of their columns; each may use columns of those before it.
  public let entries: [DerivedFeature]

  /// Takes rules in their order.
  ///
  /// - Throws: ``FeatureError`` for a column that is derived twice, or used before it is derived, and for a
  ///   lead of a derived column.
  public init(_ entries: [DerivedFeature]) throws {
    self.entries = entries
    var known: Set<String> = []
    let all = Set(columnNames)
    for entry in entries {
      for lead in entry.leads where all.contains(lead.column) {
        throw FeatureError.leadOfDerived(lead.name, column: lead.column)
      }
      for column in entry.columns {
        if let source = column.sources.first(where: { all.contains($0) && !known.contains($0) }) {
          throw FeatureError.laterSource(source, of: column.name)
        }
      }
      for name in entry.columnNames {
        guard known.insert(name).inserted else { throw FeatureError.duplicateName(name) }
      }
    }
  }

  /// The columns that are made row by row: all but the ``leads``.
  var columns: [DerivedColumn] { entries.flatMap(\.columns) }

  /// The names of the columns, in order.
  public var columnNames: [String] { entries.flatMap(\.columnNames) }

  /// The names of the columns that are made row by row, in order: all but the ``leads``.
  package var columnNamesByRow: [String] { columns.map(\.name) }

  /// The columns that are not derived themselves, but needed: those that must be read.
  public var sources: [String] { Self.once(rowSources.flatMap(rawSources)) }

  /// The columns that a row must hold before the others are made from it: ``sources``, and ``leads`` in
  /// place of what they are taken from.
  package var rowSources: [String] {
    let made = Set(columnNamesByRow)
    return Self.once(entries.flatMap { $0.leads.map(\.name) + $0.columns.flatMap(\.sources) })
      .filter { !made.contains($0) }
  }

  private static func once(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Returns the raw columns from which a column comes in the end, each once: itself unless it is derived,
  /// none for one of time alone.
  package func rawSources(of name: String) -> [String] {
    if let lead = leads.first(where: { $0.name == name }) { return [lead.column] }
    guard let column = columns.first(where: { $0.name == name }) else { return [name] }
    return Self.once(column.sources.flatMap(rawSources))
  }

  /// Whether the time of each row is asked for.
  public var needsTime: Bool { entries.contains(where: \.needsTime) }

  /// How many rows of a stretch it takes, without a missing reading, until all columns have a value.
  public var rowsNeeded: Int {
    (rowsNeededByName.values.max() ?? 1) + (leads.map(\.rows).max() ?? 0)
  }

  /// Whether a rule divides by readings or takes their logarithm.
  package var takesRatios: Bool { entries.contains { $0.ratio != nil } }

  private var rowsNeededByName: [String: Int] {
    columns.reduce(into: [:]) { needed, column in
      let sources = column.sources.compactMap { needed[$0] }.max() ?? 1
      needed[column.name] = column.rowsNeeded + sources - 1
    }
  }

  /// Returns the rules without those that no column of some is made by or from; nil when none is left.
  package func serving(_ names: Set<String>) -> DerivedFeatures? {
    var needed = names
    var kept: [DerivedFeature] = []
    for entry in entries.reversed() {
      guard entry.columnNames.contains(where: needed.contains) else { continue }
      needed.formUnion(entry.columns.flatMap(\.sources))
      kept.insert(entry, at: 0)
    }
    return kept.isEmpty ? nil : try? DerivedFeatures(kept)
  }

  /// Returns the series with the columns added that are made row by row.
  ///
  /// - Parameters:
  ///   - series: The rows with all ``sources`` and ``leads``.
  ///   - stretches: The rows that belong together; they cover the series.
  /// - Throws: ``SeriesError`` for a source that is missing, holds categories or an infinite reading;
  ///   ``FeatureError`` for a name that is taken, or when no stretch is long enough for a column.
  package func applied(to series: Series, stretches: [Range<Int>]) throws -> Series {
    for name in rowSources {
      let column = try series.column(name)
      if column.categories != nil { throw SeriesError.notReadings(column: name) }
      if let row = column.firstInfinite { throw SeriesError.infiniteValue(column: name, row: row) }
    }
    if needsTime, series.timestamps == nil {
      throw SeriesError.noTimestamps(purpose: "features of the time")
    }
    let needed = rowsNeededByName
    let longest = stretches.map(\.count).max() ?? 0
    for column in columns {
      if series[column.name] != nil { throw FeatureError.duplicateName(column.name) }
      let rows = needed[column.name] ?? 1
      if series.count > 0, rows > longest {
        throw FeatureError.tooShort(column: column.name, needed: rows, longest: longest)
      }
    }
    var derived = series
    var waiting = columns[...]
    while !waiting.isEmpty {
      // None of them is made from another one, so that all are computed at once.
      let ready = Array(waiting.prefix { $0.sources.allSatisfy { derived[$0] != nil } })
      waiting = waiting.dropFirst(ready.count)
      derived = derived.adding(try Self.computed(ready, from: derived, stretches: stretches))
    }
    return derived
  }

  /// Returns columns whose sources are all there, a thread for each as far as there are threads.
  private static func computed(
    _ columns: [DerivedColumn], from series: Series, stretches: [Range<Int>]
  ) throws -> [Column] {
    let sources = try columns.map {
      SourceColumns(
        columns: try $0.sources.map(series.column), timestamps: series.timestamps,
        count: series.count)
    }
    guard series.count > 0 else { return columns.map { Column($0.name, []) } }
    let values = Threads.map(columns.count) {
      columns[$0].makeOperator().run(sources[$0], stretches: stretches)
    }
    return zip(columns, values).map { Column($0.name, $1) }
  }

  /// Throws for the first reading that a ratio cannot be taken of.
  ///
  /// - Parameter series: The rows with the derived columns.
  /// - Throws: ``FeatureError/noRatio(column:derived:wanted:value:row:)``.
  package func checkRatios(in series: Series) throws {
    for entry in entries {
      guard let (name, wanted, isLegal) = entry.ratio else { continue }
      try series.column(name).withUnsafeBufferPointer { values in
        guard let row = values.firstIndex(where: { !$0.isNaN && !isLegal($0) }) else { return }
        throw FeatureError.noRatio(
          column: name, derived: entry.columns[0].name, wanted: wanted, value: values[row],
          row: row)
      }
    }
  }
}

extension DerivedFeatures: Codable {
  /// Decodes a list of rules.
  public init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    var entries: [DerivedFeature] = []
    while !list.isAtEnd {
      let entry = try list.superDecoder()
      entries.append(try DerivedFeature(from: entry))
      do {
        // After each entry, so that the message stands at the first one that is wrong.
        _ = try DerivedFeatures(entries)
      } catch let error as FeatureError {
        throw DecodingError.dataCorrupted(
          .init(codingPath: entry.codingPath, debugDescription: error.description))
      }
    }
    self = try DerivedFeatures(entries)
  }

  /// Encodes a list of rules.
  public func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    for entry in entries { try list.encode(entry) }
  }
}

/// The derived columns of a stream, which come row by row.
package struct DerivedRow: Sendable {
  private struct Rule: Sendable {
    let sources: [Int]
    var state: any CausalOperator
  }

  private let firstPlace: Int
  private var rules: [Rule]

  /// Begins with nothing known.
  ///
  /// - Parameters:
  ///   - features: The rules; nil for none.
  ///   - columns: The names of the values that each row begins with, all sources among them.
  package init(_ features: DerivedFeatures?, columns: [String]) {
    firstPlace = columns.count
    let derived = features?.columns ?? []
    let names = columns + derived.map(\.name)
    rules = derived.map { column in
      Rule(
        sources: column.sources.compactMap(names.firstIndex(of:)), state: column.makeOperator())
    }
  }

  /// Takes in a row and writes the derived values behind its own.
  ///
  /// - Parameters:
  ///   - values: The row's values, then room for the derived ones.
  ///   - time: Microseconds since 1970 UTC.
  ///   - startsStretch: Whether rows before this one are to be forgotten.
  package mutating func push(_ values: inout [Float], time: Int64?, startsStretch: Bool) {
    for place in rules.indices {
      if startsStretch { rules[place].state.reset() }
      let sources = rules[place].sources
      func source(_ number: Int) -> Float {
        sources.isEmpty ? 0 : values[sources[min(number, sources.count - 1)]]
      }
      let row = SourceRow(first: source(0), second: source(1), third: source(2), time: time ?? 0)
      values[firstPlace + place] = rules[place].state.next(row)
    }
  }
}
