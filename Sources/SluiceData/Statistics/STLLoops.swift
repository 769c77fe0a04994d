/// The two loops of STL: the inner one parts trend and season, the outer one weighs outliers down.
struct STLLoops {
  private let values: [Double]
  private let season: Int
  private let seasonalSmoother: Loess
  private let trendSmoother: Loess
  private let lowPassSmoother: Loess
  private(set) var trend: [Double]
  private(set) var seasonal: [Double]
  /// The weight of each row, from 0 to 1.
  private(set) var weights: [Double]
  private var isWeighted = false

  /// Prepares the loops; the settings have been checked.
  init(values: [Double], settings: STL) {
    func smoother(_ window: Int) -> Loess {
      Loess(window: window, jump: settings.detail == .everyRow ? 1 : (window - 1) / 10 + 1)
    }
    self.values = values
    season = settings.season
    seasonalSmoother = smoother(settings.seasonalWindow)
    trendSmoother = smoother(settings.usedTrendWindow)
    lowPassSmoother = smoother((settings.season + 1) | 1)
    trend = [Double](repeating: 0, count: values.count)
    seasonal = trend
    weights = [Double](repeating: 1, count: values.count)
  }

  mutating func run(inner: Int, outer: Int) {
    for round in 0...outer {
      if round > 0 { weigh() }
      for _ in 0..<inner { partTrendAndSeason() }
    }
  }

  private mutating func partTrendAndSeason() {
    let cycles = smoothedPhases(zip(values, trend).map { $0 - $1 })
    let moving = movingMean(movingMean(movingMean(cycles, season), season), 3)
    let low = lowPassSmoother.smoothed(moving, weights: nil)
    seasonal = values.indices.map { cycles[season + $0] - low[$0] }
    trend = trendSmoother.smoothed(
      zip(values, seasonal).map { $0 - $1 }, weights: isWeighted ? weights : nil)
  }

  /// Each phase smoothed, with a season more at both ends.
  private func smoothedPhases(_ detrended: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: detrended.count + 2 * season)
    for phase in 0..<season {
      let rows = stride(from: phase, to: detrended.count, by: season)
      let cycle = rows.map { detrended[$0] }
      let cycleWeights = isWeighted ? rows.map { weights[$0] } : nil
      let smoothed = seasonalSmoother.smoothed(cycle, weights: cycleWeights)
      let before = seasonalSmoother.extended(to: -1, cycle, weights: cycleWeights)
      let after = seasonalSmoother.extended(to: cycle.count, cycle, weights: cycleWeights)
      result[phase] = before ?? smoothed[0]
      for (index, value) in smoothed.enumerated() { result[(index + 1) * season + phase] = value }
      result[(cycle.count + 1) * season + phase] = after ?? smoothed[cycle.count - 1]
    }
    return result
  }

  private func movingMean(_ values: [Double], _ length: Int) -> [Double] {
    var sum = values[..<length].reduce(0, +)
    var result = [sum / Double(length)]
    result.reserveCapacity(values.count - length + 1)
    for index in length..<max(length, values.count) {
      sum += values[index] - values[index - length]
      result.append(sum / Double(length))
    }
    return result
  }

  /// Rows weigh less the farther they lie from trend and season, and nothing from six median
  /// distances on (bisquare weights).
  private mutating func weigh() {
    let distances = values.indices.map { abs(values[$0] - trend[$0] - seasonal[$0]) }
    let reach = 6 * Readings.median(distances)
    isWeighted = true
    guard reach > 0 else {
      weights = [Double](repeating: 1, count: values.count)
      return
    }
    weights = distances.map { distance in
      if distance <= 0.001 * reach { return 1 }
      if distance > 0.999 * reach { return 0 }
      let ratio = distance / reach
      return (1 - ratio * ratio) * (1 - ratio * ratio)
    }
  }
}
