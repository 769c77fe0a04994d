import SluiceTensor

/// A network with its parameters, built from a ``Sequential``.
///
/// It may be used from many threads as long as none of them trains it.
public final class Network: Module {
  /// What it was built from.
  public let model: Sequential
  /// The number of input features of each step.
  public let inputSize: Int
  /// The shape of its output.
  public let outputShape: ActivationShape
  /// Its parameters in the order of the layers, with paths such as `0.weightIH`.
  public let parameters: NamedParameters
  private let root: SequentialModule

  init(
    _ model: Sequential, inputSize: Int, initialization: Initialization, random: RandomStreams
  ) throws {
    let shapes = try model.outputShapes(inputSize: inputSize)
    let root = try SequentialModule(
      model, inputSize: inputSize, shapes: shapes, initialization: initialization, random: random)
    self.model = model
    self.inputSize = inputSize
    self.root = root
    outputShape = shapes.last ?? .sequence(features: inputSize)
    parameters = NamedParameters(of: root)
  }

  /// The parts that run one after another; a run of recurrent layers is one of them.
  package var stages: [any Module] { root.stages.map(\.module) }

  /// Names all parameters.
  public func visit(_ visitor: inout ParameterVisitor) { root.visit(&visitor) }

  /// The output for a batch.
  ///
  /// - Shapes: input `[B, T, F]`; output as ``outputShape`` says.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    precondition(
      x.rank == 3 && x.shape[2] == inputSize,
      "Network: input of shape \(x.shape) where [B, T, \(inputSize)] is needed")
    return root(x, &context)
  }

  /// The output for a batch, without dropout; gradients flow.
  ///
  /// - Parameters:
  ///   - x: The batch, `[B, T, F]`.
  ///   - lengths: The true length of each sequence; nil if all have all steps.
  public func callAsFunction(_ x: Tensor, lengths: [Int]? = nil) -> Tensor {
    var context = ForwardContext(lengths: lengths)
    return self(x, &context)
  }

  /// The output for a batch, without dropout and without recording anything for gradients.
  ///
  /// - Parameters:
  ///   - x: The batch, `[B, T, F]`.
  ///   - lengths: The true length of each sequence; nil if all have all steps.
  public func predict(_ x: Tensor, lengths: [Int]? = nil) -> Tensor {
    withoutGradients { self(x, lengths: lengths) }
  }
}

/// The layers of a network in order, runs of recurrent ones joined.
struct SequentialModule: Module {
  /// One part; nil names a run of recurrent layers, which name themselves.
  struct Stage: Sendable {
    let name: String?
    let module: any Module
  }

  let stages: [Stage]

  init(
    _ model: Sequential, inputSize: Int, shapes: [ActivationShape],
    initialization: Initialization, random: RandomStreams
  ) throws {
    let inputs = [.sequence(features: inputSize)] + shapes.dropLast()
    var stages: [Stage] = []
    var run: [RecurrentUnit] = []
    func endRun() {
      guard !run.isEmpty else { return }
      stages.append(Stage(name: nil, module: RecurrentStackModule(units: run)))
      run = []
    }
    for (index, layer) in model.layers.enumerated() {
      let plan = BuildPlan(path: "\(index)", initialization: initialization, random: random)
      if let recurrent = layer as? any RecurrentDescription {
        run.append(try recurrent.unit(input: inputs[index], using: plan, name: "\(index)"))
      } else if let dropout = layer as? Dropout, let last = run.last, last.layer.dropout == 0 {
        // The operation applies the dropout that follows a layer to that layer's output.
        run[run.count - 1].layer.dropout = dropout.rate
        run[run.count - 1].layer.dropoutPerSequence = dropout.perSequence
      } else {
        endRun()
        stages.append(
          Stage(name: "\(index)", module: try layer.built(input: inputs[index], using: plan)))
      }
    }
    endRun()
    self.stages = stages
  }

  func visit(_ visitor: inout ParameterVisitor) {
    for stage in stages {
      if let name = stage.name {
        visitor.module(name, stage.module)
      } else {
        stage.module.visit(&visitor)
      }
    }
  }

  func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    var x = x
    for stage in stages { x = stage.module(x, &context) }
    return x
  }
}
