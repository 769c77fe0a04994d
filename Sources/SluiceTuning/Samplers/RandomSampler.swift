import SluiceTensor

/// Draws each parameter independently and uniformly on its scale.
///
/// The yardstick of all other samplers.
///
/// - Source: Bergstra & Bengio 2012, <https://jmlr.org/papers/v13/bergstra12a.html>.
public struct RandomSampler: Sampler, Hashable, Codable {
  /// Creates the sampler.
  public init() {}

  /// The name.
  public var description: String { "random" }

  /// Every space and any number of objectives will do.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {}

  /// Draws a trial.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    Proposal(history.space.assignment { $0.domain.value(at: stream.uniformDouble()) })
  }
}
