import SluiceModels

/// What a test of learning rates found, beside what the experiment says.
public struct LearningRateReport: Codable, Equatable, Sendable {
  /// The name of the optimizer, such as `adam`.
  public var optimizer: String
  /// The learning rate that the experiment has.
  public var learningRate: Float
  /// The rate at which the loss fell fastest; nil when it never fell.
  public var suggestion: Float?
  /// The updates of the test in order, each with a higher rate.
  public var points: [LearningRateRange.Point]

  /// Gathers what was found.
  public init(_ range: LearningRateRange, optimizer: String, learningRate: Float) {
    self.optimizer = optimizer
    self.learningRate = learningRate
    suggestion = range.suggestion
    points = range.points
  }

  /// The suggestion to two digits, more than such a test can tell; nil when there is none.
  private var roundedSuggestion: Float? {
    suggestion.flatMap { rate in
      var decimal = Decimal(Double(rate))
      decimal.round(significant: 2)
      let digits = decimal.digits.map(String.init).joined()
      return Float("\(digits)e\(decimal.exponent - decimal.digits.count + 1)")
    }
  }

  /// The loss over the learning rate, with the suggestion and the experiment's own rate.
  public var chart: Chart {
    var marks: [any Mark] = [
      LineMark(x: points.map { Double($0.learningRate) }, y: points.map(\.loss), label: "loss")
    ]
    if let rate = roundedSuggestion {
      marks.append(RuleMark(.vertical(at: Double(rate)), label: "falls fastest: \(rate)"))
    }
    marks.append(
      RuleMark(
        .vertical(at: Double(learningRate)), label: "experiment: \(learningRate)", paint: .ink,
        pattern: .dotted))
    return Chart(
      "Loss by learning rate", summary: sentence,
      x: Axis("learning rate", kind: .logarithmic), y: Axis("loss, smoothed"), marks: marks)
  }

  /// The suggestion and some of the updates as text for a terminal.
  public func text(style: TerminalStyle = .plain) -> String {
    let most = 12
    let count = min(points.count, most)
    let shown = (0..<count).map { points[count == 1 ? 0 : $0 * (points.count - 1) / (count - 1)] }
    let table = Table(
      [.init("learning rate"), .init("loss, smoothed")],
      rows: shown.map { point in
        [
          .init(NumberText.significant(Double(point.learningRate), 2)),
          .init(NumberText.significant(point.loss, padded: true)),
        ]
      })
    return style.bold(sentence) + "\n\n" + table.text(style)
  }

  private var sentence: String {
    guard let rate = roundedSuggestion else {
      let rates = points.map(\.learningRate)
      return "The loss did not fall at any learning rate from \(rates.first ?? 0) to "
        + "\(rates.last ?? 0): look at the data and the network first."
    }
    return "The loss falls fastest at a learning rate of \(rate); the experiment's is "
      + "\(learningRate). To try it: --set training.optimizer.\(optimizer).learningRate=\(rate)"
  }
}
