#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The population stability index (PSI): how far a distribution has moved from a reference.
///
/// Both are counted into the tenths of the reference. The index is the sum of
/// `(share - reference) ln(share / reference)`. By the usual rule of thumb below 0.1 nothing has
/// moved, and above 0.25 much has.
///
/// Each count has 0.5 added to it, so that an empty bin costs much but not without bound. Tenths
/// that fall on the same value, as in a column that is mostly 0, are one bin.
///
/// - Source: Siddiqi, "Credit Risk Scorecards", 2006; the bins are numpy's quantiles.
public struct PopulationStability: Codable, Hashable, Sendable {
  /// The index, at least 0.
  public let index: Double
  /// The upper ends of all bins but the last, ascending; a reading on an end belongs below it.
  public let edges: [Double]
  /// The share of the reference in each bin, smoothed; they sum to 1.
  public let referenceShares: [Double]
  /// The share of the other readings in each bin, smoothed; they sum to 1.
  public let shares: [Double]

  /// Compares readings with a reference, in any order.
  ///
  /// - Parameters:
  ///   - readings: At least 1.
  ///   - reference: At least 10, such as the training part; not all the same.
  /// - Throws: ``StatisticsError``.
  public init(of readings: Readings, against reference: Readings) throws {
    try reference.require(10, for: "stability index")
    if readings.count == 0 {
      throw StatisticsError.tooFew(purpose: "stability index", needed: 1, found: 0)
    }
    let sorted = reference.values.sorted()
    var edges: [Double] = []
    for tenth in 1..<10 {
      let edge = Readings.quantile(Double(tenth) / 10, ofSorted: sorted)
      if edges.last != edge { edges.append(edge) }
    }
    self.edges = edges
    referenceShares = PopulationStability.shares(of: sorted, edges: edges)
    shares = PopulationStability.shares(of: readings.values.sorted(), edges: edges)
    index = zip(shares, referenceShares).reduce(0) { $0 + ($1.0 - $1.1) * log($1.0 / $1.1) }
  }

  private static func shares(of sorted: [Double], edges: [Double]) -> [Double] {
    var counts = [Double](repeating: 0.5, count: edges.count + 1)
    var bin = 0
    for value in sorted {
      while bin < edges.count, value > edges[bin] { bin += 1 }
      counts[bin] += 1
    }
    let total = Double(sorted.count) + 0.5 * Double(counts.count)
    return counts.map { $0 / total }
  }
}
