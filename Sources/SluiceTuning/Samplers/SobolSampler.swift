import SluiceTensor

/// Spreads the trials evenly over the space: points of Sobol's quasi-random sequence, scrambled.
///
/// Every parameter has a coordinate of its own, whether in play or not, so each of them is spread
/// evenly. Trial `number` gets point `number`; numbers of trials that are powers of 2 are filled best.
/// The scrambling follows from the study's seed: another seed, other points.
///
/// - Source: Bousquet et al. 2017, "Critical hyper-parameters: no random, no cry",
///   <https://arxiv.org/abs/1706.03200>; Sobol 1967, <https://doi.org/10.1016/0041-5553(67)90144-9>.
public struct SobolSampler: Sampler, Hashable, Codable {
  /// Creates the sampler.
  public init() {}

  /// The name.
  public var description: String { "sobol" }

  /// Every space of at most 64 parameters and any number of objectives will do.
  ///
  /// - Throws: ``TuningError/unsuitable(sampler:reason:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if space.count > SobolSequence.dimensions {
      throw TuningError.unsuitable(
        sampler: description,
        reason: "it takes at most \(SobolSequence.dimensions) parameters, found \(space.count); "
          + "random takes more")
    }
  }

  /// Takes the point of the trial's number.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let sequence = SobolSequence(seed: history.seed)
    var dimensions: [String: Int] = [:]
    for (index, parameter) in history.space.parameters.enumerated() {
      dimensions[parameter.name] = index
    }
    return Proposal(
      history.space.assignment { parameter in
        parameter.domain.value(
          at: sequence.coordinate(dimensions[parameter.name] ?? 0, of: number))
      })
  }
}
