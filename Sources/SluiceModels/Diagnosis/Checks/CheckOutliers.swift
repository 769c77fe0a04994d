import SluiceData

extension Doctor {
  /// Finds a few extreme readings that make up most of the error.
  static func checkOutliers(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let known = forecasts.trainingReadings
    let readings = Readings(
      checked:
        stride(from: 0, to: known.count, by: max(1, known.count / 200_000)).map { known[$0] })
    guard readings.values.count >= 200 else { return [] }
    let (median, spread) = readings.medianAndSpread
    guard spread > 0 else { return [] }
    let far = readings.values.filter { abs($0 - median) > 10 * spread }
    let squares = readings.values.map { ($0 - median) * ($0 - median) }.sorted(by: >)
    let few = max(1, squares.count / 200)
    let share = squares.prefix(few).reduce(0, +) / max(squares.reduce(0, +), .leastNormalMagnitude)
    guard !far.isEmpty, far.count * 50 < readings.values.count, share > 0.35 else { return [] }
    let errors = forecasts.training.errors.map { $0 * $0 }.sorted(by: >)
    let worst = max(1, errors.count / 200)
    let ofError =
      errors.prefix(worst).reduce(0, +) / max(errors.reduce(0, +), .leastNormalMagnitude)
    return [
      Finding(
        .outliers, weight: 0.6 + 0.3 * share, title: "A few extreme readings rule the training.",
        evidence: "\(Wording.count(far.count, "training reading")) of \(facts.recipe.target) "
          + "lie more than ten quartile distances from the middle, the farthest at "
          + "\(Wording.amount(far.max { abs($0 - median) < abs($1 - median) } ?? median, facts.run.unit)). "
          + "The most extreme 0.5 % of the readings make up \(Wording.percent(share)) of the squared distances from the middle, and "
          + "the worst 0.5 % of the forecasts \(Wording.percent(ofError)) of the squared error in training.",
        effect: "Where these readings are faults, a loss that minds them less gives lower errors "
          + "everywhere else. Where they are real and matter, leave it as it is.",
        cure: Cure(
          "Mend the readings where they are faults; or take a loss that grows straight, and a scale by "
            + "quartiles.", [.init("training.loss", "huber"), .init("scaling", "robust")]),
        picture: extremes(forecasts, facts))
    ]
  }

  private static func extremes(_ forecasts: Facts.Forecasts, _ facts: Facts) -> Picture {
    let rows = facts.run.split.train.rows
    let size = max(1, rows.count / 300)
    let starts = Array(stride(from: rows.lowerBound, to: rows.upperBound, by: size))
    func line(_ name: String, _ pick: ([Float]) -> Float?) -> Picture.Line {
      let values = starts.map { start in
        let known = forecasts.target.rows(start..<min(start + size, rows.upperBound))
          .filter { !$0.isNaN }
        return Double(pick(known) ?? 0)
      }
      return .init(name, x: starts.map(Double.init), y: values)
    }
    return Picture(
      "The highest and lowest reading of \(Wording.count(size, "row")) each",
      note: "The spikes are what rules the training.", across: "row",
      upwards: facts.run.unit ?? facts.recipe.target,
      .lines([line("highest", { $0.max() }), line("lowest", { $0.min() })]))
  }
}
