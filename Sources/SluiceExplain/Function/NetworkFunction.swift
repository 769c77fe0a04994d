import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor

/// A trained network as a function of windows.
///
/// A forecast has one answer a step of the recipe, such as `+1`, in the target's own units; after training
/// with a quantile loss it is that quantile. One that is told relative to a reference has what it adds to
/// that, as the target's transform gives it. A classifier has one answer a class, in the units of its
/// ``ClassScore``; the logit of a binary network counts as two classes. Where each step of a window is
/// labeled, the label of the last step is explained: it is the one that a stream gives, and the one that has
/// seen the whole window.
public struct NetworkFunction: ModelFunction, DifferentiableFunction {
  /// The network.
  public let network: Network

  /// What the network was trained with.
  public let recipe: FittedRecipe

  /// What the answers of a classifier are; without meaning for a forecast.
  public let classScore: ClassScore

  /// The names of the inputs, as the recipe orders them.
  public let inputs: [String]

  /// `+1`, `+2` and so on for the steps of a forecast, or the classes.
  public let answers: [String]

  /// How many windows the network sees at once.
  ///
  /// Enough to keep all cores busy, few enough that what is kept for the way back stays in cache.
  static let batchSize = 256

  /// Wraps a network.
  ///
  /// Answers of a classifier are probabilities unless asked otherwise: they are what the model says, and
  /// their shares read as they stand ("the last step took it from 0.2 to 0.7"). Where nearly all windows
  /// are certain, log odds tell more.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - recipe: The recipe that it was trained with.
  ///   - classScore: What the answers of a classifier are.
  /// - Throws: `ForecastError` when the network does not fit the recipe.
  public init(
    _ network: Network, recipe: FittedRecipe, classScore: ClassScore = .probability
  ) throws {
    try NetworkModel(network).check(recipe)
    self.network = network
    self.recipe = recipe
    self.classScore = classScore
    inputs = recipe.recipe.inputs
    answers = Self.answers(of: recipe)
  }

  /// Wraps the network of a bundle.
  ///
  /// - Throws: ``ExplainError/baseline(name:)`` when the bundle holds none.
  public init(_ bundle: ModelBundle, classScore: ClassScore = .probability) throws {
    guard case .network(let network) = bundle.model else {
      throw ExplainError.baseline(name: bundle.model.windowModel.name)
    }
    try self.init(network, recipe: bundle.recipe, classScore: classScore)
  }

  /// Returns the answers for windows, row-major `[N, K]`.
  public func values(_ windows: Tensor) -> [Float] {
    Self.batches(of: windows).flatMap { answers(from: lastOutputs(network.predict($0))) }
  }

  /// Returns one answer for each window, and its derivative by each scaled input of the window.
  public func gradient(
    of answer: Int, at windows: Tensor
  ) -> (values: [Float], derivatives: [Float]) {
    var values: [Float] = []
    var derivatives: [Float] = []
    derivatives.reserveCapacity(windows.count)
    for batch in Self.batches(of: windows) {
      let batch = batch.requiringGradient()
      withoutParameterGradients {
        let output = network(batch)
        let outputs = lastOutputs(output)
        let all = answers(from: outputs)
        values += stride(from: answer, to: all.count, by: answers.count).map { all[$0] }
        output.backward(seed: seed(of: answer, at: output))
      }
      (batch.gradient ?? .zeros(batch.shape)).withUnsafeBufferPointer {
        derivatives.append(contentsOf: $0)
      }
    }
    return (values, derivatives)
  }

  /// The windows in batches of ``batchSize``.
  private static func batches(of windows: Tensor) -> [Tensor] {
    stride(from: 0, to: windows.shape[0], by: batchSize).map { start in
      windows.sliced(axis: 0, start..<min(start + batchSize, windows.shape[0])).detached()
    }
  }

  /// The outputs of each window, of its last step where each has some, row-major `[N, outputs]`.
  func lastOutputs(_ output: Tensor) -> [Float] {
    output.rank == 2
      ? output.values : output.detached().selected(axis: 1, output.shape[1] - 1).values
  }

  /// The derivative of an answer by the network's output, a tensor of its shape: zero but for the last
  /// step.
  func seed(of answer: Int, at output: Tensor) -> Tensor {
    let slopes = slopes(of: answer, at: lastOutputs(output))
    let shape = output.shape
    guard shape.count == 3 else { return Tensor(slopes, shape: shape) }
    let (steps, outputs) = (shape[1], shape[2])
    var values = [Float](repeating: 0, count: shape[0] * steps * outputs)
    for window in 0..<shape[0] {
      for output in 0..<outputs {
        values[((window + 1) * steps - 1) * outputs + output] = slopes[window * outputs + output]
      }
    }
    return Tensor(values, shape: shape)
  }
}
