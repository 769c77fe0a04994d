import SluiceData

extension Doctor {
  /// The most leads that a column is compared with the target at.
  private static let mostLeads = 64

  /// Finds columns that know the target's future and are not said to be known ahead.
  ///
  /// Said only where a column explains the target of some rows later, up to the horizon, nearly wholly, and
  /// far better than the target's own reading does.
  static func checkLeakingColumns(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let farthest = forecasts.test.step
    let leads = stride(from: farthest, to: 0, by: -max(1, (farthest + mostLeads - 1) / mostLeads))
    let own = leads.map { explained(by: forecasts.target, lead: $0, facts) }
    let trusted = Set([facts.recipe.target] + (facts.recipe.knownAhead ?? []))
    let leaks = facts.readColumns.filter { !trusted.contains($0) }
      .compactMap { name -> (name: String, lead: Int, share: Double, own: Double)? in
        guard let column = facts.run.training.series[name] else { return nil }
        for (lead, own) in zip(leads, own) {
          let share = explained(by: column, lead: lead, facts)
          // A column that merely leads the target a little knows less than the target itself will be.
          let isLeak =
            lead == farthest
            ? share > 0.9 && 1 - share < 0.2 * (1 - own)
            : share > 0.98 && 1 - share < 0.1 * (1 - own)
          if isLeak { return (name, lead, share, own) }
        }
        return nil
      }
    let cured = facts.run.written.changes(without: Set(leaks.map(\.name)))
    return leaks.map { name, lead, share, own in
      Finding(
        .leakingColumn, weight: 0.97,
        title: "The column \(name) knows the future of \(facts.recipe.target).",
        evidence: "A reading of \(name) explains \(Wording.percent(share)) of what "
          + "\(facts.recipe.target) is \(Wording.count(lead, "row")) later; the reading of "
          + "\(facts.recipe.target) in its row explains \(Wording.percent(own)).",
        effect:
          "A forecast that rests on such a column fails as soon as the column is not known in "
          + "time. Without it the measured error rises to what it really is.",
        cure: Cure(
          leaks.count == 1
            ? "Take the column out; if it really is known by then, declare that (features.knownAhead)."
            : "Take all such columns out; what really is known by then can be declared (features.knownAhead).",
          cured),
        picture: Picture(
          "What explains \(facts.recipe.target) \(Wording.count(lead, "row")) later",
          note: "Shares of the variance in the training rows.", upwards: "share explained",
          .bars([.init(name, share, isMeant: true), .init("its own reading", own)])))
    }
  }

  /// The share of the variance of the target some rows later that a straight line of a column explains.
  private static func explained(by column: Column, lead: Int, _ facts: Facts) -> Double {
    guard let target = facts.forecasts?.target else { return 0 }
    let rows = facts.run.split.train.rows
    var (now, later): ([Double], [Double]) = ([], [])
    for row in Facts.spread(rows.lowerBound..<max(rows.lowerBound, rows.upperBound - lead)) {
      let (a, b) = (column[row], target[row + lead])
      if a.isNaN || b.isNaN { continue }
      now.append(Double(a))
      later.append(Double(b))
    }
    guard now.count > 20 else { return 0 }
    let correlation =
      (try? Correlation.pearson(Readings(checked: now), Readings(checked: later))) ?? 0
    return correlation * correlation
  }
}
