import SluiceTensor

/// A rule by which gradients change parameters: plain settings, with the numbers that it keeps
/// for each parameter held elsewhere, in ``OptimizerState``.
///
/// A new optimizer is one file with a type that conforms, and its line in ``Optimizer``.
public protocol OptimizerAlgorithm: Codable, Hashable, Sendable {
  /// The name in files, such as `adam`.
  static var name: String { get }

  /// The learning rate that a schedule starts from.
  var learningRate: Float { get set }

  /// The names of the tensors that are kept for each parameter.
  var slots: [String] { get }

  /// Changes one parameter.
  ///
  /// - Parameters:
  ///   - update: The parameter's numbers.
  ///   - learningRate: The rate of this step.
  ///   - step: The number of this step, counted from 1.
  func apply(to update: ParameterUpdate, learningRate: Float, step: Int)
}

/// The numbers of one parameter that an optimizer reads and changes in one step.
public struct ParameterUpdate {
  /// How many numbers there are.
  public let count: Int
  /// The parameter's values.
  public let values: UnsafeMutablePointer<Float>
  /// Their gradients.
  public let gradients: UnsafePointer<Float>
  /// What is kept in the optimizer's first slot; undefined if it has none.
  public let slot0: UnsafeMutablePointer<Float>
  /// What is kept in the second slot; undefined if it has fewer.
  public let slot1: UnsafeMutablePointer<Float>
}
