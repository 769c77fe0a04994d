import SluiceTensor

/// A layer that goes through the steps of a sequence; runs of them become one operation.
public protocol RecurrentDescription: Layer {
  /// The layer in the terms of the operation that runs it.
  var recurrentLayer: RecurrentLayer { get }
}

extension RecurrentDescription {
  /// Yes.
  public var needsSequence: Bool { true }

  /// A sequence or the last step, with as many features as the layer has outputs.
  public func outputShape(for input: ActivationShape) throws -> ActivationShape {
    let layer = recurrentLayer
    return layer.returnsSequences
      ? .sequence(features: layer.outputSize) : .vector(features: layer.outputSize)
  }

  /// The weights of inputs and state, and the biases: one of the LSTM's, two of the GRU's.
  public func parameterCount(for input: ActivationShape) -> Double {
    let layer = recurrentLayer
    let size = Double(layer.hiddenSize)
    let biases: Double = layer.cell == .gru ? 2 : 1
    let gates = Double(layer.direction.count * layer.cell.gateCount)
    return gates * size * (Double(input.features) + size + biases)
  }

  /// The layer alone with fresh parameters.
  public func built(input: ActivationShape, using plan: BuildPlan) throws -> any Module {
    RecurrentStackModule(units: [try unit(input: input, using: plan, name: nil)])
  }

  /// The layer's part of a stack.
  func unit(
    input: ActivationShape, using plan: BuildPlan, name: String?
  ) throws -> RecurrentUnit {
    let features = try sequenceFeatures(of: input, at: plan.path)
    let layer = recurrentLayer
    let names: [String?] = layer.direction.count == 2 ? ["forward", "backward"] : [nil]
    return RecurrentUnit(
      name: name, layer: layer,
      directions: names.map {
        DirectionParameters(
          name: $0, layer: layer, features: features, $0.map(plan.child) ?? plan)
      })
  }
}
