import SluiceModels

extension RunReport {
  /// How the network was made and learnt.
  var trainingSection: Page.Section? {
    guard metrics.training != nil || network != nil || !settings.isEmpty else { return nil }
    var blocks: [Block] = []
    if let network { blocks.append(.table(network)) }
    if let training = metrics.training { blocks.append(.facts(facts(training))) }
    blocks += lossCharts.map(\.block)
    if !settings.isEmpty { blocks += [.paragraph("Settings of the training:"), .facts(settings)] }
    return Page.Section("Network and training", blocks)
  }

  private func facts(_ training: TrainingSummary) -> [Fact] {
    let reason =
      switch training.stopped {
      case .epochs: "all were asked for"
      case .patience: "the loss had stopped improving"
      case .interrupted: "stopped by hand"
      case .observer: "ended by the program"
      }
    let kept = training.keptEpoch ?? training.bestEpoch
    let weights =
      kept == training.bestEpoch
      ? ", whose weights were kept" : "; the weights of epoch \(kept), the last one, were kept"
    let best = NumberText.significant(training.bestLoss, 4)
    let last = NumberText.significant(training.lastLoss, 4)
    return [
      Fact("epochs", "\(training.epochs) (\(reason))"),
      Fact("best epoch", "\(training.bestEpoch)\(weights)"),
      Fact("watched loss", "\(best) in the best epoch, \(last) in the last one"),
      Fact(
        "windows",
        "\(NumberText.count(training.windows)) to train, "
          + "\(NumberText.count(training.validationWindows)) to validate"),
      Fact("parameters", NumberText.count(training.parameters)),
      Fact("time", NumberText.duration(seconds: training.seconds)),
      Fact("seed", "\(training.seed)"),
    ]
  }

  /// The loss of the training and the validation part after each epoch.
  var lossCharts: [NamedChart] {
    guard let history, !history.epochs.isEmpty else { return [] }
    let epochs = history.epochs.map { Double($0.epoch) }
    let training = history.epochs.map(\.loss)
    let validation = history.epochs.map { $0.validationLoss ?? .nan }
    let known = (training + validation).filter(\.isFinite)
    let (low, high) = (known.min() ?? 0, known.max() ?? 0)
    // On a linear scale the first epochs would hide all that follows.
    let kind: Axis.Kind = low > 0 && high / low > 20 ? .logarithmic : .linear
    var marks: [any Mark] = [LineMark(x: epochs, y: training, label: "training")]
    if validation.contains(where: \.isFinite) {
      marks.append(LineMark(x: epochs, y: validation, label: "validation", pattern: .dashed))
    }
    var summary = "Loss after each of \(history.epochs.count) epochs."
    if let training = metrics.training, training.bestEpoch > 0 {
      let best = training.bestEpoch
      marks.append(RuleMark(.vertical(at: Double(best)), label: "best epoch \(best)"))
      summary += " The weights of epoch \(training.keptEpoch ?? best) were kept."
    }
    let chart = Chart(
      "Loss by epoch", summary: summary, x: Axis("epoch", isWhole: true),
      y: Axis("loss", kind: kind),
      marks: marks)
    let note =
      resultSections.lossNote + " Training loss is taken while the weights change, and with "
      + "dropout where there is some, so it may well lie above the validation loss."
    return [NamedChart(name: "loss", chart: chart, note: note)]
  }
}
