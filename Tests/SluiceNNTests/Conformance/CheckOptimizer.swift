import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

/// A few parameters without a network.
struct LooseParameters: Module {
  let parameters: [Parameter]

  init(_ values: [Tensor]) { parameters = values.map { Parameter($0) } }

  func visit(_ visitor: inout ParameterVisitor) {
    for (index, parameter) in parameters.enumerated() { visitor.parameter("\(index)", parameter) }
  }

  func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor { x }
}

/// Checks all that holds for every optimizer: the kit for a new one.
///
/// It lowers a quadratic, repeats to the bit, leaves frozen parameters and those without a gradient
/// alone, forgets the gradients, goes on from saved state to the same bits, and survives JSON.
func checkOptimizer(
  _ optimizer: Optimizer, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  func problem() -> LooseParameters {
    LooseParameters([sample([3, 2], seed: 1), sample([5], seed: 2), sample([2], seed: 3)])
  }
  func loss(_ problem: LooseParameters) -> Tensor {
    problem.parameters[0].value.square().sum() + problem.parameters[1].value.square().sum() * 3
  }
  func run(_ problem: LooseParameters, _ state: inout OptimizerState, steps: Int) {
    for _ in 0..<steps {
      loss(problem).backward()
      state.step(learningRate: 0.02)
    }
  }
  func values(_ problem: LooseParameters) -> [[Float]] { problem.parameters.map(\.value.values) }

  let (first, second) = (problem(), problem())
  first.parameters[1].isTrainable = false
  let before = values(first)
  var state = OptimizerState(optimizer, parameters: NamedParameters(of: first))
  let start = loss(first).item
  run(first, &state, steps: 20)
  #expect(loss(first).item < start, "the loss rises", sourceLocation: sourceLocation)
  #expect(values(first)[0] != before[0], "nothing changed", sourceLocation: sourceLocation)
  #expect(values(first)[1] == before[1], "frozen", sourceLocation: sourceLocation)
  #expect(values(first)[2] == before[2], "no gradient", sourceLocation: sourceLocation)
  #expect(
    first.parameters.allSatisfy { $0.gradient == nil }, "gradients stay",
    sourceLocation: sourceLocation)

  second.parameters[1].isTrainable = false
  let named = NamedParameters(of: second)
  var half = OptimizerState(optimizer, parameters: named)
  run(second, &half, steps: 7)
  var rest = try OptimizerState(
    optimizer, parameters: named, tensors: half.tensors, stepCount: half.stepCount)
  run(second, &half, steps: 1)
  let afterEight = values(second)
  #expect(afterEight != before, sourceLocation: sourceLocation)
  // The state is a value: the step above must not have changed the copy. Undo it and go on.
  let third = problem()
  third.parameters[1].isTrainable = false
  var fresh = OptimizerState(optimizer, parameters: NamedParameters(of: third))
  run(third, &fresh, steps: 7)
  try named.load(NamedParameters(of: third).tensors)
  run(second, &rest, steps: 13)
  #expect(values(second) == values(first), "not the same bits", sourceLocation: sourceLocation)
  #expect(rest.stepCount == 20, sourceLocation: sourceLocation)

  let data = try JSONEncoder().encode([optimizer])
  #expect(
    try JSONDecoder().decode([Optimizer].self, from: data) == [optimizer], "JSON",
    sourceLocation: sourceLocation)
}
