import SluiceTensor

/// Models the loss by a Gaussian process, and proposes where it expects the largest improvement.
///
/// For few, costly trials of few parameters: it learns more from a trial than the others, and its own
/// time grows with the third power of their number. Trials that are under way count with the loss
/// that the model expects of them, so that several workers do not try the same; failed ones count as
/// bad as the worst. Conditional and categorical parameters are modelled with the others.
///
/// - Source: Jones et al. 1998, "Efficient global optimization",
///   <https://doi.org/10.1023/A:1008306431147>; kernel, priors and logarithm as named at their places.
public struct GaussianProcessSampler: Sampler, Hashable, Codable {
  /// The number of trials that are drawn at random before there is a model; at least 1.
  public var startup: Int

  /// Creates the sampler.
  public init(startup: Int = 10) { self.startup = startup }

  /// The name, with settings that differ from the defaults.
  public var description: String {
    SettingsText("gp").adding("startup", startup, usually: 10).text
  }

  /// One objective.
  ///
  /// - Throws: ``TuningError/badSetting(name:found:expected:)``,
  ///   ``TuningError/unsuitable(sampler:reason:)``.
  public func check(_ space: SearchSpace, objectives: [Objective]) throws {
    if let flaw { throw flaw }
    try checkSingle(objectives)
  }

  private var flaw: TuningError? {
    startup < 1
      ? .badSetting(name: "startup of the sampler gp", found: "\(startup)", expected: "at least 1")
      : nil
  }

  /// The most trials that the model looks at: the best half and the latest of the others.
  static let limit = 250

  /// Draws a trial at random first, then where the model expects most.
  public func proposal(
    for number: Int, given history: StudyHistory, drawing stream: inout RandomStream
  ) -> Proposal? {
    let judged = Self.kept(
      history.trials.compactMap { trial in history.loss(of: trial).map { (trial, $0) } })
    let finite = judged.map(\.1).filter(\.isFinite)
    guard judged.count >= startup, let least = finite.min(), let worst = finite.max(),
      let values = Standardized(judged.map { min(max($0.1, least), worst) })
    else { return RandomSampler().proposal(for: number, given: history, drawing: &stream) }
    let space = EmbeddedSpace(history.space)
    let isCategorical = space.isCategorical
    var points = judged.map { space.coordinates(of: $0.0.parameters) }
    var targets = values.values
    var process = GaussianProcess.fitted(
      points: points, targets: targets, isCategorical: isCategorical, drawing: &stream)
    if let model = process {
      for trial in history.trials where trial.state != .complete && trial.state != .pruned {
        let point = space.coordinates(of: trial.parameters)
        points.append(point)
        targets.append(
          trial.state == .failed ? values.largest : model.belief(at: point).mean)
      }
      if points.count > judged.count {
        process = GaussianProcess(
          kernel: model.kernel, points: points, targets: targets, isCategorical: isCategorical)
      }
    }
    let leaders = judged.sorted { ($0.1, $0.0.number) < ($1.1, $1.0.number) }.prefix(3)
    let assignment = process.flatMap {
      AcquisitionSearch(space: space, process: $0, best: targets.min() ?? 0).assignment(
        near: leaders.map(\.0.parameters), avoiding: Set(history.trials.map(\.parameters)),
        drawing: &stream)
    }
    return assignment.map { Proposal($0) }
      ?? RandomSampler().proposal(for: number, given: history, drawing: &stream)
  }

  private static func kept(_ judged: [(Trial, Double)]) -> [(Trial, Double)] {
    if judged.count <= limit { return judged }
    let ranked = judged.sorted { ($0.1, $0.0.number) < ($1.1, $1.0.number) }
    let latest = ranked[(limit / 2)...].sorted { $0.0.number < $1.0.number }
    return ranked.prefix(limit / 2) + latest.suffix(limit - limit / 2)
  }
}

extension GaussianProcessSampler {
  /// Reads the settings; absent ones have their defaults.
  ///
  /// - Throws: `DecodingError` for an impossible setting.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(startup: try container.setting(.startup, default: 10))
    if let flaw { throw DecodingError.impossible(flaw, at: decoder) }
  }
}

/// Losses with mean 0 and variance 1.
private struct Standardized {
  let values: [Double]

  var largest: Double { values.max() ?? 0 }

  /// Standardises finite losses; nil when all are equal.
  init?(_ losses: [Double]) {
    let count = Double(losses.count)
    let mean = losses.reduce(0) { $0 + $1 / count }
    let deviation = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }.squareRoot()
    guard deviation > 0, deviation.isFinite else { return nil }
    values = losses.map { ($0 - mean) / deviation }
  }
}
