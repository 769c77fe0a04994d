import SluiceData

extension Doctor {
  /// Finds rows that have nothing to do with their neighbours.
  static func checkOrder(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let readings = forecasts.clippedReadings
    guard readings.count >= 100 else { return [] }
    let latest = Readings(checked: Array(readings.suffix(20_000)))
    let reach = min(max(facts.recipe.window.lookback, 10), 50)
    guard let found = try? Autocorrelation(latest, lags: reach),
      let test = try? LjungBoxTest(found, lags: reach)
    else { return [] }
    let correlations = Array(found.values.dropFirst())
    let largest = correlations.map(abs).max() ?? 0
    guard largest < max(0.1, 4 * found.band / 2), test.pValue > 1e-4,
      !isForeseen(forecasts.evaluation)
    else { return [] }
    return [
      Finding(
        .shuffledRows, weight: 0.9,
        title: "The rows have no order in time: each is as good as unrelated to the one before.",
        evidence:
          "The correlation of \(facts.recipe.target) with its readings 1 to \(reach) rows before "
          + "is at most \(Wording.number(largest)), and all together are what noise has, too (Ljung-Box "
          + "p = \(Wording.number(test.pValue))).",
        effect:
          "No network can forecast rows that were shuffled. If they were, putting them in order is "
          + "everything; if not, the readings are noise and the mean is the best forecast.",
        cure: Cure("Sort the file by time, and do not shuffle it before it is split."),
        picture: Picture(
          "How readings resemble those before them",
          note: "Of noise 19 of 20 lie within "
            + "±\(Wording.number(found.band)).", across: "rows before",
          upwards: "correlation",
          .lines([
            .init("correlation", x: (1...reach).map(Double.init), y: correlations)
          ])))
    ]
  }

  /// Whether some model forecasts the test part clearly better than its mean does: then other columns
  /// tell what comes, in an order that must be right.
  private static func isForeseen(_ evaluation: Evaluation) -> Bool {
    let table = evaluation.table
    let known = table.actual.indices.filter { !table.actual[$0].isNaN }
    let variance = Readings(checked: known.map { Double(table.actual[$0]) }).variance
    let verdict = evaluation.verdict
    return [verdict.model, verdict.bestBaseline].contains { name in
      guard let forecasts = table[name] else { return false }
      let errors = known.map { Double(forecasts[$0]) - Double(table.actual[$0]) }
      return StepForecasts.meanSquare(errors) < 0.8 * variance
    }
  }

  /// Finds a clock that does not tick regularly.
  static func checkClock(_ facts: Facts) -> [Finding] {
    let series = facts.run.raw
    guard let timestamps = series.timestamps, let interval = series.interval, series.count > 20,
      facts.recipe.groups.isEmpty, facts.recipe.cleaning.resample == nil
    else { return [] }
    var (odd, early, gaps) = (0, 0, 0)
    for row in 1..<series.count {
      let step = timestamps[row] - timestamps[row - 1]
      if abs(step - interval) * 20 > interval { odd += 1 }
      if step * 2 < interval { early += 1 }
      if step > interval + interval / 2 { gaps += 1 }
    }
    // Months are of unequal length; gaps are another finding's matter.
    let uneven = Double(odd - gaps) / Double(series.count - 1)
    let isMonthly = interval >= 28 * 86_400_000_000
    guard !isMonthly, uneven > 0.02 || Double(early) / Double(series.count) > 0.01 else {
      return []
    }
    return [
      Finding(
        .brokenClock, weight: 0.85, title: "The clock does not tick regularly.",
        evidence: "The usual time between two rows is \(TimeSpan.text(interval)), but "
          + "\(Wording.percent(Double(odd) / Double(series.count - 1))) of the rows follow at another "
          + "distance, \(early) of them after less than half of it, \(gaps) after a gap.",
        effect:
          "A network counts in rows: where they stand for different times, the same pattern looks "
          + "different each time. A regular grid often helps much.",
        cure: Cure(
          "Bring the rows to a regular grid, and look for rows whose time is wrong.",
          gridChange(facts, interval)))
    ]
  }

  /// Readings brought to a grid of their usual distance; none where no grid has cells of that length.
  private static func gridChange(_ facts: Facts, _ interval: Int64) -> [Cure.Change] {
    let text = TimeSpan.text(interval)
    guard facts.forecasts != nil, TimeSpan.microseconds(text) == interval,
      (try? Resampling(every: text)) != nil
    else { return [] }
    return [.init("cleaning.resample", "{every: \(text)}")]
  }
}
