import SluiceTensor

/// The description of a layer: a plain value that can be compared, written and read.
///
/// A new layer is one file with a type that conforms, and its line in ``LayerRegistry``.
public protocol Layer: Codable, Equatable, Sendable {
  /// The name of the type in files, such as `LSTM`.
  static var typeName: String { get }

  /// Whether the layer takes sequences only; it does not unless it says otherwise.
  var needsSequence: Bool { get }

  /// The shape of what the layer makes of an input.
  ///
  /// - Throws: ``LayerError`` if the layer cannot take such an input.
  func outputShape(for input: ActivationShape) throws -> ActivationShape

  /// The number of steps that the layer makes of a sequence: as many as there are unless it says
  /// otherwise.
  func outputSteps(for steps: Int) -> Int

  /// The fewest steps of which the layer makes what it is meant to; 1 unless it says otherwise.
  var leastSteps: Int { get }

  /// How many numbers the layer learns for such an input, told without making them; 0 unless it says
  /// otherwise.
  ///
  /// A Double, because what a file asks for need not fit into an Int.
  func parameterCount(for input: ActivationShape) -> Double

  /// The layer with fresh parameters.
  ///
  /// - Throws: ``LayerError`` if the layer cannot take such an input.
  func built(input: ActivationShape, using plan: BuildPlan) throws -> any Module
}

extension Layer {
  /// The name of the type.
  public static var typeName: String { "\(Self.self)" }

  /// No.
  public var needsSequence: Bool { false }

  /// As many.
  public func outputSteps(for steps: Int) -> Int { steps }

  /// One.
  public var leastSteps: Int { 1 }

  /// None.
  public func parameterCount(for input: ActivationShape) -> Double { 0 }

  /// The number of features of a sequence.
  ///
  /// - Throws: ``LayerError/needsSequence(layer:path:found:)`` for one vector.
  func sequenceFeatures(of input: ActivationShape, at path: String) throws -> Int {
    guard case .sequence(let features) = input else {
      throw LayerError.needsSequence(layer: Self.typeName, path: path, found: input)
    }
    return features
  }

  func isEqual(to other: any Layer) -> Bool {
    (other as? Self) == self
  }
}

/// Where a layer stands in its network while it is built, and how its parameters begin.
public struct BuildPlan: Sendable {
  /// The path of the layer, such as `0`.
  public let path: String
  /// The rule for first values.
  public let initialization: Initialization
  /// The random streams of the run; each parameter draws from its own, by its path.
  public let random: RandomStreams

  /// Creates a plan.
  public init(path: String, initialization: Initialization, random: RandomStreams) {
    self.path = path
    self.initialization = initialization
    self.random = random
  }

  /// The plan of a child.
  public func child(_ name: String) -> BuildPlan {
    BuildPlan(path: "\(path).\(name)", initialization: initialization, random: random)
  }

  /// A new parameter whose first values are drawn from the stream of its own name.
  public func parameter(_ name: String, shape: [Int], _ fill: FirstValues) -> Parameter {
    var stream = random.stream("init/\(path).\(name)")
    return Parameter(fill.tensor(shape: shape, using: &stream))
  }
}

/// Why a layer cannot be built.
public enum LayerError: Error, Equatable, CustomStringConvertible {
  /// The layer needs a sequence, but what comes before it yields one vector.
  case needsSequence(layer: String, path: String, found: ActivationShape)
  /// The layer needs a longer sequence than it gets.
  case tooFewSteps(layer: String, path: String, found: Int, least: Int)
  /// A network without layers.
  case empty
  /// A number of input features below one.
  case inputSize(Int)
  /// A network with more parameters than fit into the memory of most machines.
  case tooLarge(parameters: Double, most: Int)

  /// The error in a sentence.
  public var description: String {
    switch self {
    case .needsSequence(let layer, let path, let found):
      return "layer \(path) (\(layer)) needs a sequence [B, T, F], but it gets \(found); "
        + "let the recurrent layer before it return sequences"
    case .tooFewSteps(let layer, let path, let found, let least):
      return "layer \(path) (\(layer)) needs a sequence of at least \(least) steps, but it gets "
        + "\(found); take a longer lookback, a smaller kernel, pool or stride, or padding: same"
    case .empty:
      return "the network has no layers; list at least one"
    case .inputSize(let size):
      return "a network needs at least one input feature, found \(size)"
    case .tooLarge(let parameters, let most):
      // Numbers beyond are given in powers of ten.
      let count = parameters < 1e15 ? "\(Int(parameters))" : "\(parameters)"
      return "the network would have \(count) parameters, at most \(most) are possible; "
        + "use fewer units"
    }
  }
}
