#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many readings fall into bins of equal width.
///
/// The width is twice the interquartile range over the cube root of the number of readings. Where that
/// range is 0 there are `log2(n) + 1` bins (Sturges).
///
/// - Source: Freedman & Diaconis 1981, <https://doi.org/10.1007/BF01025868>; numpy
///   `histogram(bins="fd")`, but for the limit on bins and the range of 0.
public struct Histogram: Codable, Hashable, Sendable {
  /// The ends of the bins, ascending, one more than bins, in the unit of the readings.
  public let edges: [Double]
  /// The number of readings in each bin; a reading on an inner end belongs above it.
  public let counts: [Int]

  /// Counts readings, in any order.
  ///
  /// - Parameters:
  ///   - readings: At least 1. All the same are one bin of width 1 around them.
  ///   - mostBins: The most bins, at least 1.
  /// - Throws: ``StatisticsError``.
  public init(_ readings: Readings, mostBins: Int = 100) throws {
    guard mostBins >= 1 else {
      throw StatisticsError.outOfRange(
        setting: "The most bins of a histogram", value: "\(mostBins)", allowed: "at least 1")
    }
    let sorted = readings.values.sorted()
    guard let smallest = sorted.first, let largest = sorted.last else {
      throw StatisticsError.tooFew(purpose: "a histogram", needed: 1, found: 0)
    }
    let range = largest - smallest
    guard range > 0 else {
      edges = [smallest - 0.5, smallest + 0.5]
      counts = [sorted.count]
      return
    }
    let middle =
      Readings.quantile(0.75, ofSorted: sorted) - Readings.quantile(0.25, ofSorted: sorted)
    let count = Double(sorted.count)
    let wanted = middle > 0 ? range * cbrt(count) / (2 * middle) : log2(count) + 1
    let bins = Int(min(Double(mostBins), max(1, wanted.rounded(.up))))
    let edges = (0...bins).map {
      $0 == bins ? largest : smallest + Double($0) * (range / Double(bins))
    }
    var counts = [Int](repeating: 0, count: bins)
    var bin = 0
    for value in sorted {
      while bin < bins - 1, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    self.edges = edges
    self.counts = counts
  }
}
