import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct OptimizerTests {
  private static let cases: [String: Optimizer] = [
    "sgd": .sgd(), "sgd momentum": .sgd(momentum: 0.8),
    "sgd nesterov": .sgd(momentum: 0.8, nesterov: true),
    "rmsprop": Optimizer(RMSprop(rho: 0.85, momentum: 0.6, epsilon: 1e-3)),
    "rmsprop plain": Optimizer(RMSprop(rho: 0.85, epsilon: 1e-3)),
    "adam": Optimizer(Adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-3)),
    "adamw": Optimizer(AdamW(beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.2)),
    "nadam": Optimizer(Nadam(beta1: 0.8, beta2: 0.95, epsilon: 1e-3)),
  ]
  private static let rates = ["sgd": 0.05, "rmsp": 0.02, "adam": 0.03, "nada": 0.03]

  @Test("every optimizer keeps the rules of optimizers", arguments: cases.keys.sorted())
  func rules(name: String) throws {
    try checkOptimizer(try #require(OptimizerTests.cases[name]))
  }

  @Test("ten steps agree with PyTorch, Nadam's with Keras")
  func parity() throws {
    let fixture = try Fixture.load(TrainingFixture.self, "training").optimizers
    #expect(fixture.cases.count == OptimizerTests.cases.count)
    for item in fixture.cases {
      let module = LooseParameters([
        Tensor(fixture.start[0], shape: [3, 2]), Tensor(fixture.start[1]),
      ])
      let optimizer = try #require(OptimizerTests.cases[item.name])
      let rate = try #require(
        OptimizerTests.rates[String(item.name.prefix(4).prefix { $0 != " " })])
      var state = OptimizerState(optimizer, parameters: NamedParameters(of: module))
      for gradients in fixture.gradients {
        for (parameter, gradient) in zip(module.parameters, gradients) {
          parameter.gradient = Tensor(gradient, shape: parameter.shape)
        }
        state.step(learningRate: Float(rate))
      }
      for (parameter, after) in zip(module.parameters, item.after) {
        expectClose(
          parameter.value, Tensor(after, shape: parameter.shape), item.name, tolerance: 2e-6)
      }
    }
  }

  /// Large parameters are changed in slices, on several threads.
  @Test("a large parameter changes as its parts do", arguments: ["adam", "adamw"])
  func largeParameter(name: String) throws {
    let optimizer = try #require(OptimizerTests.cases[name])
    let (part, parts) = (10_007, 5)
    let start = sample([parts, part], seed: 1)
    let whole = LooseParameters([start])
    let cut = LooseParameters((0..<parts).map { start.selected(axis: 0, $0) })
    var wholeState = OptimizerState(optimizer, parameters: NamedParameters(of: whole))
    var cutState = OptimizerState(optimizer, parameters: NamedParameters(of: cut))
    for step in 0..<3 {
      let gradient = sample([parts, part], seed: UInt64(step) + 2)
      whole.parameters[0].gradient = gradient
      for (index, parameter) in cut.parameters.enumerated() {
        parameter.gradient = gradient.selected(axis: 0, index)
      }
      wholeState.step(learningRate: 0.03)
      cutState.step(learningRate: 0.03)
    }
    for (index, parameter) in cut.parameters.enumerated() {
      expectClose(
        whole.parameters[0].value.selected(axis: 0, index), parameter.value, "part \(index)",
        tolerance: 1e-6)
    }
  }

  @Test("saved state that does not fit is refused with the name of what is wrong")
  func refusedState() {
    let parameters = NamedParameters(of: LooseParameters([.zeros([3])]))
    #expect(throws: ParameterError.missing(path: "mean/0", shape: [3])) {
      try OptimizerState(.adam(), parameters: parameters, tensors: [:], stepCount: 1)
    }
    #expect(throws: ParameterError.shape(path: "velocity/0", expected: [3], found: [2])) {
      try OptimizerState(
        .sgd(momentum: 0.5), parameters: parameters, tensors: ["velocity/0": .zeros([2])],
        stepCount: 1)
    }
    #expect(throws: ParameterError.unknown(path: "mean/0")) {
      try OptimizerState(
        .sgd(), parameters: parameters, tensors: ["mean/0": .zeros([3])], stepCount: 1)
    }
  }

  @Test("clipping by value and by the common length")
  func clipping() {
    let module = LooseParameters([.zeros([2]), .zeros([1])])
    func set() {
      module.parameters[0].gradient = Tensor([3, -4])
      module.parameters[1].gradient = Tensor([12])
    }
    let parameters = NamedParameters(of: module)
    set()
    #expect(GradientClipping.norm(6.5).apply(to: parameters) == 13)
    #expect(module.parameters[0].gradient == Tensor([1.5, -2]))
    #expect(module.parameters[1].gradient == Tensor([6]))
    set()
    #expect(GradientClipping.norm(14).apply(to: parameters) == 13)
    #expect(module.parameters[0].gradient == Tensor([3, -4]))
    GradientClipping.value(3.5).apply(to: parameters)
    #expect(module.parameters[0].gradient == Tensor([3, -3.5]))
    #expect(module.parameters[1].gradient == Tensor([3.5]))
  }

  @Test("the settings of Adam and its relatives stand directly below the name")
  func fileFormat() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let shared = #""beta1":0.5,"beta2":0.75,"epsilon":0.125,"learningRate":0.25"#
    let cases: [(Optimizer, String)] = [
      (
        Optimizer(Adam(learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 0.125)),
        "{\"adam\":{\(shared)}}"
      ),
      (
        Optimizer(Nadam(learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 0.125)),
        "{\"nadam\":{\(shared)}}"
      ),
      (
        Optimizer(
          AdamW(learningRate: 0.25, beta1: 0.5, beta2: 0.75, epsilon: 0.125, weightDecay: 0.5)),
        "{\"adamw\":{\(shared),\"weightDecay\":0.5}}"
      ),
    ]
    for (optimizer, text) in cases {
      #expect(String(decoding: try encoder.encode(optimizer), as: UTF8.self) == text)
      #expect(try JSONDecoder().decode(Optimizer.self, from: Data(text.utf8)) == optimizer)
    }
    let usual = try JSONDecoder().decode(
      [Optimizer].self, from: Data(#"["adamw", {"adamw": {"beta1": 0.5}}]"#.utf8))
    #expect(usual == [.adamw(), Optimizer(AdamW(beta1: 0.5))])
    #expect(AdamW().weightDecay == 0.01 && AdamW(beta1: 0.5).beta1 == 0.5)
  }

  @Test("settings that make no sense are refused")
  func refusals() {
    for text in [
      #"{"adam": {"learningRate": 0}}"#, #"{"adam": {"beta1": 1}}"#, #""adagrad""#,
      #"{"sgd": {"momentum": -0.1}}"#, #"{"adam": {}, "sgd": {}}"#, #"{}"#,
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([Optimizer].self, from: Data("[\(text)]".utf8))
      }
    }
  }
}
