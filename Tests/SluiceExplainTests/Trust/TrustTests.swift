import SluiceExplain
import SluiceNN
import SluiceTensor
import Testing

/// Shares that come from the readings alone, whatever the function does: they must not be believed.
private struct Readings: AttributionMethod {
  let name = "readings"

  func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    let answers = function.values(windows)
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs,
      steps: function.steps, values: windows.values, answers: answers,
      baselines: answers.map { _ in 0 })
  }
}

/// Another method's shares times a factor, in another unit.
private struct Scaled: AttributionMethod {
  let method: any AttributionMethod
  let factor: Float
  var unit: ShareUnit?

  var name: String { method.name }
  var replacement: Background { method.replacement }

  func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    var shares = try method.attribution(of: function, windows: windows, answer: answer)
    shares.values = shares.values.map { factor * $0 }
    if let unit { shares.unit = unit }
    return shares
  }
}

@Suite("Trust")
struct TrustTests {
  private let examination = TrustExamination(random: RandomStreams(seed: 3))
  private let sum = WeightedSum(weights: Tensor([1, -2, 3, 0.5, 0, 2], shape: [2, 3]))
  private let windows = Tensor(
    [1, 2, -1, 3, 0.5, 1, -2, 1, 1, 2, -3, 0.25, 0.5, 2, 1, -1, 1, 2], shape: [3, 2, 3])

  private func trust(_ method: any AttributionMethod) throws -> Trust {
    try examination.trust(in: method, of: sum, windows: windows, answer: 0)
  }

  @Test("Integrated gradients of a trained network pass, and each finding says what was measured")
  func passes() throws {
    let task = try ExplainTask(lookback: 7)
    let function = try task.function(task.network(units: 8))
    let trust = try examination.trust(
      in: IntegratedGradients(), of: function, windows: function.windows(of: task.frame), answer: 0)
    #expect(trust.passes && trust.summary == "integrated-gradients passes.")
    #expect(trust.findings.map(\.aspect) == Trust.Aspect.allCases)
    #expect(trust.findings.allSatisfy { $0.value != nil })
    #expect(trust.windows == 16)
    #expect(trust.method == "integrated-gradients" && trust.answer == "+1")
    #expect((trust[.sensitivity]?.value ?? 0) > 0)
  }

  @Test("Shares that do not look at the network fail, and the summary says why")
  func fails() throws {
    let task = try ExplainTask(lookback: 7)
    let function = try task.function(task.network(units: 8))
    let trust = try examination.trust(
      in: Readings(), of: function, windows: function.windows(of: task.frame), answer: 0)
    #expect(!trust.passes)
    // The rank correlation of the same shares is 1.
    #expect(abs((trust[.randomisation]?.value ?? 0) - 1) < 1e-9)
    #expect((trust[.infidelity]?.value ?? 0) > 0.5)
    #expect((trust[.completeness]?.value ?? 0) > 0.05)
    #expect(trust.summary.hasPrefix("readings fails because the shares of a window miss"))
    #expect(trust.summary.contains("hardly changes when the weights are shuffled"))
  }

  @Test("Of a linear function exact shares foretell everything, twice the shares nothing")
  func infidelity() throws {
    #expect((try trust(IntegratedGradients())[.infidelity]?.value ?? 1) < 1e-9)
    let twice = Scaled(method: IntegratedGradients(), factor: 2)
    // The error is as large as the change itself.
    #expect(abs((try trust(twice)[.infidelity]?.value ?? 0) - 1) < 1e-5)
    let slopes = SmoothGrad(samples: 2, random: RandomStreams(seed: 1))
    #expect((try trust(slopes)[.infidelity]?.value ?? 1) < 1e-9)
    // Readings are replaced by what the shares are counted from.
    let given = IntegratedGradients(baseline: .window(windows.selected(axis: 0, 1)))
    #expect((try trust(given)[.infidelity]?.value ?? 1) < 1e-9)
    let expected = ExpectedGradients(background: windows, samples: 3, random: .init(seed: 1))
    #expect((try trust(expected)[.infidelity]?.value ?? 1) < 1e-9)
    let half = Scaled(method: slopes, factor: 0.5)
    #expect(abs((try trust(half)[.infidelity]?.value ?? 0) - 0.25) < 1e-5)
    // Slopes taken for shares are wrong where readings are not 1.
    let wrong = Scaled(method: slopes, factor: 1, unit: .answer)
    #expect((try trust(wrong)[.infidelity]?.value ?? 0) > 0.1)
  }

  @Test("Sensitivity is the change of the shares relative to their length")
  func sensitivity() throws {
    // The slopes of a linear function do not change at all.
    #expect(try trust(Saliency())[.sensitivity]?.value == 0)
    var wide = examination
    wide.radius = 0.5
    let small = try trust(IntegratedGradients())[.sensitivity]?.value ?? 0
    let large =
      try wide.trust(
        in: IntegratedGradients(), of: sum, windows: windows, answer: 0)[.sensitivity]?.value ?? 0
    // Of the same draws, ten times as far.
    #expect(small > 0.005 && small < 0.1)
    #expect(abs(large / small - 10) < 1e-3)
  }

  @Test("Readings with one share together are replaced together")
  func players() throws {
    // The weights of an input differ from step to step: an even split says nothing of single readings.
    for grouping in [PlayerGrouping.inputs, .events, .blocks(steps: 2)] {
      let method = Shapley(grouping, estimator: .exact, random: RandomStreams(seed: 1))
      let value = try trust(method)[.infidelity]?.value
      #expect((value ?? 1) < 1e-9, "\(grouping): \(String(describing: value))")
    }
  }

