import SluiceData

extension Doctor {
  /// Finds forecasts that hardly change.
  static func checkSpread(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let test = forecasts.test
    let (own, truth) = (
      Readings(checked: test.predicted).deviation, Readings(checked: test.actual).deviation
    )
    guard test.rows.count >= 10, truth > 0, own < 0.15 * truth else { return [] }
    let shown = min(300, test.rows.count)
    let across = (0..<shown).map(Double.init)
    return [
      Finding(
        .nearlyConstant, weight: 0.75, title: "The forecasts hardly change.",
        evidence: "They vary by \(Wording.amount(own, facts.run.unit)) (standard deviation), the "
          + "readings by \(Wording.amount(truth, facts.run.unit)): the network says much the same "
          + "whatever it sees.",
        effect:
          "If anything in the window tells what comes, a network that learns has a lower error; "
          + "if nothing does, a constant is the best forecast.",
        cure: Cure(
          "Train longer with a rate that the range test suggests (sluice find-learning-rate), and "
            + "look at the findings about scales and rates first.",
          [.init("training.epochs", "\(2 * facts.run.settings.epochs)")]),
        picture: Picture(
          "The first forecasts of the test part", note: "The flat line is the network's.",
          across: "test window", upwards: facts.run.unit ?? facts.recipe.target,
          .lines([
            .init("readings", x: across, y: Array(test.actual.prefix(shown))),
            .init("forecasts", x: across, y: Array(test.predicted.prefix(shown))),
          ])))
    ]
  }
}
