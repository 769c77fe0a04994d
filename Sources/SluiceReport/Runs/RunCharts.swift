import SluiceData
import SluiceModels

extension RunReport {
  /// A chart of a run: the name of its file, the picture, and how to read it.
  struct NamedChart {
    var name: String
    var chart: Chart
    var note: String?
  }

  /// All charts of the run, in the order of the report.
  var charts: [NamedChart] {
    lossCharts + [errorChart] + forecastCharts + residualCharts
  }

  /// How far ahead a forecast step lies, in the units of the clock where there is one.
  func distance(_ step: Int) -> String {
    guard let interval = data?.interval else {
      return step == 1 ? "1 step ahead" : "\(step) steps ahead"
    }
    return "\(TimeSpan.text(Int64(step) * interval)) ahead"
  }

  // MARK: Training

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
    let note = """
      In the units of the scaled target. Training loss is taken while the weights change, and with \
      dropout where there is some, so it may well lie above the validation loss.
      """
    return [NamedChart(name: "loss", chart: chart, note: note)]
  }

  // MARK: Errors

  /// The error at each forecast step; with a single step that of each model.
  var errorChart: NamedChart {
    metrics.byHorizon.count > 1 ? horizonChart : modelChart
  }

  private var horizonChart: NamedChart {
    let steps = metrics.byHorizon.map { Double($0.step) }
    let names = metrics.models.map(\.name)
    let marks: [any Mark] = names.enumerated().map { number, name in
      let errors = metrics.byHorizon.map { step in
        (number == 0 ? step.metrics : step.baselines[name])?.rmse ?? .nan
      }
      return LineMark(
        x: steps, y: errors, label: ModelName.text(name), paint: paint(of: name),
        pattern: number == 0 ? .solid : .dashed, width: number == 0 ? 2.4 : 1.6)
    }
    let chart = Chart(
      "Error by forecast step",
      summary: "Root mean squared error of each model, by how far ahead it forecasts.",
      x: Axis("steps ahead", isWhole: true), y: Axis("RMSE", unit: unit), marks: marks)
    return NamedChart(name: "error-by-horizon", chart: chart, note: "Lower is better.")
  }

  /// The colour of a model: the one under test and its best rival look the same in every chart.
  private func paint(of name: String) -> Paint {
    if name == metrics.verdict.model { return .series(0) }
    if name == metrics.verdict.bestBaseline { return .series(1) }
    let others = metrics.models.map(\.name).filter {
      $0 != metrics.verdict.model && $0 != metrics.verdict.bestBaseline
    }
    return .series(2 + (others.firstIndex(of: name) ?? 0))
  }

  private var modelChart: NamedChart {
    let models = metrics.models
    let places = models.indices.map(Double.init)
    let errors = models.map(\.metrics.rmse)
    let names = models.map { ModelName.text($0.name) }
    let step = metrics.byHorizon.first?.step ?? forecasts.steps.first ?? 1
    let chart = Chart(
      "Error of each model, \(distance(step))",
      summary: zip(names, errors).map { "\($0) \(NumberText.significant($1, 4))" }
        .joined(separator: ", "),
      x: Axis("RMSE", unit: unit), y: Axis("", kind: .categories(names)),
      marks: [
        BarMark(
          places: Array(places.prefix(1)), values: Array(errors.prefix(1)), paint: .series(0),
          isHorizontal: true, showsValues: true),
        BarMark(
          places: Array(places.dropFirst()), values: Array(errors.dropFirst()), paint: .series(7),
          isHorizontal: true, showsValues: true),
      ], height: 60 + 36 * Double(max(models.count, 2)))
    return NamedChart(name: "error-by-horizon", chart: chart, note: "Lower is better.")
  }
}