  @Test("Too few shares have no order that could change")
  func fewShares() throws {
    let task = try ExplainTask(inputs: 2, lookback: 7)
    let function = try task.function(task.network(units: 8))
    let windows = try function.windows(of: task.frame)
    func order(_ grouping: PlayerGrouping) throws -> Double? {
      try examination.trust(
        in: Shapley(grouping, estimator: .exact, random: RandomStreams(seed: 1)), of: function,
        windows: windows, answer: 0)[.randomisation]?.value
    }
    #expect(try order(.inputs) == nil)
    #expect(try order(.events) != nil)
  }

  @Test("A window that next to nothing moves does not make all shares sensitive")
  func tinyShares() throws {
    let tiny = Tensor(
      windows.values.prefix(6).map { 1e-6 * $0 } + windows.values.dropFirst(6), shape: [3, 2, 3])
    let trust = try examination.trust(
      in: IntegratedGradients(), of: sum, windows: tiny, answer: 0)
    #expect((trust[.sensitivity]?.value ?? 1) < 0.1, "\(trust.findings)")
  }

  @Test("Windows with answers of their own are each examined by theirs")
  func ownAnswers() throws {
    let task = try ExplainTask(classes: 3)
    let function = try task.function(task.network(units: 8, outputs: 3))
    let windows = try function.windows(of: task.frame).selecting(Array(0..<12))
    func trust(_ answers: [Int]) throws -> Trust {
      try examination.trust(
        in: IntegratedGradients(), of: function, windows: windows, answers: answers, named: "own")
    }
    let each = try (0..<3).map {
      try examination.trust(
        in: IntegratedGradients(), of: function, windows: windows, answer: $0)
    }
    let alike = try trust([Int](repeating: 1, count: 12))
    #expect(alike.findings == each[1].findings && alike.answer == "own")
    let mixed = try trust((0..<12).map { $0 % 3 })
    #expect(mixed.windows == 12 && mixed.findings.allSatisfy { $0.value != nil })
    #expect(each.allSatisfy { $0.findings != mixed.findings })
    #expect(throws: ExplainError.self) { try trust((0..<12).map { _ in 3 }) }
  }

  @Test("Aspects without meaning for a method are left out and do not count against it")
  func withoutMeaning() throws {
    let trust = try trust(Saliency())
    #expect(trust[.completeness]?.value == nil && trust[.infidelity]?.value == nil)
    // There are no weights to shuffle.
    #expect(trust[.randomisation] == nil)
    #expect(trust.passes)
  }

  @Test("Methods that ask for answers only are examined like those with gradients")
  func withoutGradients() throws {
    let task = try ExplainTask(lookback: 2)
    let function = try task.function(task.network(units: 8))
    let windows = try function.windows(of: task.frame)
    func trust(_ method: any AttributionMethod) throws -> Trust {
      try examination.trust(in: method, of: function, windows: windows, answer: 0)
    }
    let shapley = try trust(
      Shapley(.cells, estimator: .exact, random: RandomStreams(seed: 1)))
    #expect((shapley[.completeness]?.value ?? 1) < 1e-4)
    #expect((shapley[.infidelity]?.value ?? 1) < 0.1)
    #expect((shapley[.sensitivity]?.value ?? 0) > 0)
    #expect(shapley[.randomisation]?.value != nil)
    let occlusion = try trust(Occlusion())
    #expect(occlusion[.completeness]?.value == nil)
    #expect((occlusion[.infidelity]?.value ?? 1) < 0.5)
  }

  @Test("The windows that are looked at are spread evenly over those given")
  func spread() throws {
    var examination = examination
    examination.windows = 2
    // Of zeros the shares of the readings miss nothing; of the third window they do.
    var values = [Float](repeating: 0, count: 24)
    values[12] = 1
    let trust = try examination.trust(
      in: Scaled(method: Readings(), factor: 3), of: sum,
      windows: Tensor(values, shape: [4, 2, 3]), answer: 0)
    #expect(trust.windows == 2)
    // A share of 3 where the answer is 1.
    #expect(abs((trust[.completeness]?.value ?? 0) - 2.0 / 3) < 1e-6)
  }

  @Test("A shuffled network has the same weights in other places and other answers")
  func shuffled() throws {
    let task = try ExplainTask()
    let network = try task.network()
    let function = try task.function(network)
    var stream = RandomStreams(seed: 1).stream("test")
    let other = try #require(try function.shuffled(using: &stream) as? NetworkFunction)
    let windows = try function.windows(of: task.frame)
    #expect(other.values(windows) != function.values(windows))
    for (path, tensor) in network.parameters.tensors {
      #expect(other.network.parameters.tensors[path]?.values.sorted() == tensor.values.sorted())
    }
  }

  @Test("Impossible settings are refused")
  func refusals() {
    var examination = examination
    examination.nudges = 0
    let expected = ExplainError.setting(name: "nudges", expected: "at least 1", found: "0")
    #expect(throws: expected) {
      try examination.trust(in: Saliency(), of: sum, windows: windows, answer: 0)
    }
    examination.nudges = 1
    examination.radius = 0
    #expect(throws: ExplainError.setting(name: "radius", expected: "above 0", found: "0.0")) {
      try examination.trust(in: Saliency(), of: sum, windows: windows, answer: 0)
    }
  }
}
