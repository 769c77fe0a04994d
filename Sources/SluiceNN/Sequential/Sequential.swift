import SluiceTensor

/// The description of a network: layers, each fed with the output of the one before.
///
///     let model = Sequential {
///       LSTM(5, returnsSequences: true)
///       Dropout(0.2)
///       LSTM(3)
///       Dropout(0.2)
///       Dense(1)
///     }
///     let network = try model.built(inputSize: 1, seed: 1)
///
/// In a file it is a list: `[{LSTM: {hiddenSize: 5, returnsSequences: true}}, {Dropout: {rate: 0.2}}]`.
public struct Sequential: Sendable {
  /// The layers in order.
  public var layers: [any Layer]

  /// Lists layers.
  public init(_ layers: [any Layer]) {
    self.layers = layers
  }

  /// Lists layers line by line.
  public init(@LayerBuilder _ layers: () -> [any Layer]) {
    self.layers = layers()
  }

  /// The shape after each layer.
  ///
  /// - Throws: ``LayerError`` if a layer cannot take what the one before it yields, or if the network
  ///   would be too large for the memory of most machines.
  public func outputShapes(inputSize: Int) throws -> [ActivationShape] {
    guard inputSize >= 1 else { throw LayerError.inputSize(inputSize) }
    guard !layers.isEmpty else { throw LayerError.empty }
    var shape = ActivationShape.sequence(features: inputSize)
    var parameters = 0.0
    return try layers.enumerated().map { index, layer in
      if layer.needsSequence { _ = try layer.sequenceFeatures(of: shape, at: "\(index)") }
      parameters += layer.parameterCount(for: shape)
      guard parameters <= Double(Limits.parameters) else {
        throw LayerError.tooLarge(parameters: parameters, most: Limits.parameters)
      }
      shape = try layer.outputShape(for: shape)
      return shape
    }
  }

  /// The number of steps after each layer, given that before the first one; 1 after a layer that yields one
  /// vector.
  ///
  /// - Throws: ``LayerError`` as ``outputShapes(inputSize:)`` does, and if a layer needs more steps than it
  ///   gets.
  public func outputSteps(inputSize: Int, steps: Int) throws -> [Int] {
    let shapes = try outputShapes(inputSize: inputSize)
    var steps = steps
    return try zip(layers, shapes).enumerated().map { index, part in
      let (layer, shape) = part
      guard steps >= layer.leastSteps else {
        throw LayerError.tooFewSteps(
          layer: type(of: layer).typeName, path: "\(index)", found: steps, least: layer.leastSteps)
      }
      if case .sequence = shape { steps = layer.outputSteps(for: steps) } else { steps = 1 }
      return steps
    }
  }

  /// A network with fresh parameters.
  ///
  /// - Parameters:
  ///   - inputSize: The number of input features of each step, `F`.
  ///   - initialization: The rule for first values.
  ///   - seed: What all random draws depend on.
  /// - Throws: ``LayerError`` if the layers do not fit together.
  public func built(
    inputSize: Int, initialization: Initialization = .keras, seed: UInt64
  ) throws -> Network {
    try Network(
      self, inputSize: inputSize, initialization: initialization,
      random: RandomStreams(seed: seed))
  }
}

extension Sequential: Equatable {
  /// Whether two networks have the same layers with the same settings.
  public static func == (left: Sequential, right: Sequential) -> Bool {
    left.layers.count == right.layers.count
      && zip(left.layers, right.layers).allSatisfy { $0.isEqual(to: $1) }
  }
}

extension Sequential: Codable {
  /// Reads the list of layers.
  ///
  /// - Throws: `DecodingError` for an unknown layer or an impossible setting.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    layers = []
    while !container.isAtEnd { layers.append(try container.decode(AnyLayer.self).layer) }
  }

  /// Writes the list of layers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for layer in layers { try container.encode(AnyLayer(layer)) }
  }
}

/// A layer of any type in a file.
struct AnyLayer: Codable {
  let layer: any Layer

  init(_ layer: any Layer) { self.layer = layer }

  init(from decoder: any Decoder) throws { layer = try LayerRegistry.decode(from: decoder) }

  func encode(to encoder: any Encoder) throws { try LayerRegistry.encode(layer, to: encoder) }
}

/// Makes a list of layers of what stands between the braces of ``Sequential``.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: some Layer) -> [any Layer] { [layer] }
  /// Layers after one another.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }
  /// Layers that may be there.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }
  /// The layers of one branch.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }
  /// The layers of the other branch.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
  /// Layers made in a loop.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }
}
