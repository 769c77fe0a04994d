import SluiceModels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension LabelSections {
  /// The true class of each item; nil when the truth of any is not known.
  private var truth: [Int]? {
    guard let actual = labels.actual else { return nil }
    let numbers = Dictionary(
      uniqueKeysWithValues: labels.classes.enumerated().map { ($1, $0) })
    let truth = actual.compactMap { $0.flatMap { numbers[$0] } }
    return truth.count == labels.count ? truth : nil
  }

  private var probabilities: [Float] { labels.columns.first?.probabilities ?? [] }

  /// The probabilities before the logits were divided by the temperature; nil without calibration.
  ///
  /// They are powers of the calibrated ones, scaled to the sum of 1.
  var uncalibrated: [Float]? {
    guard let temperature = results.temperature else { return nil }
    let width = labels.classes.count
    return stride(from: 0, to: probabilities.count, by: width).flatMap { start in
      let powers = probabilities[start..<start + width].map { pow(Double($0), temperature) }
      let sum = powers.reduce(0, +)
      return powers.map { Float($0 / sum) }
    }
  }

  /// How sure the model is on the whole, and what calibration did about it.
  var trustSentence: String {
    let test = results.test
    let error = MetricKind.calibrationError.text(test.expectedCalibrationError)
    let start =
      "A label that is given with a probability of 80 % should be right in 80 of 100 cases; on average "
      + "the probabilities are \(error) off (calibration error)."
    guard let temperature = results.temperature, let truth, let uncalibrated else { return start }
    let before = ClassificationMetrics(
      truth: truth, probabilities: uncalibrated, classes: labels.classes)
    let change = [before, test].map { NumberText.fixed($0.logLoss, 3) }
    let sureness =
      temperature > 1 ? "too sure of itself" : temperature < 1 ? "not sure enough" : "sure enough"
    return start
      + " On the validation part the network was \(sureness), so its logits are divided by "
      + "\(NumberText.significant(temperature, 3)). On the test part that takes the calibration error "
      + "from \(MetricKind.calibrationError.text(before.expectedCalibrationError)) to \(error) and the "
      + "log loss from \(change[0]) to \(change[1]). No label changes by it."
  }

  /// Probability against share of right labels, and how often each probability occurs.
  var trustCharts: [NamedChart] {
    guard let truth, !truth.isEmpty else { return [] }
    func reliability(_ probabilities: [Float]) -> Reliability {
      Reliability(truth: truth, probabilities: probabilities, classes: labels.classes.count)
    }
    let own = reliability(probabilities)
    let before = uncalibrated.map(reliability)
    let across = Axis.percent("probability of the given class")
    var marks: [any Mark] = [
      LineMark(x: [0, 100], y: [0, 100], paint: .muted, pattern: .dashed, width: 1.2)
    ]
    if let before { marks += curve(before, label: "before calibration", paint: .series(7)) }
    marks += curve(
      own, label: before == nil ? ModelName.text(model) : "after calibration", paint: .series(0))
    let curve = Chart(
      "Probability and truth",
      summary: own.filled.map { bin in
        "of \(NumberText.count(bin.count)) labels with \(NumberText.percent(bin.confidence)) "
          + "\(NumberText.percent(bin.right)) are right"
      }.joined(separator: ", "),
      x: across, y: .percent("labels that are right"), marks: marks)
    let counts = Chart(
      "How sure the \(ModelName.text(model)) is",
      summary: "How many labels were given with each probability.", x: across, y: Axis("labels"),
      marks: [
        BarMark(
          places: own.middles.map { $0 * 100 }, values: own.bins.map { Double($0.count) },
          thickness: 90 / Double(own.bins.count), paint: .series(0))
      ], height: 200)
    return [
      NamedChart(
        name: "reliability", chart: curve,
        note: "On the dashed line probabilities mean what they say; below it the "
          + "\(ModelName.text(model)) is surer than it is right."),
      NamedChart(
        name: "confidence", chart: counts,
        note: "A point above tells little where there are few labels here."),
    ]
  }

  private func curve(_ reliability: Reliability, label: String, paint: Paint) -> [any Mark] {
    let x = reliability.filled.map { $0.confidence * 100 }
    let y = reliability.filled.map { $0.right * 100 }
    return [
      LineMark(x: x, y: y, label: label, paint: paint),
      PointMark(x: x, y: y, label: label, paint: paint, radius: 3.5),
    ]
  }
}
