import SluiceData
import SluiceNN
import SluiceTensor

/// A trained network as a model of windows.
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

  /// Returns the network's forecasts in the target's own units, or its probabilities of the classes.
  ///
  /// - Throws: ``ForecastError`` when the network does not fit the frame.
  public func outputs(for frame: WindowFrame) throws -> [Float] {
    try check(frame.recipe)
    return frame.recipe.answers(
      from: network.outputs(for: frame.windows), outputsPerStep: network.outputShape.features,
      references: frame.windows.references)
  }

  /// Throws ``ForecastError`` unless the network takes what a recipe yields and yields its steps or
  /// classes.
  public func check(_ recipe: FittedRecipe) throws {
    let inputs = recipe.recipe.inputs.count
    guard network.inputSize == inputs else {
      throw ForecastError.inputs(expected: network.inputSize, found: inputs)
    }
    if let classes = recipe.classes {
      let found = network.outputShape
      let isSequence = found == .sequence(features: found.features)
      guard isSequence == recipe.labelsEveryStep,
        found.features == classes.count || (found.features == 1 && classes.count == 2)
      else {
        throw ForecastError.classes(
          names: classes, everyStep: recipe.labelsEveryStep, found: "\(found)")
      }
      return
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

/// Why a model does not fit a recipe, or what is asked of it.
public enum ForecastError: Error, Equatable, CustomStringConvertible {
  /// The network has another number of inputs than the recipe.
  case inputs(expected: Int, found: Int)
  /// The network's output is not one number for each forecast step.
  case outputs(expected: Int, found: String)
  /// A forecast was asked of a model that labels.
  case labels
  /// A label was asked of a model that forecasts.
  case noLabels
  /// Two folds have not the same classes in their training parts.
  case otherClasses([String], [String])
  /// The last row has no answer, or no row has one, as a reading that is to be known ahead is missing.
  case missingLead(MissingLead)
  /// The network's output is not one number for each class.
  case classes(names: [String], everyStep: Bool, found: String)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .inputs(let expected, let found):
      return "The network takes \(expected) inputs a step, the recipe yields \(found): build it "
        + "with the recipe's number of inputs."
    case .outputs(let expected, let found):
      return "The network yields \(found), but the forecast has \(expected) steps: let its last "
        + "layer be a Dense of \(expected) units on the last step."
    case .labels:
      return "The model gives labels, not forecasts: call classify instead of predict."
    case .otherClasses(let some, let others):
      let missing = Set(some).symmetricDifference(others).sorted().joined(separator: ", ")
      return "Not every fold has training rows of the same classes (\(missing) is missing in "
        + "some): leave such a class out (label.without), so that the folds can be put together."
    case .noLabels:
      return "The model forecasts a number, it gives no labels: call predict instead of classify."
    case .missingLead(let missing): return missing.description
    case .classes(let names, let everyStep, let found):
      let units = names.count == 2 ? "2 units, or of 1" : "\(names.count) units"
      return "The network yields \(found), but there are \(names.count) classes "
        + "(\(names.joined(separator: ", "))): let its last layer be a Dense of \(units), on "
        + (everyStep
          ? "every step (returnsSequences in the recurrent layer before it)."
          : "the last step only.")
    }
  }
}
