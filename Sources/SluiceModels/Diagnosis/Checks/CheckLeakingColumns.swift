import SluiceData

extension Doctor {
  /// Finds columns that know the target's future and are not said to be known ahead.
  ///
  /// Said only where a column of the last row seen explains the target's next value nearly wholly, and
  /// far better than the target's own last reading does.
  static func checkLeakingColumns(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let rows = facts.run.split.train.rows
    let whole = facts.run.training.series
    let step = forecasts.test.step
    func pairs(_ column: Column) -> (now: [Double], later: [Double]) {
      var (now, later): ([Double], [Double]) = ([], [])
      for row in Facts.spread(rows.lowerBound..<max(rows.lowerBound, rows.upperBound - step)) {
        let (a, b) = (column[row], forecasts.target[row + step])
        if a.isNaN || b.isNaN { continue }
        now.append(Double(a))
        later.append(Double(b))
      }
      return (now, later)
    }
    func explained(_ column: Column) -> Double {
      let pairs = pairs(column)
      guard pairs.now.count > 20 else { return 0 }
      let correlation = try? Correlation.pearson(
        Readings(checked: pairs.now), Readings(checked: pairs.later))
      return (correlation ?? 0) * (correlation ?? 0)
    }
    let own = explained(forecasts.target)
    let trusted = [facts.recipe.target] + (facts.recipe.knownAhead ?? [])
    return facts.recipe.features.filter { !trusted.contains($0) }.compactMap { name in
      guard let column = whole[name], column.categories == nil else { return nil }
      let share = explained(column)
      guard share > 0.9, 1 - share < 0.2 * (1 - own) else { return nil }
      return Finding(
        .leakingColumn, weight: 0.97,
        title: "The column \(name) knows the future of \(facts.recipe.target).",
        evidence: "The value of \(name) in the last row seen explains \(Wording.percent(share)) of "
          + "what \(facts.recipe.target) is \(Wording.count(step, "row")) later; its own last reading "
          + "explains \(Wording.percent(own)).",
        effect:
          "A forecast that rests on such a column fails as soon as the column is not known in "
          + "time. Without it the measured error rises to what it really is.",
        cure: Cure(
          "Take the column out, unless it really is known at the moment of the forecast.",
          [
            .init(
              "features.columns",
              "[" + facts.recipe.features.filter { $0 != name }.joined(separator: ", ") + "]")
          ]),
        picture: Picture(
          "What explains \(facts.recipe.target) \(Wording.count(step, "row")) later",
          note: "Shares of the variance in the training rows.", upwards: "share explained",
          .bars([.init(name, share, isMeant: true), .init("its own last reading", own)])))
    }
  }
}
