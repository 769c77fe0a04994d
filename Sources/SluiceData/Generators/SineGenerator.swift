import SluiceTensor

/// A sine wave with noise, one reading a minute from 2020-01-01 00:00 UTC.
///
/// With e noise of mean 0 and deviation 1: `value(t) = sin(2 pi t / 50) + 0.1 e`.
public struct SineGenerator: Hashable, Sendable {
  /// The number of rows.
  public var rows: Int
  /// What the noise depends on.
  public var seed: UInt64
  /// The rows of one period.
  public var period = 50.0
  /// The deviation of the noise.
  public var noise = 0.1

  /// Creates a generator.
  public init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
  }

  /// Returns the series: one column, `value`.
  public func series() -> Series {
    var random = RandomStreams(seed: seed).stream("sine")
    let start = CivilTime(year: 2020, month: 1, day: 1).microseconds
    let values = (0..<rows).map { row in
      Float(Wave.sine(turns: Double(row) / period) + noise * random.noise())
    }
    return Series(
      columns: [Column("value", values)],
      timestamps: (0..<rows).map { start + Int64($0) * 60_000_000 })
  }
}
