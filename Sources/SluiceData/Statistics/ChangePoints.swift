#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows at which the mean of readings changes.
///
/// The readings are cut into segments such that the sum of squares around the segments' means, plus a
/// penalty for each cut, is lowest over all ways to cut them. The penalty is `3 ln(n)` times the
/// long-run variance (``longRunVariance``), so that neighbouring rows that resemble each other are not
/// taken for changes. The mean of a random walk changes all the time: see ``DickeyFullerTest`` first.
///
/// Up to 4,096 readings the cuts are the best of all. Longer ones are first cut between cells of
/// equal size, of which there are that many; then again with all rows around these cuts.
///
/// - Source: Jackson et al. 2005 (optimal partitioning), <https://doi.org/10.1109/LSP.2001.838216>;
///   the penalty is the leading term of Zhang & Siegmund 2007,
///   <https://doi.org/10.1111/j.1541-0420.2006.00662.x>. At the same penalty and shortest segment the
///   cuts are those of ruptures `Pelt(model="l2", jump=1)`.
public struct ChangePoints: Codable, Hashable, Sendable {
  /// A change of the mean.
  public struct Change: Codable, Hashable, Sendable {
    /// The first row of the new level.
    public let row: Int
    /// The mean of the segment before, in the unit of the readings.
    public let before: Double
    /// The mean of the segment that begins here.
    public let after: Double
  }

  /// The changes in the order of rows; empty when the mean stays.
  public let changes: [Change]
  /// What a cut had to save, in squared units of the readings.
  public let penalty: Double
  /// The variance of a long sum of the readings over its length, levels left out, in squared units.
  public let longRunVariance: Double

  /// Finds changes of the mean.
  ///
  /// - Parameters:
  ///   - readings: At least 20.
  ///   - season: A season in rows whose mean pattern is taken out first, from 1 (none) to half the
  ///     readings.
  ///   - shortest: The least number of rows of a segment, from 1 to half the readings; nil takes the
  ///     cube root of their number.
  ///   - penalty: What a cut has to save, above 0, in squared units of the readings; nil takes
  ///     `3 ln(n)` long-run variances.
  /// - Throws: ``StatisticsError``. Constant readings are no error, but have no changes.
  public init(
    _ readings: Readings, season: Int = 1, shortest: Int? = nil, penalty: Double? = nil
  ) throws {
    let count = readings.count
    if count < 20 {
      throw StatisticsError.tooFew(purpose: "change points", needed: 20, found: count)
    }
    let least = shortest ?? Int(cbrt(Double(count)).rounded(.up))
    for (name, value) in [("season", season), ("shortest segment", least)]
    where !(1...count / 2).contains(value) {
      throw StatisticsError.outOfRange(
        setting: "The \(name) of change points", value: "\(value)",
        allowed: "1 to half of the \(count) readings")
    }
    if let penalty, !(penalty > 0 && penalty < .infinity) {
      throw StatisticsError.outOfRange(
        setting: "The penalty of change points", value: "\(penalty)", allowed: "a number above 0")
    }
    let mean = readings.mean
    var values = readings.values.map { $0 - mean }
    if season > 1 { values = Phases(of: values, rows: season).removed(from: values) }
    let longRunVariance = LongRunVariance.robust(values)
    let price = penalty ?? 3 * log(Double(count)) * longRunVariance
    self.longRunVariance = longRunVariance
    self.penalty = price
    guard price > 0 else {
      changes = []
      return
    }
    let cuts = MeanSegments(values).best(mostEnds: 4_096, shortest: least, penalty: price)
    let ends = [0] + cuts + [count]
    let levels = zip(ends, ends.dropFirst()).map { first, last in
      Readings(checked: Array(readings.values[first..<last])).mean
    }
    changes = cuts.indices.map { Change(row: cuts[$0], before: levels[$0], after: levels[$0 + 1]) }
  }
}
