import SluiceData

extension Doctor {
  /// Errors are grouped where there are at least so many of them.
  static let fewestErrors = 200

  /// Finds what repeats itself in the errors.
  static func checkErrors(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts, forecasts.test.rows.count >= fewestErrors else {
      return []
    }
    return [
      byHour(forecasts, facts), byWeekday(forecasts, facts), inTime(forecasts, facts),
      byLevel(forecasts, facts),
    ]
    .compactMap { $0 }.max { $0.weight < $1.weight }.map { [$0] } ?? []
  }

  /// The errors grouped by something, where the groups explain a good part of them.
  private static func grouped(
    _ errors: [Double], by groups: [Int], names: [String]
  ) -> (share: Double, means: [Double])? {
    var (sums, counts) = (names.map { _ in 0.0 }, names.map { _ in 0.0 })
    for (error, group) in zip(errors, groups) {
      sums[group] += error
      counts[group] += 1
    }
    let mean = Readings(checked: errors).mean
    let total = Readings(checked: errors).variance * Double(errors.count)
    guard total > 0, counts.count(where: { $0 > 0 }) > 1 else { return nil }
    var between = 0.0
    for (sum, count) in zip(sums, counts) where count > 0 {
      between += count * (sum / count - mean) * (sum / count - mean)
    }
    // What as many groups of noise would explain is no finding.
    let chance = Double(counts.count(where: { $0 > 0 }) - 1) / Double(errors.count)
    return (between / total - 3 * chance, zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 })
  }

  private static func byHour(_ forecasts: Facts.Forecasts, _ facts: Facts) -> Finding? {
    guard let timestamps = facts.run.test.series.timestamps,
      let interval = facts.run.test.series.interval, interval <= 3_600_000_000
    else { return nil }
    let clock = LocalClock(zone: facts.run.zone)
    let hours = forecasts.test.rows.map { clock.time(at: timestamps[$0]).hour }
    return calendar(
      forecasts, facts, groups: hours, names: (0..<24).map { "\($0)" }, of: "hour of the day",
      cycle: .timeOfDay)
  }

  private static func byWeekday(_ forecasts: Facts.Forecasts, _ facts: Facts) -> Finding? {
    guard let timestamps = facts.run.test.series.timestamps,
      let interval = facts.run.test.series.interval, interval <= 86_400_000_000,
      let first = forecasts.test.rows.first, let last = forecasts.test.rows.last,
      timestamps[last] - timestamps[first] >= 21 * 86_400_000_000
    else { return nil }
    let clock = LocalClock(zone: facts.run.zone)
    let days = forecasts.test.rows.map { clock.time(at: timestamps[$0]).weekday }
    return calendar(
      forecasts, facts, groups: days, names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
      of: "day of the week", cycle: .week)
  }

  private static func calendar(
    _ forecasts: Facts.Forecasts, _ facts: Facts, groups: [Int], names: [String], of what: String,
    cycle: CalendarCycle
  ) -> Finding? {
    guard let found = grouped(forecasts.test.errors, by: groups, names: names), found.share > 0.06
    else { return nil }
    let waves = facts.run.written.waves(of: cycle)
    let worst = found.means.indices.max { abs(found.means[$0]) < abs(found.means[$1]) } ?? 0
    return Finding(
      .structuredErrors, weight: 0.5 + 0.4 * found.share,
      title: "The errors depend on the \(what): the network misses something that repeats itself.",
      evidence: "The \(what) explains \(Wording.percent(found.share)) of the squared error. At "
        + "\(names[worst]) the forecasts are too \(found.means[worst] > 0 ? "high" : "low") by "
        + "\(Wording.amount(abs(found.means[worst]), facts.run.unit)) on average.",
      effect:
        "A network that knows the \(what) can take up to that share of the squared error away.",
      cure: Cure(
        waves > 0 ? "Give the cycle more waves." : "Tell the network the \(what).",
        facts.run.written.changes(
          telling: cycle, waves: waves > 0 ? max(4, 2 * waves) : 1, zone: facts.run.zone)),
      picture: Picture(
        "Mean error by \(what)", note: "Above 0 the forecasts are too high.",
        upwards: "mean error"
          + (facts.run.unit.map { ", \($0)" } ?? ""),
        .bars(
          zip(names, found.means).enumerated().map { place, pair in
            .init(pair.0, pair.1, isMeant: place == worst)
          })))
  }

  private static func inTime(_ forecasts: Facts.Forecasts, _ facts: Facts) -> Finding? {
    let test = forecasts.test
    guard facts.recipe.window.stride == 1, let memory = ErrorMemory(test.errors, step: test.step),
      let worst = memory.correlations.indices.max(by: {
        abs(memory.correlations[$0]) < abs(memory.correlations[$1])
      })
    else { return nil }
    let largest = memory.correlations[worst]
    // Of many errors even what is too weak to be of use is no chance.
    guard memory.test.pValue < 0.001, abs(largest) > 0.45 else { return nil }
    let share = largest * largest
    let rows = (worst + 1) * test.step
    return Finding(
      .structuredErrors, weight: 0.4 + 0.15 * share,
      title: "The errors follow each other: one tells of the next.",
      evidence:
        "An error resembles the one \(Wording.count(rows, "row")) before it, which is known "
        + "when the forecast is made (correlation \(Wording.number(largest))). By chance errors are as much "
        + "alike with a probability of \(memory.probability) (Ljung-Box "
        + "Q = \(Wording.number(memory.test.statistic)) over \(memory.test.lags) lags).",
      effect:
        "A network that uses it could take about \(Wording.percent(share)) of the squared error away.",
      cure: Cure(
        "Let the network see farther back.",
        [.init("window.lookback", "\(max(2 * facts.recipe.window.lookback, rows + 1))")]),
      picture: Picture(
        "How errors resemble earlier ones", note: "Noise stays near 0.", across: "rows before",
        upwards: "correlation",
        .lines([
          .init(
            "errors", x: memory.correlations.indices.map { Double(($0 + 1) * test.step) },
            y: memory.correlations)
        ])))
  }

  private static func byLevel(_ forecasts: Facts.Forecasts, _ facts: Facts) -> Finding? {
    let test = forecasts.test
    let order = test.predicted.indices.sorted { test.predicted[$0] < test.predicted[$1] }
    var groups = order
    for (rank, place) in order.enumerated() { groups[place] = rank * 10 / order.count }
    let names = (1...10).map { "\($0)" }
    guard let found = grouped(test.errors, by: groups, names: names), found.share > 0.1 else {
      return nil
    }
    return Finding(
      .structuredErrors, weight: 0.35 + 0.3 * found.share,
      title: "The errors depend on how high the forecast is.",
      evidence:
        "The height of the forecast explains \(Wording.percent(found.share)) of the squared error: "
        + "the lowest tenth of the forecasts is off by \(Wording.number(found.means[0])) on average, the "
        + "highest by \(Wording.number(found.means[9])).",
      effect: "A network that has learnt long enough has no such slope.",
      cure: Cure(
        "Train longer, or with less dropout.",
        [.init("training.epochs", "\(2 * facts.run.settings.epochs)")]),
      picture: Picture(
        "Mean error by height of the forecast", note: "Tenths of the forecasts, the lowest first.",
        upwards: "mean error",
        .bars(zip(names, found.means).map { .init($0, $1) })))
  }
}
