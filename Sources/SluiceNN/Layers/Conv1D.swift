import SluiceTensor

/// A convolution along the steps: an affine map of a window of steps that slides over the sequence, followed
/// by an activation.
///
/// A sequence with a true length is treated as if it were alone: what lies behind is padding.
///
/// - Shapes: input `[B, T, F]`, output `[B, T', filters]`, with `T'` as ``outputSteps(for:)`` says; parameters
///   `weight [filters, F, kernelSize]` as in PyTorch, `bias [filters]`.
public struct Conv1D: Layer {
  /// The number of outputs of a step.
  public var filters: Int
  /// The number of steps that a window looks at.
  public var kernelSize: Int
  /// The steps from one window to the next.
  public var stride: Int
  /// The steps from one that a window looks at to the next.
  public var dilation: Int
  /// What stands around the sequence; it counts as zeros.
  public var padding: SequencePadding
  /// What is applied to the outputs.
  public var activation: ActivationFunction
  /// Whether a bias is added.
  public var hasBias: Bool

  /// Describes a convolution.
  ///
  /// - Precondition: all numbers are at least 1.
  public init(
    _ filters: Int, kernelSize: Int, stride: Int = 1, dilation: Int = 1,
    padding: SequencePadding = .valid, activation: ActivationFunction = .linear,
    hasBias: Bool = true
  ) {
    precondition(
      [filters, kernelSize, stride, dilation].allSatisfy { $0 >= 1 },
      "Conv1D: filters \(filters), kernelSize \(kernelSize), stride \(stride) and dilation "
        + "\(dilation) must be at least 1")
    self.filters = filters
    self.kernelSize = kernelSize
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.activation = activation
    self.hasBias = hasBias
  }

  private enum CodingKeys: String, CodingKey {
    case filters, kernelSize, stride, dilation, padding, activation, hasBias
  }

  /// Reads the description; `filters` and `kernelSize` must be there.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    filters = try container.count(.filters)
    kernelSize = try container.count(.kernelSize)
    stride = try container.count(.stride, default: 1)
    dilation = try container.count(.dilation, default: 1)
    padding = try container.setting(.padding, default: .valid)
    activation = try container.setting(.activation, default: .linear)
    hasBias = try container.setting(.hasBias, default: true)
  }

  /// Yes.
  public var needsSequence: Bool { true }

  /// A sequence with `filters` features.
  public func outputShape(for input: ActivationShape) -> ActivationShape {
    input.with(features: filters)
  }

  /// The number of windows: ``SlidingWindow/outputSteps(for:)``.
  public func outputSteps(for steps: Int) -> Int { window.outputSteps(for: steps) }

  /// The steps that a window spans if it must lie within the sequence.
  public var leastSteps: Int { window.leastSteps }

  /// A weight for each filter, feature and step of the window, and the biases.
  public func parameterCount(for input: ActivationShape) -> Double {
    Double(filters) * (Double(input.features) * Double(kernelSize) + (hasBias ? 1 : 0))
  }

  /// The layer with fresh parameters.
  public func built(input: ActivationShape, using plan: BuildPlan) throws -> any Module {
    Conv1DModule(self, features: try sequenceFeatures(of: input, at: plan.path), plan)
  }

  var window: SlidingWindow {
    SlidingWindow(size: kernelSize, stride: stride, dilation: dilation, padding: padding)
  }
}

/// A convolution with its parameters.
public struct Conv1DModule: Module {
  /// The kernels, `[filters, F, kernelSize]`.
  public var weight: Parameter { affine.weight }
  /// The summands, `[filters]`.
  public var bias: Parameter? { affine.bias }
  private let affine: AffineParameters
  private let layer: Conv1D

  init(_ layer: Conv1D, features: Int, _ plan: BuildPlan) {
    self.layer = layer
    affine = AffineParameters(
      shape: [layer.filters, features, layer.kernelSize], fanIn: features * layer.kernelSize,
      fanOut: layer.filters * layer.kernelSize, hasBias: layer.hasBias, plan)
  }

  /// Names the parameters.
  public func visit(_ visitor: inout ParameterVisitor) { affine.visit(&visitor) }

  /// The convolution of the input and the activation of that.
  public func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    let y = x.convolved(
      weight: weight.value, bias: bias?.value, stride: layer.stride, dilation: layer.dilation,
      padding: layer.padding, lengths: context.lengths)
    context.lengths = context.lengths?.map(layer.outputSteps)
    return layer.activation(y)
  }
}
