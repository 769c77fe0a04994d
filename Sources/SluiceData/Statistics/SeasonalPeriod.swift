#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A season that readings show: a number of rows after which they repeat.
public struct SeasonalPeriod: Codable, Hashable, Sendable {
  /// The length in rows, at least 2.
  public let rows: Int
  /// How much the readings, less their trend and the stronger seasons, resemble themselves that many
  /// rows before: an autocorrelation, from 0.1 to 1.
  public let autocorrelation: Double
  /// The share of the variance of the readings, less their trend, that the season's mean pattern
  /// takes away; corrected for the pattern's size, from 0 to 1.
  public let share: Double

  /// Finds the seasons of readings, shortest first.
  ///
  /// Peaks of the periodogram that stand out of their neighbourhood suggest lengths; one counts when
  /// the autocorrelation has a hill there too, which tells a season from the slow wandering of a
  /// random walk. The season found is taken out as the mean of each of its phases, which takes its
  /// overtones with it, and what is left is searched again. A season must fit into the readings
  /// three times. Of more than 200,000 readings the latest are searched.
  ///
  /// - Parameters:
  ///   - readings: Any; none are found in fewer than 12 or in constant ones.
  ///   - most: The number of seasons to find, at least 0.
  /// - Source: Vlachos, Yu & Castelli 2005 (periodogram for candidates, autocorrelation for the
  ///   verdict), <https://doi.org/10.1137/1.9781611972757.40>; the taking out is ours.
  public static func found(in readings: Readings, most: Int = 3) -> [SeasonalPeriod] {
    let latest = Array(readings.values.suffix(200_000))
    guard latest.count >= 12, !readings.isConstant else { return [] }
    var rest = SelfSimilarity(latest).deviations
    let whole = Readings(checked: rest).variance
    guard whole > readings.variance * 1e-20 else { return [] }
    var found: [SeasonalPeriod] = []
    // What a season without noise leaves is rounding, which may repeat too.
    while found.count < most, Readings(checked: rest).variance > whole * 1e-12,
      let next = strongest(in: rest, besides: found.map(\.rows))
    {
      let phases = Phases(of: rest, rows: next.rows)
      found.append(
        SeasonalPeriod(
          rows: next.rows, autocorrelation: next.similarity,
          share: max(0, phases.varianceTaken / whole)))
      rest = phases.removed(from: rest)
    }
    return found.sorted { $0.rows < $1.rows }
  }

  /// The season whose peak of the periodogram is highest among those that the autocorrelation
  /// confirms.
  private static func strongest(
    in rest: [Double], besides known: [Int]
  ) -> (rows: Int, similarity: Double)? {
    let densities = Periodogram(deviations: rest).densities
    let most = rest.count / 3 + 2
    let products = Autocorrelation.products(rest, most: most)
    // Sums over fewer pairs are smaller; the mean product is compared.
    let hills = products.enumerated().map { lag, product in
      product / products[0] * Double(rest.count) / Double(rest.count - lag)
    }
    let noise = Autocorrelation.normalQuantile / Double(rest.count).squareRoot()
    let series = SelfSimilarity(detrended: rest)
    for cycles in peaks(of: densities) {
      let first = max(2, rest.count / (cycles + 1))
      let last = min(most - 1, (rest.count + cycles - 2) / max(1, cycles - 1))
      guard first <= last, let rows = (first...last).max(by: { hills[$0] < hills[$1] }),
        rows * 3 <= rest.count, hills[rows] >= hills[rows - 1], hills[rows] >= hills[rows + 1],
        hills[rows] > max(SelfSimilarity.least, 2 * noise)
      else { continue }
      let slack = min(last - first, max(1, rows / 25))
      let near = Array(max(2, rows - slack)...rows + slack)
      guard let chosen = best(of: series, hills: hills, rows: rows, near: near),
        !known.contains(where: { isRemainder(rows, of: $0) || isRemainder(chosen, of: $0) })
      else { continue }
      return (chosen, series.at(lag: chosen))
    }
    return nil
  }

  /// A length, or its double or triple, whichever repeats best; nil when none does.
  ///
  /// An overtone may be stronger than the season itself, as with two peaks a day, but takes less of
  /// the variance.
  private static func best(
    of series: SelfSimilarity, hills: [Double], rows: Int, near: [Int]
  ) -> Int? {
    let values = series.deviations
    var best: (rows: Int, similarity: Double, taken: Double)?
    for factor in [1, 2, 3] {
      // Around a multiple the hill may lie at any row in between.
      let around = factor == 1 ? [rows] : Array(near[0] * factor...near[near.count - 1] * factor)
      guard let hill = around.filter({ $0 * 3 <= values.count }).max(by: { hills[$0] < hills[$1] })
      else { continue }
      let length = Phases.sharpest(of: values, near: hill)
      let similarity = series.at(lag: length)
      let taken = Phases(of: values, rows: length).varianceTaken
      guard similarity >= best?.similarity ?? SelfSimilarity.least,
        taken >= 1.2 * (best?.taken ?? -.infinity)
      else { continue }
      best = (length, similarity, taken)
    }
    return best?.rows
  }

  /// The ten highest frequencies, highest first, that stand out of the ones around them as noise
  /// does in one of a hundred series.
  private static func peaks(of densities: [Double]) -> [Int] {
    let threshold = log(Double(densities.count) / 0.01)
    let order = (3..<max(3, densities.count)).sorted { densities[$0] > densities[$1] }
    return Array(
      order.prefix(100).filter { cycles in
        let first = max(1, min(cycles * 2 / 3, cycles - 8))
        let last = min(densities.count - 1, max(cycles * 3 / 2, cycles + 8))
        // A wide neighbourhood is looked at in places: its median needs no more.
        let step = max(1, (last - first) / 200)
        let around = stride(from: first, through: last, by: step).filter { abs($0 - cycles) > 1 }
        // Of noise the median of the power is ln 2 times its mean.
        let level = Readings.median(around.map { densities[$0] }) / log(2)
        return densities[cycles] > level * threshold
      }.prefix(10))
  }

  /// Whether a length is what a known season leaves behind when it is not a whole number of rows.
  private static func isRemainder(_ rows: Int, of known: Int) -> Bool {
    let ratio = Double(max(rows, known)) / Double(min(rows, known))
    let whole = ratio.rounded()
    return abs(ratio - whole) < max(0.1, 0.04 * whole) && whole <= (rows > known ? 3 : 6)
  }
}
