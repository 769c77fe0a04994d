import Sluice

/// Shows on standard error how training goes.
final class TrainingView: TrainingObserver {
  private let now = Trainer.monotonicSeconds
  private var bar: ProgressBar?
  private var batchesPerEpoch = 1
  private var epochs = 1
  private var best = ""

  func trainingBegins(_ plan: TrainingPlan) {
    batchesPerEpoch = plan.batchesPerEpoch
    epochs = plan.epochs
    best = ""
    bar = ProgressBar(
      "training", total: plan.epochs * plan.batchesPerEpoch, width: Console.width,
      isTerminal: Console.isTerminal, start: now())
  }

  func batchEnded(_ progress: TrainingProgress) {
    show(
      (progress.epoch - 1) * batchesPerEpoch + progress.batch, epoch: progress.epoch,
      loss: progress.loss)
  }

  func epochEnded(_ epoch: History.Epoch, isBest: Bool) -> TrainingDecision {
    if isBest {
      best =
        ", best \(NumberText.significant(epoch.validationLoss ?? epoch.loss)) in \(epoch.epoch)"
    }
    return .goOn
  }

  func trainingEnded(_ summary: TrainingSummary) {
    if let text = bar?.finish() { Console.write(text) }
  }

  private func show(_ done: Int, epoch: Int, loss: Double) {
    let detail = "epoch \(epoch)/\(epochs), loss \(NumberText.significant(loss))\(best)"
    if let text = bar?.update(done, detail: detail, at: now()) { Console.write(text) }
  }
}
