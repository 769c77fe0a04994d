/// A long column as few cells of neighbouring rows: what a picture of it needs.
public struct SeriesOutline: Codable, Hashable, Sendable {
  /// Some neighbouring rows with at least one reading.
  public struct Cell: Codable, Hashable, Sendable {
    /// The first row of the cell.
    public let row: Int
    /// The time stamp of that row in microseconds since 1970-01-01 00:00 UTC; nil without a clock.
    public let time: Int64?
    /// The smallest reading.
    public let lowest: Double
    /// The mean of the readings.
    public let mean: Double
    /// The largest reading.
    public let highest: Double
  }

  /// The number of rows that a cell stands for, but for a shorter last one.
  public let rowsPerCell: Int
  /// The cells in the order of rows; those without a reading are left out.
  public let cells: [Cell]

  /// Gathers readings into at most 600 cells.
  ///
  /// - Parameters:
  ///   - values: The readings; those that are not finite are missing.
  ///   - firstRow: The row of the first one.
  ///   - timestamps: The clock of all rows.
  init(_ values: [Double], firstRow: Int = 0, timestamps: Timestamps?) {
    let size = max(1, (values.count + 599) / 600)
    rowsPerCell = size
    cells = stride(from: 0, to: values.count, by: size).compactMap { start in
      let known = values[start..<min(start + size, values.count)].filter(\.isFinite)
      guard let lowest = known.min(), let highest = known.max() else { return nil }
      return Cell(
        row: firstRow + start, time: timestamps?[firstRow + start], lowest: lowest,
        mean: known.reduce(0, +) / Double(known.count), highest: highest)
    }
  }
}
