import Foundation
import SluiceData

extension Doctor {
  /// The most readings that tests of a trend look at: the latest ones.
  private static let mostReadings = 20_000

  /// Finds a target that wanders or rises, so that the test part lies elsewhere than training.
  static func checkTrend(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts, facts.recipe.targetReference == nil,
      let readings = try? Readings(Array(forecasts.trainingReadings.suffix(mostReadings))),
      readings.count >= 100, !readings.isConstant,
      let unitRoot = try? DickeyFullerTest(readings), let level = try? KPSSTest(readings)
    else { return [] }
    let rows = (0..<readings.count).map(Double.init)
    let slope = (try? Correlation.pearson(Readings(rows), readings)) ?? 0
    let rises = slope * slope > 0.5
    let wanders = unitRoot.pValue > 0.1 && level.pValue < 0.05
    let moved =
      abs(Readings(checked: forecasts.testReadings).mean - readings.mean)
      / readings.variance.squareRoot()
    guard rises || wanders, moved > 0.7 else { return [] }
    return [
      Finding(
        .trend, weight: 0.62 + 0.25 * min(1, moved / 4),
        title: rises
          ? "The target has a trend that the network is left alone with."
          : "The target wanders: it has no level that it comes back to.",
        evidence: (rises
          ? "A straight line explains \(Wording.percent(slope * slope)) of the training readings. "
          : "A unit root cannot be ruled out (Dickey-Fuller p = \(Wording.number(unitRoot.pValue)), "
            + "KPSS p = \(Wording.number(level.pValue))). ")
          + "The test part lies \(Wording.number(moved)) standard deviations of the training part away "
          + "from it on average.",
        effect:
          "A network that forecasts the change from the last reading need not know the level, and "
          + "keeps working when that moves on.",
        cure: differencing(facts.recipe),
        picture: blocks(of: facts.recipe.target, facts))
    ]
  }

  /// Forecasts the change, from changes of the target where that is an input.
  private static func differencing(_ recipe: Recipe) -> Cure {
    let words = "Forecast the change from the last reading instead of the level"
    let reference = Cure.Change("targetReference", "lastReading")
    let others = recipe.features.filter { $0 != recipe.target }
    let difference = DerivedFeature.difference(.init(column: recipe.target))
    // JSON is YAML, too.
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard others.count < recipe.features.count,
      let derived = try? DerivedFeatures((recipe.derived?.entries ?? []) + [difference]),
      let text = try? encoder.encode(derived), let columns = try? encoder.encode(others)
    else { return Cure("\(words).", [reference]) }
    return Cure(
      "\(words), and let the network see the target's changes.",
      [
        reference, .init("features.columns", String(decoding: columns, as: UTF8.self)),
        .init("features.derived", String(decoding: text, as: UTF8.self)),
      ])
  }

  /// Finds a season that is longer than what the network sees.
  static func checkSeason(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts,
      let readings = try? Readings(Array(forecasts.trainingReadings.suffix(mostReadings))),
      readings.count >= 60
    else { return [] }
    let lookback = facts.recipe.window.lookback
    let interval = facts.run.training.recipe.interval
    let found = SeasonalPeriod.found(in: readings).filter { $0.rows > lookback && $0.share > 0.15 }
    guard let season = found.max(by: { $0.share < $1.share }),
      !knowsCycle(of: season.rows, interval: interval, facts)
    else { return [] }
    let cycle = cycle(of: season.rows, interval: interval)
    let known = facts.recipe.calendar?.cycles.map(\.rawValue) ?? []
    let change: Cure.Change =
      cycle.map {
        .init("features.calendar", "{cycles: [\((known + [$0]).joined(separator: ", "))]}")
      } ?? .init("window.lookback", "\(season.rows + 1)")
    let length = interval.map { " (\(TimeSpan.text(Int64(season.rows) * $0)))" } ?? ""
    return [
      Finding(
        .longSeason, weight: 0.55 + 0.4 * season.share,
        title: "The season is longer than what the network sees.",
        evidence:
          "\(facts.recipe.target) repeats itself every \(season.rows) rows\(length), which explains "
          + "\(Wording.percent(season.share)) of its variance. A window has \(lookback) rows, and no "
          + "input tells where in the season it lies.",
        effect:
          "A network that knows where it is in the season can use it; how much is left to gain, the "
          + "seasonal naive forecast's error hints at.",
        cure: Cure(
          cycle == nil
            ? "Let the window hold a whole season." : "Tell the network the time of the season.",
          [change]), picture: resemblance(readings, season: season.rows))
    ]
  }

  /// The calendar's cycle of a season; nil where it has none of that length.
  private static func cycle(of rows: Int, interval: Int64?) -> String? {
    guard let interval else { return nil }
    let days = Double(rows) * Double(interval) / 86_400_000_000
    let cycles = [("timeOfDay", 1.0), ("week", 7.0), ("year", 365.25)]
    return cycles.first { abs(days / $0.1 - 1) < 0.03 }?.0
  }

  private static func knowsCycle(of rows: Int, interval: Int64?, _ facts: Facts) -> Bool {
    guard let cycle = cycle(of: rows, interval: interval) else { return false }
    return facts.recipe.calendar?.cycles.contains { $0.rawValue == cycle } ?? false
  }

  private static func resemblance(_ readings: Readings, season: Int) -> Picture? {
    let reach = min(readings.count / 2, 2 * season + season / 4)
    guard let correlations = try? Autocorrelation(readings, lags: reach) else { return nil }
    let step = max(1, reach / 400)
    let lags = Array(stride(from: 0, through: reach, by: step))
    return Picture(
      "How readings resemble those before them", note: "The hill at \(season) rows is the season.",
      across: "rows before", upwards: "correlation",
      .lines([
        .init("correlation", x: lags.map(Double.init), y: lags.map { correlations.values[$0] })
      ]))
  }
}
