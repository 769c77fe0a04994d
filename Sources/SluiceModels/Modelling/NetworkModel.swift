import SluiceNN
import SluiceTensor

/// A trained network as a forecast model.
public struct NetworkModel: WindowModel {
  /// The network; it expects the inputs of the recipe that it was trained with.
  public let network: Network

  /// `network`.
  public let name = "network"

  /// Wraps a network.
  public init(_ network: Network) {
    self.network = network
  }

  /// Number of trained parameters.
  public var parameterCount: Int { network.parameters.scalarCount }

  /// Returns the network's forecasts, row-major `[N, P]`, in the target's own units.
  ///
  /// - Throws: ``ForecastError`` when the network does not fit the frame.
  public func outputs(for frame: WindowFrame) throws -> [Float] {
    try check(frame.recipe)
    return frame.unscaled(network.outputs(for: frame.windows))
  }

  /// Throws ``ForecastError`` unless the network takes what a recipe yields and yields its steps.
  func check(_ recipe: FittedRecipe) throws {
    let inputs = recipe.recipe.inputs.count
    guard network.inputSize == inputs else {
      throw ForecastError.inputs(expected: network.inputSize, found: inputs)
    }
    let outputs = recipe.recipe.steps.count
    guard network.outputShape == .vector(features: outputs) else {
      throw ForecastError.outputs(expected: outputs, found: "\(network.outputShape)")
    }
  }

  /// Returns the multiply-adds of one forecast from a full window.
  public func multiplyAdds(lookback: Int) -> Int {
    network.multiplyAdds(steps: lookback)
  }
}

/// Why a model cannot forecast a frame.
public enum ForecastError: Error, Equatable, CustomStringConvertible {
  /// The network has another number of inputs than the recipe.
  case inputs(expected: Int, found: Int)
  /// The network's output is not one number for each forecast step.
  case outputs(expected: Int, found: String)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .inputs(let expected, let found):
      return "The network takes \(expected) inputs a step, the recipe yields \(found): build it "
        + "with the recipe's number of inputs."
    case .outputs(let expected, let found):
      return "The network yields \(found), but the forecast has \(expected) steps: let its last "
        + "layer be a Dense of \(expected) units on the last step."
    }
  }
}
