import SluiceTensor

/// A layer that makes one step of several, each feature by itself.
///
/// ``MaxPool1D`` and ``AveragePool1D`` differ only in what they take.
@dynamicMemberLookup
public protocol Pool1D: Layer {
  /// What can be set; each setting is a property of the layer, too.
  var settings: Pool1DSettings { get set }

  /// Describes a layer.
  init(settings: Pool1DSettings)

  /// The layer as a module.
  func module() -> any Module
}

/// What can be set in a layer that pools steps.
public struct Pool1DSettings: Codable, Hashable, Sendable {
  /// The number of steps that become one.
  public var size: Int
  /// The steps from one window to the next.
  public var stride: Int
  /// Whether windows may reach beyond the sequence; what lies there counts as absent.
  public var padding: SequencePadding

  /// Creates settings.
  ///
  /// - Parameters:
  ///   - size: The number of steps that become one, at least 1.
  ///   - stride: The steps from one window to the next, at least 1; `size` when nil.
  ///   - padding: Whether windows may reach beyond the sequence.
  public init(_ size: Int = 2, stride: Int? = nil, padding: SequencePadding = .valid) {
    precondition(
      size >= 1 && (stride ?? 1) >= 1,
      "a pooling layer's size and stride are at least 1, got \(size) and \(stride ?? size)")
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
  }

  /// Reads settings; each has a default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    size = try container.count(.size, default: Pool1DSettings().size)
    stride = try container.count(.stride, default: size)
    padding = try container.setting(.padding, default: .valid)
  }

  var window: SlidingWindow { SlidingWindow(size: size, stride: stride, padding: padding) }
}

extension Pool1D {
  /// Describes a layer.
  ///
  /// - Parameters:
  ///   - size: The number of steps that become one, at least 1.
  ///   - stride: The steps from one window to the next, at least 1; `size` when nil.
  ///   - padding: Whether windows may reach beyond the sequence.
  public init(_ size: Int = 2, stride: Int? = nil, padding: SequencePadding = .valid) {
    self.init(settings: Pool1DSettings(size, stride: stride, padding: padding))
  }

  /// One of the settings, such as `size`.
  public subscript<Value>(dynamicMember setting: WritableKeyPath<Pool1DSettings, Value>) -> Value {
    get { settings[keyPath: setting] }
    set { settings[keyPath: setting] = newValue }
  }

  /// Reads the settings; each has a default.
  public init(from decoder: any Decoder) throws {
    self.init(settings: try Pool1DSettings(from: decoder))
  }

  /// Writes the settings, without a level of their own.
  public func encode(to encoder: any Encoder) throws { try settings.encode(to: encoder) }

  /// Yes.
  public var needsSequence: Bool { true }

  /// The input's own shape.
  public func outputShape(for input: ActivationShape) -> ActivationShape { input }

  /// The number of windows: ``SlidingWindow/outputSteps(for:)``.
  public func outputSteps(for steps: Int) -> Int { settings.window.outputSteps(for: steps) }

  /// The size of a window if it must lie within the sequence.
  public var leastSteps: Int { settings.window.leastSteps }

  /// Pooling as a module.
  public func built(input: ActivationShape, using plan: BuildPlan) throws -> any Module {
    _ = try sequenceFeatures(of: input, at: plan.path)
    return module()
  }
}

/// The largest value of each feature over windows of steps.
///
/// - Shapes: input `[B, T, F]`, output `[B, T', F]`, with `T'` as ``outputSteps(for:)`` says.
public struct MaxPool1D: Pool1D {
  /// What can be set.
  public var settings: Pool1DSettings

  /// Describes a layer.
  public init(settings: Pool1DSettings) { self.settings = settings }

  /// The layer as a module.
  public func module() -> any Module {
    Pool1DModule(pooling: .maximum, window: settings.window)
  }
}

/// The mean of each feature over windows of steps; padding does not count.
///
/// - Shapes: input `[B, T, F]`, output `[B, T', F]`, with `T'` as ``outputSteps(for:)`` says.
public struct AveragePool1D: Pool1D {
  /// What can be set.
  public var settings: Pool1DSettings

  /// Describes a layer.
  public init(settings: Pool1DSettings) { self.settings = settings }

  /// The layer as a module.
  public func module() -> any Module {
    Pool1DModule(pooling: .average, window: settings.window)
  }
}

/// Pooling in a network.
struct Pool1DModule: Module {
  let pooling: Pooling
  let window: SlidingWindow

  func visit(_ visitor: inout ParameterVisitor) {}

  func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor {
    let y = x.pooled(pooling, window: window, lengths: context.lengths)
    context.lengths = context.lengths?.map(window.outputSteps)
    return y
  }
}
