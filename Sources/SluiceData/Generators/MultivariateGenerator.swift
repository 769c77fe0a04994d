import SluiceTensor

/// Two inputs and a target with trend, seasons, noise and an interaction, one reading an hour from
/// 2020-01-01 00:00 UTC.
///
/// With t the row and e1, e2, e3 noise of mean 0 and deviation 1:
///
///     input1(t) = sin(2 pi t / 24) + 0.5 sin(2 pi t / 168) + 0.1 e1
///     input2(t) = 0.8 input2(t - 1) + 0.2 cos(2 pi t / 24) + 0.2 e2,   input2(-1) = 0
///     target(t) = 0.001 t + 0.5 sin(2 pi t / 24 + pi / 4)
///                 + 0.6 input1(t - 1) + 0.3 input2(t - 2) + 0.4 input1(t - 1) input2(t - 1) + 0.1 e3
///
/// Inputs before the first row count as 0. The noise of a forecast one step ahead can not be less than
/// 0.1.
public struct MultivariateGenerator: Hashable, Sendable {
  /// The number of rows.
  public var rows: Int
  /// What the noise depends on.
  public var seed: UInt64

  /// Creates a generator.
  public init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
  }

  /// Returns the series: `input1`, `input2` and `target`.
  public func series() -> Series {
    let streams = RandomStreams(seed: seed)
    var noise1 = streams.stream("multivariate/input1")
    var noise2 = streams.stream("multivariate/input2")
    var noise3 = streams.stream("multivariate/target")
    // Two rows of zeros stand for what was before the first row.
    var input1 = [0.0, 0.0]
    var input2 = [0.0, 0.0]
    var target: [Float] = []
    for row in 0..<rows {
      let t = Double(row)
      let last1 = input1[row + 1]
      let last2 = input2[row + 1]
      let season = 0.5 * Wave.sine(turns: t / 24 + 0.125)
      let driven = 0.6 * last1 + 0.3 * input2[row] + 0.4 * last1 * last2
      target.append(Float(0.001 * t + season + driven + 0.1 * noise3.noise()))
      let weekly = 0.5 * Wave.sine(turns: t / 168)
      input1.append(Wave.sine(turns: t / 24) + weekly + 0.1 * noise1.noise())
      input2.append(0.8 * last2 + 0.2 * Wave.cosine(turns: t / 24) + 0.2 * noise2.noise())
    }
    let start = CivilTime(year: 2020, month: 1, day: 1).microseconds
    return Series(
      columns: [
        Column("input1", input1.dropFirst(2).map { Float($0) }),
        Column("input2", input2.dropFirst(2).map { Float($0) }), Column("target", target),
      ],
      timestamps: (0..<rows).map { start + Int64($0) * 3_600_000_000 })
  }
}
