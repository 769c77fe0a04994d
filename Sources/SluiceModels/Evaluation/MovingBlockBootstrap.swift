import SluiceTensor

/// How uncertain the mean of a time series is whose neighbouring values resemble each other.
///
/// Blocks of successive values are drawn with replacement until they make up a series of the same
/// length (the last block is cut short); the mean of each such series is one resample. Sums of
/// blocks come from cumulative sums, so a resample costs one draw a block.
///
/// - Source: Künsch 1989, <https://doi.org/10.1214/aos/1176347265>.
public struct MovingBlockBootstrap: Hashable, Sendable {
  /// Number of resampled series.
  public var resamples: Int

  /// Share of the resampled means that the interval holds, between 0 and 1.
  public var level: Double

  /// Creates the rule.
  public init(resamples: Int = 2000, level: Double = 0.95) {
    precondition(
      resamples >= 2 && level > 0 && level < 1,
      "MovingBlockBootstrap: \(resamples) resamples, level \(level)")
    self.resamples = resamples
    self.level = level
  }

  /// Fewer values than this have no interval.
  public static let fewestValues = 20

  /// A series of fewer blocks than this has no interval: its resamples would hardly differ.
  public static let fewestBlocks = 5

  /// Returns the percentile interval of the mean.
  ///
  /// Moving blocks draw values near both ends less often than the rest, so the resampled means lie
  /// around a slightly different centre; they are moved back onto the mean of the values.
  ///
  /// - Parameters:
  ///   - values: The series, in time order.
  ///   - blockLength: Number of successive values in a block, at least 1; see
  ///     ``automaticBlockLength(of:atLeast:)``.
  ///   - stream: Where the randomness comes from.
  /// - Returns: Nil when there are too few values or blocks.
  public func interval(
    ofMean values: [Double], blockLength: Int, using stream: inout RandomStream
  ) -> ClosedRange<Double>? {
    precondition(blockLength >= 1, "MovingBlockBootstrap: block length \(blockLength)")
    let count = values.count
    guard count >= Self.fewestValues, count >= blockLength * Self.fewestBlocks else { return nil }

    // Sums of deviations from the mean: their cumulative sums stay small and lose no digits.
    let mean = values.reduce(0, +) / Double(count)
    var sums = [Double](repeating: 0, count: count + 1)
    for (index, value) in values.enumerated() { sums[index + 1] = sums[index] + (value - mean) }

    let wholeBlocks = count / blockLength
    let rest = count - wholeBlocks * blockLength
    let centre =
      Double(wholeBlocks) * Self.meanBlockSum(sums, length: blockLength)
      + (rest > 0 ? Self.meanBlockSum(sums, length: rest) : 0)
    var means = [Double](repeating: 0, count: resamples)
    sums.withUnsafeBufferPointer { sums in
      for index in means.indices {
        var total = 0.0
        for _ in 0..<wholeBlocks {
          let start = stream.below(count - blockLength + 1)
          total += sums[start + blockLength] - sums[start]
        }
        if rest > 0 {
          let start = stream.below(count - rest + 1)
          total += sums[start + rest] - sums[start]
        }
        means[index] = mean + (total - centre) / Double(count)
      }
    }
    means.sort()
    let tail = (1 - level) / 2
    return means.quantile(tail)...means.quantile(1 - tail)
  }

  /// The mean over all places of the sum of one block.
  private static func meanBlockSum(_ sums: [Double], length: Int) -> Double {
    let places = sums.count - length
    var total = 0.0
    for start in 0..<places { total += sums[start + length] - sums[start] }
    return total / Double(places)
  }
}
