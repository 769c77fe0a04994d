import SluiceData

extension Doctor {
  /// Finds forecasts that repeat the last reading.
  static func checkEcho(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let test = forecasts.test
    let own = test.meanSquaredError
    guard own > 0,
      let echo = test.meanSquaredDistance(fromReadings: test.step, forecasts.target),
      echo < 0.15 * own
    else { return [] }
    let share = (echo / own).squareRoot()
    return [
      Finding(
        .copiesLastReading, weight: 0.8 - 0.5 * share,
        title: "The forecasts repeat the last reading.",
        evidence:
          "The forecasts lie \(Wording.number(1 / max(share, 1e-3))) times nearer to the last "
          + "reading that the network saw than to what happened "
          + "\(Wording.count(test.step, "row")) later: they look right in a plot, one step late.",
        effect:
          "Copying is the best that can be done where the readings wander at random. Elsewhere a "
          + "network that sees what makes them change does better.",
        cure: Cure(
          "Give the network what the change depends on: other columns, the calendar, or a longer "
            + "lookback.",
          [.init("window.lookback", "\(2 * facts.recipe.window.lookback)")]),
        picture: lags(test, forecasts))
    ]
  }

  /// Finds forecasts that fit another moment better than the one they are for.
  static func checkShift(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts else { return [] }
    let test = forecasts.test
    let own = test.meanSquaredError
    let reach = max(2 * test.step, 6)
    let distances = (-reach...reach).compactMap { shift in
      test.meanSquaredDistance(fromReadings: shift, forecasts.target).map { (shift, $0) }
    }
    // What was seen last, and before, is the echo's matter.
    guard own > 0, let best = distances.min(by: { $0.1 < $1.1 }), best.0 != 0,
      best.0 < test.step, best.1 < 0.5 * own
    else { return [] }
    let direction = best.0 > 0 ? "before" : "after"
    return [
      Finding(
        .shiftedForecasts, weight: 0.85,
        title: "The forecasts are those of another moment.",
        evidence:
          "They fit the readings \(Wording.count(abs(best.0), "row")) \(direction) the moment "
          + "that they are for better: the squared error falls from \(Wording.number(own)) to "
          + "\(Wording.number(best.1)).",
        effect: "With the right rows beside each other the error would be near the lower number.",
        cure: Cure(
          "Look whether the target's column is \(Wording.count(abs(best.0), "row")) out of step with "
            + "the other columns in the file, or the horizon (window.horizon) counted otherwise "
            + "than in rows after the last one seen."),
        picture: lags(test, forecasts))
    ]
  }

  /// How near the forecasts are to the readings some rows before and after.
  private static func lags(_ test: StepForecasts, _ forecasts: Facts.Forecasts) -> Picture {
    let reach = max(2 * test.step, 6)
    let points = (-reach...reach).compactMap { shift in
      test.meanSquaredDistance(fromReadings: shift, forecasts.target).map {
        (Double(shift), $0.squareRoot())
      }
    }
    return Picture(
      "How far the forecasts are from the readings around their moment",
      note: "At 0 stands what was to be forecast, at \(test.step) the last reading that was seen.",
      across: "rows before the moment of the forecast", upwards: "typical distance",
      .lines([.init("forecasts", x: points.map(\.0), y: points.map(\.1))]))
  }
}
