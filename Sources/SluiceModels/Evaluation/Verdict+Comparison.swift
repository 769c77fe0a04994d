import SluiceTensor

extension Verdict {
  /// Compares one model with the best of several baselines on the same windows.
  ///
  /// The difference of the squared errors is averaged over the values of each window, so that the
  /// overlapping forecasts of one window stay together; the windows, in time order, are resampled in
  /// blocks whose length follows from their memory and is at least the number of windows that one
  /// horizon spans.
  ///
  /// - Parameters:
  ///   - table: The forecasts of the model and of all baselines.
  ///   - model: The name of the model's column.
  ///   - unit: The target's unit, such as `kW`; nil when it is not known.
  ///   - stride: Rows from one window to the next.
  ///   - streams: The random streams of the run.
  ///   - bootstrap: How the interval is made.
  /// - Precondition: The table holds the model and at least one other column, and some truth.
  public init(
    comparing model: String, in table: ForecastTable, unit: String? = nil, stride: Int = 1,
    streams: RandomStreams, bootstrap: MovingBlockBootstrap = MovingBlockBootstrap()
  ) {
    guard let ours = table[model] else { preconditionFailure("Verdict: no forecasts of \(model)") }
    let rivals = table.forecasts.filter { $0.name != model }
    let errors = rivals.map { WindowErrors(table, $0.values) }
    guard let best = errors.indices.min(by: { errors[$0].mse < errors[$1].mse }) else {
      preconditionFailure("Verdict: no baseline to compare \(model) with")
    }
    let own = WindowErrors(table, ours)
    precondition(own.count > 0, "Verdict: no window whose truth is known")

    let differences = zip(errors[best].perWindow, own.perWindow).map { $0 - $1 }
    let overlap = ((table.steps.max() ?? 1) + stride - 1) / stride
    let blockLength = MovingBlockBootstrap.automaticBlockLength(of: differences, atLeast: overlap)
    var stream = streams.stream("bootstrap")
    let interval = bootstrap.interval(
      ofMean: differences, blockLength: blockLength, using: &stream)

    let baseline = errors[best].mse
    self.init(
      outcome: Verdict.outcome(of: interval), model: model, bestBaseline: rivals[best].name,
      skill: baseline > 0 ? 1 - own.mse / baseline : own.mse > 0 ? nil : 0,
      difference: baseline - own.mse, lower: interval?.lowerBound, upper: interval?.upperBound,
      blockLength: interval == nil ? nil : blockLength, sentence: "")
    sentence = sentence(unit: unit, windows: own.count, level: bootstrap.level)
  }

  static func outcome(of interval: ClosedRange<Double>?) -> Outcome {
    guard let interval else { return .undecided }
    if interval.lowerBound > 0 { return .better }
    return interval.upperBound < 0 ? .worse : .undecided
  }

  /// The verdict in one sentence.
  func sentence(unit: String?, windows: Int, level: Double) -> String {
    let subject = Verdict.spoken(model)
    let rival = Verdict.spoken(bestBaseline)
    if difference == 0, lower == 0, upper == 0 {
      return Verdict.capitalized(
        "\(subject) is exactly as far from the truth as \(rival), the best baseline (skill 0).")
    }
    let size: String
    if let skill {
      let percent = PlainNumber.text(abs(skill) * 100, digits: 2)
      size =
        skill == 0
        ? "equals that of \(rival), the best baseline (skill 0)"
        : "is \(percent) % \(skill > 0 ? "lower" : "higher") than that of \(rival), the best "
          + "baseline (skill \(PlainNumber.text(skill, digits: 2)))"
    } else {
      size = "is above that of \(rival), the best baseline, which makes no error at all"
    }
    let start = Verdict.capitalized("\(subject)'s mean squared error \(size), ")
    guard let lower, let upper else {
      return start + "but \(windows) \(windows == 1 ? "forecast is" : "forecasts are") too few "
        + "to tell whether that would hold on other rows."
    }
    let range =
      "(\(PlainNumber.text(level * 100, digits: 3)) % interval of the difference "
      + "\(PlainNumber.text(lower, digits: 2)) to \(PlainNumber.text(upper, digits: 2))"
      + Verdict.squared(unit) + ")"
    return start
      + (outcome == .undecided
        ? "but the difference is within the noise \(range)."
        : "and the difference is clear of the noise \(range).")
  }

  /// How a model is called in a sentence.
  package static func spoken(_ name: String) -> String {
    switch name {
    case "network": "the network"
    case "persistence": "persistence"
    case "seasonalNaive": "the seasonal naive forecast"
    case "drift": "the drift forecast"
    case "mean": "the training mean"
    case "ridge": "the ridge"
    case "majorityClass": "the most frequent class"
    case "logisticRegression": "logistic regression on window statistics"
    case "nearestCentroid": "the nearest centroid of window statistics"
    default: name
    }
  }

  /// A sentence's first word with a capital letter.
  package static func capitalized(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func squared(_ unit: String?) -> String {
    guard let unit, !unit.isEmpty else { return "" }
    let simple = unit.allSatisfy { $0.isLetter || $0 == "°" || $0 == "%" }
    return simple ? " \(unit)²" : " (\(unit))²"
  }
}

/// One model's mean squared error, window by window, where the truth is known.
private struct WindowErrors {
  /// Mean over a window's known values, for the windows that have any, in time order.
  var perWindow: [Double] = []

  /// The mean over windows.
  var mse: Double { perWindow.reduce(0, +) / Double(max(1, perWindow.count)) }

  var count: Int { perWindow.count }

  init(_ table: ForecastTable, _ forecasts: [Float]) {
    let steps = table.steps.count
    perWindow.reserveCapacity(table.count)
    for window in 0..<table.count {
      var sum = 0.0
      var known = 0
      for index in window * steps..<(window + 1) * steps where !table.actual[index].isNaN {
        let error = Double(forecasts[index]) - Double(table.actual[index])
        sum += error * error
        known += 1
      }
      if known > 0 { perWindow.append(sum / Double(known)) }
    }
  }
}
