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
        cure: differencing(facts.run.written),
        picture: blocks(of: facts.recipe.target, facts))
    ]
  }

  /// Forecasts the change, from changes of the target where that is an input.
  private static func differencing(_ recipe: Recipe) -> Cure {
    var words = "Forecast the change from the last reading instead of the level"
    var changes = [Cure.Change("targetReference", "lastReading")]
    if recipe.masksTargets {
      // The last reading must be known.
      changes.append(.init("cleaning.missingTargets", "drop"))
      words += ", leave out the rows that miss it"
    }
    let others = recipe.features.filter { $0 != recipe.target }
    guard others.count < recipe.features.count, !recipe.indicated.contains(recipe.target),
      let derived = recipe.change(deriving: .difference(.init(column: recipe.target))),
      let columns = Cure.Change("features.columns", encoding: others)
    else { return Cure("\(words).", changes) }
    return Cure(
      "\(words), and let the network see the target's changes.", changes + [columns, derived])
  }

  /// Finds a season that is longer than what the network sees.
  static func checkSeason(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts,
      let readings = try? Readings(Array(forecasts.clippedReadings.suffix(mostReadings))),
      readings.count >= 60
    else { return [] }
    let lookback = facts.recipe.window.lookback
    let interval = facts.run.training.recipe.interval
    let found = SeasonalPeriod.found(in: readings).filter { $0.rows > lookback && $0.share > 0.15 }
    guard let season = found.max(by: { $0.share < $1.share }),
      !knowsCycle(of: season.rows, interval: interval, facts)
    else { return [] }
    let length = interval.map { " (\(Wording.length(Int64(season.rows) * $0)))" } ?? ""
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
        cure: seasonCure(season.rows, interval: interval, facts),
        picture: resemblance(readings, season: season.rows))
    ]
  }

  /// Tells the network where it is in a season, or lets it see the whole of it.
  private static func seasonCure(_ rows: Int, interval: Int64?, _ facts: Facts) -> Cure {
    let (recipe, lookback) = (facts.run.written, facts.recipe.window.lookback)
    if let (cycle, waves) = cycle(of: rows, interval: interval) {
      return Cure(
        "Tell the network the time of the season.",
        recipe.changes(telling: cycle, waves: waves, zone: facts.run.zone))
    }
    // A window of many hundred rows costs much and is learnt from badly.
    if rows > 3 * lookback || rows > 200 {
      if let interval,
        let waves = DerivedFeature.Fourier(
          period: TimeSpan.exactText(Int64(rows) * interval), terms: 3),
        let change = recipe.change(deriving: .fourier(waves))
      {
        return Cure("Tell the network the time of the season by waves of its length.", [change])
      }
      let past = rows - facts.recipe.window.horizon
      if interval == nil, past > 0,
        let change = recipe.change(deriving: .lag(.init(column: recipe.target, by: [past])))
      {
        return Cure("Let the network see the reading of a season ago.", [change])
      }
    }
    return Cure(
      "Let the window hold a whole season.", [.init("window.lookback", "\(rows + 1)")])
  }

  /// The calendar's cycle that has a wave of a season's length, and the number of that wave; nil where none
  /// has.
  private static func cycle(of rows: Int, interval: Int64?) -> (CalendarCycle, waves: Int)? {
    guard let interval else { return nil }
    let days = Double(rows) * Double(interval) / 86_400_000_000
    let cycles: [(CalendarCycle, Double, waves: Int)] = [
      (.timeOfDay, 1, 1), (.timeOfDay, 0.5, 2), (.week, 7, 1), (.week, 3.5, 2), (.year, 365.25, 1),
    ]
    return cycles.first { abs(days / $0.1 - 1) < 0.03 }.map { ($0.0, $0.waves) }
  }

  /// Whether a cycle of the calendar, or waves of its length, tell the season.
  private static func knowsCycle(of rows: Int, interval: Int64?, _ facts: Facts) -> Bool {
    let recipe = facts.run.written
    if let (cycle, waves) = cycle(of: rows, interval: interval), recipe.waves(of: cycle) >= waves {
      return true
    }
    return recipe.derived?.entries.contains { rule in
      guard case .fourier(let waves) = rule, let interval,
        let length = TimeSpan.microseconds(waves.period)
      else { return false }
      return abs(Double(rows) * Double(interval) / Double(length) - 1) < 0.03
    } ?? false
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
