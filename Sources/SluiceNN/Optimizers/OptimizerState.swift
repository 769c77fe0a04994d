import SluiceTensor

/// An optimizer at work on the parameters of a network, with what it keeps from step to step.
///
/// It is a value: a copy is a checkpoint. Its tensors have names made of slot and path, such as
/// `mean/0.weightIH`.
public struct OptimizerState: Sendable {
  /// The algorithm with its settings.
  public let optimizer: Optimizer
  /// How many steps were made.
  public private(set) var stepCount: Int
  private let parameters: NamedParameters
  /// For each slot one tensor a parameter.
  private var slots: [[Tensor]]

  /// Begins with zeros.
  public init(_ optimizer: Optimizer, parameters: NamedParameters) {
    self.optimizer = optimizer
    self.parameters = parameters
    stepCount = 0
    slots = optimizer.algorithm.slots.map { _ in
      parameters.map { .zeros($0.parameter.shape) }
    }
  }

  /// Goes on from saved tensors.
  ///
  /// - Throws: ``ParameterError`` if a tensor is missing, superfluous or of another shape.
  public init(
    _ optimizer: Optimizer, parameters: NamedParameters, tensors: [String: Tensor], stepCount: Int
  ) throws {
    self.init(optimizer, parameters: parameters)
    self.stepCount = stepCount
    let expected = self.tensors
    if let unknown = tensors.keys.filter({ expected[$0] == nil }).min() {
      throw ParameterError.unknown(path: unknown)
    }
    for (slot, name) in optimizer.algorithm.slots.enumerated() {
      for (index, element) in parameters.enumerated() {
        let path = "\(name)/\(element.path)"
        guard let tensor = tensors[path] else {
          throw ParameterError.missing(path: path, shape: element.parameter.shape)
        }
        guard tensor.shape == element.parameter.shape else {
          throw ParameterError.shape(
            path: path, expected: element.parameter.shape, found: tensor.shape)
        }
        slots[slot][index] = tensor.detached()
      }
    }
  }

  /// What is kept, by name, for saving.
  public var tensors: [String: Tensor] {
    var result: [String: Tensor] = [:]
    for (name, tensors) in zip(optimizer.algorithm.slots, slots) {
      for (element, tensor) in zip(parameters, tensors) {
        result["\(name)/\(element.path)"] = tensor
      }
    }
    return result
  }

  /// Changes all trainable parameters by their gradients, then forgets the gradients.
  ///
  /// A parameter without a gradient stays as it is.
  ///
  /// - Parameter learningRate: The rate of this step.
  public mutating func step(learningRate: Float) {
    stepCount += 1
    let algorithm = optimizer.algorithm
    for index in parameters.indices {
      let parameter = parameters[index].parameter
      guard parameter.isTrainable, let gradient = parameter.gradient else { continue }
      let values = parameter.mutablePointer()
      algorithm.apply(
        to: ParameterUpdate(
          count: parameter.count, values: values, gradients: gradient.storage.pointer,
          slot0: pointer(ofSlot: 0, index) ?? values, slot1: pointer(ofSlot: 1, index) ?? values),
        learningRate: learningRate, step: stepCount)
      withExtendedLifetime(gradient) {}
      parameter.gradient = nil
    }
  }

  private mutating func pointer(
    ofSlot slot: Int, _ index: Int
  ) -> UnsafeMutablePointer<Float>? {
    slot < slots.count ? slots[slot][index].mutablePointer() : nil
  }
}
