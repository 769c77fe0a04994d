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
    let series = Season.detrended(training)
    let candidates = interval.map(Season.candidates) ?? []
    let fitting = candidates.filter { $0 >= 2 && 2 * $0 <= series.count }
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

  /// An autocorrelation below this is no repetition worth the name.
  private static let leastAutocorrelation = 0.1

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
  private static func strongest(of candidates: [Int], in series: [Double]) -> Int? {
    strongest(candidates.sorted().map { ($0, autocorrelation(series, lag: $0)) })
  }

  /// The strongest local maximum of the autocorrelation after it first falls below 0.
  private static func firstPeak(of series: [Double]) -> Int? {
    let farthest = min(series.count / 3, 2_000)
    guard farthest >= 3 else { return nil }
    let latest = Array(series.suffix(20_000))
    let correlations = (0...farthest).map { autocorrelation(latest, lag: $0) }
    guard let fallen = correlations.firstIndex(where: { $0 < 0 }) else { return nil }
    let peaks = (max(fallen, 2)..<max(fallen, 2, farthest)).filter {
      correlations[$0] >= correlations[$0 - 1] && correlations[$0] >= correlations[$0 + 1]
    }
    return strongest(peaks.map { ($0, correlations[$0]) })
  }

  /// The season with the strongest autocorrelation, where a longer one must be clearly stronger;
  /// nil when none repeats.
  private static func strongest(_ seasons: [(rows: Int, autocorrelation: Double)]) -> Int? {
    var best: Int?
    var unexplained = 1 - leastAutocorrelation
    for (rows, autocorrelation) in seasons where 1 - autocorrelation <= unexplained {
      best = rows
      unexplained = 0.8 * (1 - autocorrelation)
    }
    return best
  }

  /// How much a series resembles itself some rows before.
  ///
  /// It is 1 less the mean squared change over twice the variance: for a long series the
  /// autocorrelation; a short one suffers less from its ends, where a part of a season is left over.
  private static func autocorrelation(_ series: [Double], lag: Int) -> Double {
    var (change, pairs) = (0.0, 0)
    var (square, known) = (0.0, 0)
    series.withUnsafeBufferPointer { values in
      for row in values.indices where !values[row].isNaN {
        square += values[row] * values[row]
        known += 1
        guard row >= lag, !values[row - lag].isNaN else { continue }
        let difference = values[row] - values[row - lag]
        change += difference * difference
        pairs += 1
      }
    }
    guard pairs > 0, square > 0 else { return 0 }
    return 1 - change / Double(pairs) / (2 * square / Double(known))
  }

  /// The latest readings less their straight line of least squares; missing ones stay so.
  private static func detrended(_ training: [Float]) -> [Double] {
    let readings = training.suffix(mostRows)
    let count = Double(readings.filter { !$0.isNaN }.count)
    guard count > 1 else { return [] }
    let middle = Double(readings.count - 1) / 2
    var (sum, tilt, spread) = (0.0, 0.0, 0.0)
    for value in readings where !value.isNaN { sum += Double(value) }
    let mean = sum / count
    for (row, value) in readings.enumerated() where !value.isNaN {
      let place = Double(row) - middle
      tilt += place * (Double(value) - mean)
      spread += place * place
    }
    let slope = spread > 0 ? tilt / spread : 0
    return readings.enumerated().map { row, value in
      Double(value) - mean - slope * (Double(row) - middle)
    }
  }
}
