import SluiceData
import SluiceNN

extension Doctor {
  /// Finds training windows learnt by heart.
  static func checkOverfitting(_ facts: Facts) -> [Finding] {
    let epochs = facts.run.result.history.epochs
    let losses = epochs.compactMap(\.validationLoss)
    guard losses.count == epochs.count, losses.count >= 3,
      let best = losses.indices.min(by: { losses[$0] < losses[$1] }), losses[best] > 0
    else { return [] }
    let kept = (facts.run.result.summary.keptEpoch ?? epochs.count) - 1
    guard epochs.indices.contains(kept), losses[kept] > 1.15 * losses[best],
      epochs[kept].loss < epochs[best].loss
    else { return [] }
    return [
      Finding(
        .overfitting, weight: 0.6 + 0.2 * min(1, losses[kept] / losses[best] - 1),
        title: "The network has learnt its training windows by heart.",
        evidence:
          "The weights that were kept are those of epoch \(kept + 1). Since epoch \(best + 1) the "
          + "training loss has fallen from \(Wording.number(epochs[best].loss)) to "
          + "\(Wording.number(epochs[kept].loss)), while the validation loss has risen from "
          + "\(Wording.number(losses[best])) to \(Wording.number(losses[kept])).",
        effect: "At the best epoch the validation loss is lower by "
          + "\(Wording.percent(1 - losses[best] / losses[kept])).",
        cure: Cure(
          "Keep the weights of the best epoch, and stop when it no longer improves.",
          [
            .init("training.restoreBest", "true"), .init("training.patience", "5"),
            .init("training.monitor", "validationLoss"),
          ]),
        picture: lossCurves(facts))
    ]
  }

  /// Finds training that ended while the network was still learning.
  static func checkDuration(_ facts: Facts) -> [Finding] {
    let result = facts.run.result
    let epochs = result.history.epochs
    // The loss of probabilities goes on falling when every label is right already.
    guard result.summary.stopped == .epochs, epochs.count >= 2, !facts.knowsAllLabels else {
      return []
    }
    let losses = epochs.map { $0.validationLoss ?? $0.loss }
    let earlier = losses[max(0, epochs.count - 1 - max(1, epochs.count / 5))]
    guard let last = losses.last, let first = losses.first, losses.min() == last, last > 0,
      earlier - last > 0.04 * last, first - last > 0
    else { return [] }
    return [
      Finding(
        .stoppedEarly, weight: 0.5 + 0.3 * min(1, (earlier - last) / last * 2),
        title: "Training ended while the network was still learning.",
        evidence:
          "Over the last fifth of the \(Wording.count(epochs.count, "epoch")) the loss fell by "
          + "\(Wording.percent(1 - last / earlier)), and the last epoch is the best one.",
        effect: "The loss goes on falling for some time; how far, training shows.",
        cure: Cure(
          "Train longer, and let the validation loss say when to stop.",
          [
            .init("training.epochs", "\(max(4 * epochs.count, 20))"),
            .init("training.patience", "\(max(5, epochs.count / 2))"),
          ]), picture: lossCurves(facts))
    ]
  }

  /// Finds a learning rate that is far too high or too low.
  static func checkLearningRate(_ facts: Facts) -> [Finding] {
    let epochs = facts.run.result.history.epochs
    guard let first = epochs.first, let last = epochs.last, epochs.count >= 3 else { return [] }
    let losses = epochs.map(\.loss)
    let lowest = losses.indices.min { losses[$0] < losses[$1] } ?? 0
    let best = losses[lowest]
    let rises = zip(losses, losses.dropFirst()).count { $1 > $0 * 1.02 }
    let rate = Double(facts.run.result.history.epochs.map(\.learningRate).max() ?? 0)
    if Double(rises) >= 0.3 * Double(losses.count - 1), (losses[lowest...].max() ?? 0) > 1.3 * best
    {
      return [
        Finding(
          .highLearningRate, weight: 0.82, title: "The learning rate is too high.",
          evidence: "The training loss rose in \(rises) of \(losses.count - 1) epochs and ended at "
            + "\(Wording.number(last.loss)), having begun at \(Wording.number(first.loss)); its lowest "
            + "was \(Wording.number(best)). The rate was \(Wording.number(rate)).",
          effect: "With steps that are small enough the loss falls steadily, often to a fraction.",
          cure: Cure(
            "Take a rate ten times lower, and 0.01 at most (sluice find-learning-rate shows the range).",
            [rateChange(facts, to: min(rate / 10, 0.01))]), picture: lossCurves(facts))
      ]
    }
    let falls = zip(losses, losses.dropFirst()).allSatisfy { $1 < $0 }
    let share = 1 - last.loss / first.loss
    // A loss that falls by equal small steps has not even begun to level off.
    let (start, end) = (losses[0] - losses[1], losses[losses.count - 2] - last.loss)
    if falls, end > 0.5 * start, share < 0.6, start < 0.1 * first.loss {
      return [
        Finding(
          .lowLearningRate, weight: 0.78, title: "The learning rate is too low.",
          evidence: "The training loss fell by \(Wording.percent(share)) in "
            + "\(Wording.count(losses.count, "epoch")), by nearly the same small step each time: it has not "
            + "even begun to level off. The rate was \(Wording.number(rate)).",
          effect:
            "Ten times the rate gets as far in a tenth of the epochs, and farther in all of them.",
          cure: Cure(
            "Take a rate ten times higher (sluice find-learning-rate shows the range).",
            [rateChange(facts, to: rate * 10)]), picture: lossCurves(facts))
      ]
    }
    return []
  }

