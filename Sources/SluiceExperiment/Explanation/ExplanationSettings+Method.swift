import SluiceExplain
import SluiceTensor

/// From what was asked for to a method.
extension ExplanationSettings {
  /// How many steps a block has unless said otherwise.
  private static let usualBlock = 4

  /// The method with its settings.
  ///
  /// - Parameters:
  ///   - method: Its name.
  ///   - start: The window that shares are counted from.
  ///   - background: Scaled windows `[M, T, F]` that show how windows usually look.
  func attributionMethod(
    _ method: Method, from start: BaselineWindow, background: Tensor
  ) -> any AttributionMethod {
    let random = RandomStreams(seed: seed)
    switch method {
    case .saliency: return Saliency()
    case .inputTimesGradient: return InputTimesGradient()
    case .integratedGradients:
      var method = IntegratedGradients(baseline: start)
      if let points { method.points = points }
      if let rule { method.rule = rule }
      if let tolerance { method.tolerance = tolerance }
      method.mostPoints = max(method.mostPoints, method.points)
      return method
    case .smoothGrad:
      var method = SmoothGrad(background: background, random: random)
      if let samples { method.samples = samples }
      return method
    case .expectedGradients:
      var method = ExpectedGradients(background: background, random: random)
      if let samples { method.samples = samples }
      return method
    case .kernelSHAP: return shapley(.kernel(coalitions: samples), start, random)
    case .permutationShapley:
      return shapley(samples.map { .permutations(pairs: $0) } ?? .permutations(), start, random)
    case .exactShapley: return shapley(.exact, start, random)
    case .occlusion: return Occlusion(background: .one(start))
    }
  }

  private func shapley(
    _ estimator: ShapleyEstimator, _ start: BaselineWindow, _ random: RandomStreams
  ) -> Shapley {
    let players: PlayerGrouping =
      switch grouping ?? .inputs {
      case .cells: .cells
      case .inputs: .inputs
      case .steps: .events
      case .blocks: .blocks(steps: block ?? Self.usualBlock)
      }
    return Shapley(
      players, estimator: estimator, background: .one(start), pruning: pruning, random: random)
  }

  /// The readings that are tried out with other values: the number of the input, and the steps, nil for all;
  /// nil where none were asked for.
  ///
  /// - Throws: ``ExplanationError`` for an input, or a row, that windows do not have.
  func sweptReadings(
    of function: any ExplainedFunction
  ) throws -> (input: Int, steps: Range<Int>?)? {
    guard let sweep else { return nil }
    guard let input = function.inputs.firstIndex(of: sweep.input) else {
      throw ExplanationError.noInput(sweep.input, inputs: function.inputs)
    }
    guard let back = sweep.rowsBack else { return (input, nil) }
    guard back < function.steps else {
      throw ExplanationError.tooFarBack(back, lookback: function.steps)
    }
    return (input, function.steps - 1 - back..<function.steps - back)
  }

  /// Throws where something was asked for that the method, or the model, has no use for.
  ///
  /// - Parameters:
  ///   - method: How answers are shared out.
  ///   - labels: Whether the model gives labels.
  /// - Throws: ``ExplanationError/noUse(of:expected:found:)``.
  func checkUse(of method: Method, labels: Bool) throws {
    func check(_ isUsed: Bool, _ option: String, _ isGiven: Bool, _ expected: String) throws {
      guard isGiven, !isUsed else { return }
      throw ExplanationError.noUse(of: option, expected: expected, found: method.rawValue)
    }
    let shapley = "kernel-shap, permutation-shapley and exact-shapley"
    try check(
      method.hasBaseline, "baseline", baseline != nil,
      "integrated-gradients, occlusion, \(shapley)")
    try check(method.isShapley, "players", grouping != nil, shapley)
    try check(method.isShapley, "prune", pruning != nil, shapley)
    try check(grouping == .blocks, "block", block != nil, "players blocks")
    let isIntegrated = method == .integratedGradients
    try check(isIntegrated, "points", points != nil, "integrated-gradients")
    try check(isIntegrated, "rule", rule != nil, "integrated-gradients")
    try check(isIntegrated, "tolerance", tolerance != nil, "integrated-gradients")
    let drawn: [Method] = [.smoothGrad, .expectedGradients, .kernelSHAP, .permutationShapley]
    try check(
      drawn.contains(method), "samples", samples != nil,
      drawn.map(\.rawValue).joined(separator: ", "))
    if classScore != nil, !labels { throw ExplanationError.scoreOfForecast }
  }
}
