import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct ConvolutionTests {
  /// What `scripts/reference/convolution.py` writes.
  private struct Content: Decodable {
    struct Case: Decodable {
      let kind, padding: String
      let size, stride, dilation: Int
      let input, output, upstream, inputGradient: Fixture.Array
      let weight, bias, weightGradient, biasGradient: Fixture.Array?

      var layer: any Layer {
        let padding = SequencePadding(rawValue: padding) ?? .valid
        switch kind {
        case "conv":
          return Conv1D(
            output.shape[2], kernelSize: size, stride: stride, dilation: dilation, padding: padding)
        case "max": return MaxPool1D(size, stride: stride, padding: padding)
        case "average": return AveragePool1D(size, stride: stride, padding: padding)
        case "globalMax": return GlobalMaxPool1D()
        default: return GlobalAveragePool1D()
        }
      }
    }

    struct BatchNorm: Decodable {
      struct Run: Decodable {
        let input, output, upstream, inputGradient, scaleGradient, shiftGradient: Fixture.Array
        let runningMean, runningVariance: Fixture.Array
      }

      let scale, shift: Fixture.Array
      let training: [Run]
      let evaluation: Run
    }

    let cases: [Case]
    let batchNorm: BatchNorm
  }

  private func built(_ layer: any Layer, features: Int) throws -> any Module {
    try layer.built(
      input: .sequence(features: features),
      using: BuildPlan(path: "0", initialization: .keras, random: RandomStreams(seed: 1)))
  }

  @Test("convolutions and pooling with their gradients agree with PyTorch and TensorFlow")
  func parity() throws {
    let cases = try Fixture.load(Content.self, "convolution").cases
    #expect(cases.count == 23)
    for item in cases {
      let what = "\(item.kind) \(item.size) \(item.stride) \(item.dilation) \(item.padding)"
      let module = try built(item.layer, features: item.input.shape[2])
      let parameters = NamedParameters(of: module)
      if let weight = item.weight, let bias = item.bias {
        try parameters.load(["weight": weight.tensor, "bias": bias.tensor])
      }
      let x = item.input.tensor.requiringGradient()
      var context = ForwardContext()
      let y = module(x, &context)
      expectClose(y, item.output.tensor, "output of \(what)", tolerance: 1e-6)
      y.backward(seed: item.upstream.tensor)
      expectClose(x.gradient, item.inputGradient.tensor, "input of \(what)", tolerance: 1e-6)
      for (path, gradient) in [("weight", item.weightGradient), ("bias", item.biasGradient)] {
        guard let gradient else { continue }
        expectClose(
          parameters[path]?.gradient, gradient.tensor, "\(path) of \(what)", tolerance: 1e-6)
      }
    }
  }

  @Test("batch normalisation agrees with PyTorch while it trains and after")
  func batchNorm() throws {
    let content = try Fixture.load(Content.self, "convolution").batchNorm
    let module = try built(BatchNorm(), features: 3)
    let parameters = NamedParameters(of: module)
    parameters["scale"]?.value = content.scale.tensor
    parameters["shift"]?.value = content.shift.tensor
    let runs = content.training.map { (true, $0) } + [(false, content.evaluation)]
    for (index, (isTraining, run)) in runs.enumerated() {
      let x = run.input.tensor.requiringGradient()
      var context = ForwardContext(isTraining: isTraining)
      let y = module(x, &context)
      expectClose(y, run.output.tensor, "output of \(index)", tolerance: 2e-6)
      y.backward(seed: run.upstream.tensor)
      expectClose(x.gradient, run.inputGradient.tensor, "input of \(index)", tolerance: 5e-6)
      for (path, gradient) in [("scale", run.scaleGradient), ("shift", run.shiftGradient)] {
        expectClose(parameters[path]?.gradient, gradient.tensor, "\(path) of \(index)")
        parameters[path]?.gradient = nil
      }
      for (path, value) in [
        ("runningMean", run.runningMean), ("runningVariance", run.runningVariance),
      ] {
        expectClose(
          parameters[path]?.value, value.tensor, "\(path) of \(index)", tolerance: 1e-6)
      }
    }
  }

  @Test("running averages are saved and restored, but neither trained, penalised nor counted so")
  func runningAverages() throws {
    let network = try Sequential {
      BatchNorm()
      GlobalAveragePool1D()
      Dense(1)
    }.built(inputSize: 3, seed: 1)
    #expect(network.summary().parameters == 4 * 3 + 4)
    #expect(network.summary().trainableParameters == 2 * 3 + 4)
    var optimizer = OptimizerState(.adamw(), parameters: network.parameters)
    let penalty = try WeightPenalty(on: "*", l2: 1).bound(to: network.parameters)
    let all = network.parameters.filter(\.parameter.isTrainable)
    let squares = all.reduce(0) { $0 + $1.parameter.value.square().sum().item }
    #expect(abs(penalty.value() - squares) < 1e-5)
    let mean = try #require(network.parameters["0.runningMean"])
    for step in 1...2 {
      var context = ForwardContext(isTraining: true)
      let x = sample([5, 7, 3], seed: UInt64(step)) + 3
      let expected = mean.value * 0.9 + x.mean(axes: 0, 1) * 0.1
      Loss.mse.value(network(x, &context), sample([5, 1], seed: 3)).backward()
      penalty.addGradients()
      #expect(mean.gradient == nil)
      optimizer.step(learningRate: 0.01)
      expectClose(mean.value, expected, "mean after \(step)", tolerance: 1e-6)
    }
    let saved = network.parameters.tensors
    #expect(saved["0.runningVariance"]?.shape == [3])
    let x = sample([2, 7, 3], seed: 5)
    let y = network.predict(x)
    var context = ForwardContext(isTraining: true)
    _ = network(x, &context)
    #expect(network.predict(x) != y)
    try network.parameters.load(saved)
    #expect(network.predict(x) == y)
  }

  @Test("a batch with one value of each feature goes by the averages and leaves them")
  func singleValue() throws {
    let module = BatchNorm().built(
      input: .vector(features: 3),
      using: BuildPlan(path: "0", initialization: .keras, random: RandomStreams(seed: 1)))
    let x = sample([1, 3])
    var context = ForwardContext(isTraining: true)
    expectClose(module(x, &context), x, "output", tolerance: 1e-5)
    #expect(NamedParameters(of: module)["runningVariance"]?.value == .ones([3]))
  }

  @Test("steps behind the true length do not enter the averages")
  func averagesOfLengths() throws {
    let module = try built(BatchNorm(momentum: 1), features: 3)
    let x = sample([2, 5, 3])
    var context = ForwardContext(isTraining: true, lengths: [5, 2])
    _ = module(x, &context)
    let valid = x.reshaped(10, 3).sliced(axis: 0, 0..<7)
    expectClose(
      NamedParameters(of: module)["runningMean"]?.value, valid.mean(axes: 0), "mean",
      tolerance: 1e-6)
  }

  @Test("layers of sequences refuse one vector, and sequences too short for them, with their place")
  func refusals() throws {
    for layer in [
      Conv1D(3, kernelSize: 2), MaxPool1D(), AveragePool1D(), GlobalMaxPool1D(),
      GlobalAveragePool1D(),
    ] as [any Layer] {
      let expected = LayerError.needsSequence(
        layer: type(of: layer).typeName, path: "1", found: .vector(features: 5))
      #expect(throws: expected) { try Sequential([LSTM(5), layer]).outputShapes(inputSize: 1) }
      #expect(throws: expected) { try Sequential([LSTM(5), layer]).built(inputSize: 1, seed: 1) }
    }
    let model = Sequential {
      Conv1D(7, kernelSize: 5, dilation: 2)
      MaxPool1D(3)
      Conv1D(7, kernelSize: 3, padding: .causal)
      AveragePool1D(3, stride: 1)
      LSTM(5)
      Dense(2)
    }
    #expect(try model.outputSteps(inputSize: 3, steps: 19) == [11, 3, 3, 1, 1, 1])
    #expect(
      throws: LayerError.tooFewSteps(layer: "AveragePool1D", path: "3", found: 2, least: 3)
    ) { try model.outputSteps(inputSize: 3, steps: 16) }
    #expect(throws: LayerError.tooFewSteps(layer: "Conv1D", path: "0", found: 8, least: 9)) {
      try model.outputSteps(inputSize: 3, steps: 8)
    }
  }

  @Test("layers are read with their defaults, and impossible settings are refused")
  func coding() throws {
    func read(_ text: String) throws -> Sequential {
      try JSONDecoder().decode(Sequential.self, from: Data("[\(text)]".utf8))
    }
    #expect(
      try read(#"{"Conv1D": {"filters": 3, "kernelSize": 2}}"#)
        == Sequential([Conv1D(3, kernelSize: 2)]))
    #expect(
      try read(
        #"{"Conv1D": {"filters": 3, "kernelSize": 2, "stride": 4, "dilation": 5, "#
          + #""padding": "causal", "activation": "relu", "hasBias": false}}"#)
        == Sequential([
          Conv1D(
            3, kernelSize: 2, stride: 4, dilation: 5, padding: .causal, activation: .relu,
            hasBias: false)
        ]))
    #expect(try read(#""MaxPool1D""#) == Sequential([MaxPool1D(2, stride: 2)]))
    #expect(
      try read(#"{"AveragePool1D": {"size": 3, "padding": "same"}}"#)
        == Sequential([AveragePool1D(3, stride: 3, padding: .same)]))
    #expect(
      try read(#""GlobalMaxPool1D", {"GlobalAveragePool1D": {}}"#)
        == Sequential([GlobalMaxPool1D(), GlobalAveragePool1D()]))
    #expect(try read(#""BatchNorm""#) == Sequential([BatchNorm(momentum: 0.1, epsilon: 1e-5)]))
    for text in [
      #"{"Conv1D": {"filters": 3}}"#, #"{"Conv1D": {"filters": 3, "kernelSize": 0}}"#,
      #"{"Conv1D": {"filters": 3, "kernelSize": 2, "padding": "full"}}"#,
      #"{"MaxPool1D": {"size": 0}}"#, #"{"BatchNorm": {"momentum": 0}}"#,
      #"{"BatchNorm": {"momentum": 1.5}}"#,
    ] {
      #expect(throws: DecodingError.self, "\(text)") { try read(text) }
    }
  }
}
