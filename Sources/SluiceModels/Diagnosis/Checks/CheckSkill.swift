extension Doctor {
  /// Finds a network that does not clearly beat the best of the baselines.
  static func checkSkill(_ facts: Facts) -> [Finding] {
    let verdict = facts.verdict
    guard verdict.outcome != .better, !facts.knowsAllLabels else { return [] }
    let rival = Verdict.spoken(verdict.bestBaseline)
    let isWorse = verdict.difference < 0
    let title =
      isWorse
      ? "The network is no better than \(rival)."
      : "The network's lead over \(rival) may be chance."
    return [
      Finding(
        .noSkill, weight: verdict.outcome == .worse ? 0.7 : isWorse ? 0.6 : 0.35, title: title,
        evidence: verdict.sentence,
        effect: "None by itself: the other findings, if there are any, say why. Where there are "
          + "none, what the network sees may simply not tell more than \(rival) knows.",
        cure: isWorse
          ? Cure(
            "Save \(rival) instead (sluice train --best), or give the network something that "
              + "\(rival) does not know: more columns, the calendar, a longer lookback.") : nil,
        picture: picture(of: facts))
    ]
  }

  /// The errors of all models side by side.
  private static func picture(of facts: Facts) -> Picture? {
    guard let forecasts = facts.forecasts else { return nil }
    let rivals = forecasts.evaluation.baselines.sorted {
      Baselines.order(of: $0.key) < Baselines.order(of: $1.key)
    }
    return Picture(
      "The typical error of each model", note: "Shorter is better.",
      upwards: "root mean squared error" + (facts.run.unit.map { ", \($0)" } ?? ""),
      .bars(
        [.init(facts.verdict.model, forecasts.evaluation.metrics.rmse, isMeant: true)]
          + rivals.map { .init($0.key, $0.value.rmse) }))
  }
}