  private static func rateChange(_ facts: Facts, to rate: Double) -> Cure.Change {
    .init(
      "training.optimizer.\(type(of: facts.run.settings.optimizer.algorithm).name).learningRate",
      PlainNumber.text(rate, digits: 2))
  }

  /// Finds a network that follows its own training windows worse than a linear model does.
  static func checkUnderfitting(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts, let ridge = facts.run.baselines["ridge"] else {
      return []
    }
    let frame = facts.run.training
    let latest = Facts.latest(frame)
    guard let answers = try? ridge.outputs(for: latest) else { return [] }
    let linear = StepForecasts(latest, predicted: answers, actual: latest.actual()).meanSquaredError
    let own = forecasts.training.meanSquaredError
    guard linear > 0, own > 1.2 * linear else { return [] }
    let units = facts.run.network.parameters.scalarCount
    return [
      Finding(
        .underfitting, weight: 0.5 + 0.2 * min(1, own / linear - 1),
        title: "The network cannot even follow its own training windows.",
        evidence:
          "On the windows that it learnt from its squared error is \(Wording.number(own)), that of "
          + "a linear model of the same windows \(Wording.number(linear)). It has "
          + "\(units) parameters.",
        effect:
          "A network that has learnt what there is to learn is at least as good as the linear model "
          + "on these windows.",
        cure: Cure(
          "Train longer, with more units and less dropout.",
          [.init("training.epochs", "\(4 * facts.run.settings.epochs)")]),
        picture: Picture(
          "Squared error on the training windows", note: "Shorter is better.",
          upwards: "mean squared error",
          .bars([.init("network", own, isMeant: true), .init("ridge", linear)])))
    ]
  }

  /// Finds a validation part that says little about the test part.
  static func checkValidation(_ facts: Facts) -> [Finding] {
    guard let forecasts = facts.forecasts, let validation = forecasts.validation,
      validation.rows.count >= 20,
      let easy = validation.meanSquaredDistance(fromReadings: 0, forecasts.target),
      let hard = forecasts.test.meanSquaredDistance(fromReadings: 0, forecasts.target), easy > 0
    else { return [] }
    let ratio = hard / easy
    // As far as the readings themselves move more in one part, the part is merely harder.
    let spreads =
      Readings(checked: forecasts.test.actual).variance
      / max(Readings(checked: validation.actual).variance, .leastNormalMagnitude)
    guard max(ratio, 1 / ratio) > 3,
      max(ratio / spreads, spreads / ratio) > 2 || max(spreads, 1 / spreads) > 3
    else { return [] }
    return [
      Finding(
        .unlikeValidation, weight: 0.45,
        title: "The validation part says little about the test part.",
        evidence:
          "The squared error is \(Wording.number(easy)) on the \(validation.rows.count) validation "
          + "windows and \(Wording.number(hard)) on the test windows; the readings themselves vary by "
          + "\(Wording.number(Readings(checked: validation.actual).variance)) and "
          + "\(Wording.number(Readings(checked: forecasts.test.actual).variance)).",
        effect: "The epoch that is kept was chosen on rows that are not like those that count.",
        cure: Cure(
          "Validate on more rows, so that they hold all that the test part holds.",
          validationChange(facts)),
        picture: Picture(
          "Squared errors by part", note: "The parts should be about equally hard.",
          upwards: "mean squared error",
          .bars([
            .init("training", forecasts.training.meanSquaredError),
            .init("validation", easy, isMeant: true), .init("test", hard),
          ])))
    ]
  }

  /// A validation part that is larger than it is; none where it is large already.
  private static func validationChange(_ facts: Facts) -> [Cure.Change] {
    let count = Double(facts.run.validation?.count ?? 0)
    let share = count / max(1, count + Double(facts.run.training.count))
    guard share < 0.35 else { return [] }
    let more = share < 0.15 ? 0.2 : ((share + 0.1) * 10).rounded() / 10
    return [.init("split.validation", PlainNumber.text(more, digits: 2))]
  }

  /// The losses by epoch.
  static func lossCurves(_ facts: Facts) -> Picture {
    let epochs = facts.run.result.history.epochs
    let x = epochs.map { Double($0.epoch) }
    let validation = epochs.compactMap(\.validationLoss)
    return Picture(
      "The loss by epoch",
      note: facts.run.network.hasDropout
        ? "The training loss is measured with dropout on." : "Lower is better.",
      across: "epoch", upwards: "loss",
      .lines(
        [.init("training", x: x, y: epochs.map(\.loss))]
          + (validation.count == x.count ? [.init("validation", x: x, y: validation)] : [])))
  }
}
