import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

/// Checks all that holds for every layer: the kit for a new one.
///
/// The shape it promises, the same bits for the same seed, a round trip through JSON and through
/// saved weights, no parameter that the visitor misses, a gradient for each trained parameter and for
/// the input, no state kept from call to call, true lengths honoured, and a loss that falls.
func checkLayer(
  _ layer: any Layer, input: ActivationShape, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let (batch, steps) = (2, 5)
  func leading(_ shape: ActivationShape, steps: Int) -> [Int] {
    if case .sequence = shape { return [batch, steps, shape.features] }
    return [batch, shape.features]
  }
  func built(_ layer: any Layer, seed: UInt64) throws -> any Module {
    try layer.built(
      input: input,
      using: BuildPlan(path: "0", initialization: .keras, random: RandomStreams(seed: seed)))
  }
  let x = sample(leading(input, steps: steps), seed: 5)
  let module = try built(layer, seed: 1)
  let parameters = NamedParameters(of: module)
  func output(_ module: any Module, training: UInt64? = nil) -> Tensor {
    var context = ForwardContext(
      isTraining: training != nil, random: training.map { RandomStream(seed: $0) })
    return module(x, &context)
  }
  let y = output(module)

  let promised = try layer.outputShape(for: input)
  #expect(
    y.shape == leading(promised, steps: layer.outputSteps(for: steps)), "shape",
    sourceLocation: sourceLocation)
  #expect(output(module) == y, "a second call differs", sourceLocation: sourceLocation)
  #expect(output(try built(layer, seed: 1)) == y, "same seed", sourceLocation: sourceLocation)
  #expect(
    output(module, training: 3) == output(module, training: 3), "same dropout stream",
    sourceLocation: sourceLocation)

  let json = try JSONEncoder().encode(AnyLayer(layer))
  let read = try JSONDecoder().decode(AnyLayer.self, from: json).layer
  #expect(read.isEqual(to: layer), "JSON round trip", sourceLocation: sourceLocation)

  let other = try built(layer, seed: 2)
  try NamedParameters(of: other).load(parameters.tensors)
  #expect(output(other) == output(module), "loaded weights", sourceLocation: sourceLocation)

  #expect(
    Set(parameters.map { ObjectIdentifier($0.parameter) }) == reachableParameters(of: module),
    "the visitor misses a parameter", sourceLocation: sourceLocation)

  let leaf = x.requiringGradient()
  var context = ForwardContext(isTraining: true)
  let target = sample(y.shape, seed: 9)
  Loss.mse.value(module(leaf, &context), target).backward()
  #expect(
    leaf.gradient?.shape == x.shape, "no gradient at the input", sourceLocation: sourceLocation)
  for element in parameters where element.parameter.isTrainable {
    let largest = element.parameter.gradient?.values.map { abs($0) }.max() ?? 0
    #expect(largest > 0, "no gradient at \(element.path)", sourceLocation: sourceLocation)
  }

  if case .sequence = input {
    checkLengths(module, layer, x, isSequence: y.rank == 3, sourceLocation: sourceLocation)
  }

  guard !parameters.isEmpty else { return }
  func loss() -> Float {
    var context = ForwardContext(isTraining: true)
    return Loss.mse.value(module(x, &context), target).item
  }
  var state = OptimizerState(.sgd(), parameters: parameters)
  let before = loss()
  state.step(learningRate: 0.01)
  #expect(loss() < before, "a step does not lower the loss", sourceLocation: sourceLocation)
}

/// Checks that a sequence with a true length yields what it yields alone, whatever stands behind it, and
/// that the length is told to what follows.
private func checkLengths(
  _ module: any Module, _ layer: any Layer, _ x: Tensor, isSequence: Bool,
  sourceLocation: SourceLocation
) {
  let lengths = [3, x.shape[1]]
  var behind = x
  behind.withUnsafeMutableBufferPointer { buffer in
    for index in 3 * x.shape[2]..<x.shape[1] * x.shape[2] { buffer[index] = .nan }
  }
  var context = ForwardContext(lengths: lengths)
  let together = module(behind, &context)
  for (index, length) in lengths.enumerated() {
    var context = ForwardContext()
    let alone = module(x.sliced(axis: 0, index..<index + 1).sliced(axis: 1, 0..<length), &context)
    var own = together.sliced(axis: 0, index..<index + 1)
    if isSequence { own = own.sliced(axis: 1, 0..<layer.outputSteps(for: length)) }
    expectClose(
      own, alone, "sample \(index) alone", tolerance: 1e-6, sourceLocation: sourceLocation)
  }
  guard isSequence else { return }
  #expect(
    context.lengths == lengths.map(layer.outputSteps), "lengths", sourceLocation: sourceLocation)
}

/// All parameters that can be found by looking into the stored properties of a value.
func reachableParameters(of value: Any) -> Set<ObjectIdentifier> {
  if let parameter = value as? Parameter { return [ObjectIdentifier(parameter)] }
  return Mirror(reflecting: value).children.reduce(into: []) {
    $0.formUnion(reachableParameters(of: $1.value))
  }
}

/// A tensor of repeatable values between -1 and 1.
func sample(_ shape: [Int], seed: UInt64 = 1) -> Tensor {
  var stream = RandomStream(seed: seed)
  return Tensor((0..<shape.reduce(1, *)).map { _ in 2 * stream.uniform() - 1 }, shape: shape)
}
