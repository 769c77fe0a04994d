import SluiceData

extension Season {
  /// Finds the season of the training part.
  ///
  /// The sampling interval suggests candidates: a day and a week of rows that are minutes or hours
  /// apart, a week and a year of days, a year of weeks, months or quarters, a minute and an hour of
  /// rows below a second. Of those that fit into the training part twice, the one with the
  /// strongest autocorrelation is taken if it is clearly a repetition; otherwise the first, by the
  /// clock alone. Without a clock, the strongest peak of the autocorrelation decides. A longer
  /// season must leave a fifth less unexplained than a shorter one, for multiples of a season
  /// repeat nearly as well. The trend is taken out first.
  ///
  /// - Parameters:
  ///   - training: The target's training readings; missing ones are left out.
  ///   - interval: Microseconds from row to row; nil without a clock.
  public init(inferredFrom training: [Float], interval: Int64?) {
    let series = SelfSimilarity(training.suffix(Season.mostRows).map { Double($0) })
    let candidates = interval.map(Season.candidates) ?? []
    let fitting = candidates.filter { $0 >= 2 && 2 * $0 <= series.deviations.count }
    if let strongest = Season.strongest(of: fitting, in: series) {
      self.init(rows: strongest, origin: .autocorrelation)
    } else if let usual = fitting.first {
      self.init(rows: usual, origin: .clock)
    } else if candidates.isEmpty, let peak = Season.firstPeak(of: series) {
      self.init(rows: peak, origin: .autocorrelation)
    } else {
      self.init(rows: 1, origin: .none)
    }
  }

  /// Rows that the autocorrelation is computed of: the latest ones, as many as tell a season.
  private static let mostRows = 200_000

  /// The usual seasons at an interval, in rows, the most usual first.
  static func candidates(interval: Int64) -> [Int] {
    let second: Int64 = 1_000_000
    let (day, week) = (86_400 * second, 7 * 86_400 * second)
    let spans: [Int64] =
      switch interval {
      case ..<second: [60 * second, 3_600 * second]
      case ..<day: [day, week]
      case ..<week: [week, 365 * day]
      case ..<(28 * day): [52 * week]
      // Months and quarters are of unequal length: a year is as many of them as come nearest.
      default: [36525 * day / 100]
      }
    return spans.map { Int((Double($0) / Double(interval)).rounded()) }
  }

  /// The candidate at which the series resembles itself most; nil when it does at none.
  private static func strongest(of candidates: [Int], in series: SelfSimilarity) -> Int? {
    SelfSimilarity.strongest(candidates.sorted().map { ($0, series.at(lag: $0)) })
  }

  /// The strongest local maximum of the autocorrelation after it first falls below 0.
  private static func firstPeak(of series: SelfSimilarity) -> Int? {
    let farthest = min(series.deviations.count / 3, 2_000)
    guard farthest >= 3 else { return nil }
    let latest = SelfSimilarity(detrended: Array(series.deviations.suffix(20_000)))
    let correlations = (0...farthest).map { latest.at(lag: $0) }
    guard let fallen = correlations.firstIndex(where: { $0 < 0 }) else { return nil }
    let peaks = (max(fallen, 2)..<max(fallen, 2, farthest)).filter {
      correlations[$0] >= correlations[$0 - 1] && correlations[$0] >= correlations[$0 + 1]
    }
    return SelfSimilarity.strongest(peaks.map { ($0, correlations[$0]) })
  }
}
