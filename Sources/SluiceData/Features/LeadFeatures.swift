/// One column of readings that are known some rows before their time.
public struct LeadColumn: Hashable, Sendable {
  /// The column's name, such as `temperature lead 5`.
  public let name: String
  /// The column that it is taken from.
  public let column: String
  /// How many rows it looks ahead, at least 1.
  public let rows: Int
}

extension DerivedFeatures {
  /// The columns that hold readings of later rows, in order.
  ///
  /// They are no operators as the others are, for a row cannot know those behind it: a whole series gives
  /// them by ``takingLeads(from:stretches:)``, and a stream is told them with each row. From there on they
  /// are readings like others.
  public var leads: [LeadColumn] { entries.flatMap(\.leads) }

  /// Returns the series with the ``leads`` added.
  ///
  /// Where a stretch ends before the row that is looked at, a lead is missing.
  ///
  /// - Parameters:
  ///   - series: The readings as they were read.
  ///   - stretches: The rows that belong together; they cover the series.
  /// - Throws: ``SeriesError`` for a column that is missing, holds categories or an infinite reading;
  ///   ``FeatureError`` for a name that is taken, or when no stretch is long enough.
  package func takingLeads(from series: Series, stretches: [Range<Int>]) throws -> Series {
    let longest = stretches.map(\.count).max() ?? 0
    return series.adding(
      try leads.map { lead in
        let column = try series.column(lead.column)
        if column.categories != nil { throw SeriesError.notReadings(column: lead.column) }
        if let row = column.firstInfinite {
          throw SeriesError.infiniteValue(column: lead.column, row: row)
        }
        if series[lead.name] != nil { throw FeatureError.duplicateName(lead.name) }
        if series.count > 0, lead.rows >= longest {
          throw FeatureError.tooShort(column: lead.name, needed: lead.rows + 1, longest: longest)
        }
        var values = [Float](repeating: .nan, count: series.count)
        column.withUnsafeBufferPointer { readings in
          for stretch in lead.known(in: stretches) {
            for row in stretch { values[row] = readings[row + lead.rows] }
          }
        }
        return Column(lead.name, values)
      })
  }
}

extension LeadColumn {
  /// Returns the rows of each stretch that are followed by the row that is looked at.
  package func known(in stretches: [Range<Int>]) -> [Range<Int>] {
    stretches.filter { $0.count > rows }.map { $0.lowerBound..<$0.upperBound - rows }
  }
}
