import SluiceData
import SluiceTensor

/// What the answer would be if an input had other values: for each window, and on average.
///
/// The reading of the input is set to each value of a grid, in some steps or in all, and all else is left
/// as it is. The course over the grid of one window is its individual conditional expectation, the mean
/// over windows the partial dependence. Other inputs do not follow, not even those derived from the
/// swept one, and windows with a constant input may never occur: these are answers of the model, not
/// of the world.
///
/// - Source: Friedman 2001, "Greedy function approximation", section 8.2,
///   <https://doi.org/10.1214/aos/1013203451>; single windows: Goldstein et al. 2015,
///   <https://doi.org/10.1080/10618600.2014.907095>.
public struct Sweep: Codable, Hashable, Sendable {
  /// The number of the input that is set.
  public var input: Int
  /// The steps in which it is set, counted from the oldest, 0; nil sets all.
  public var steps: Range<Int>?
  /// The number of values, at least 2; fewer are taken where quantiles fall together.
  public var points: Int

  /// Creates a sweep of an input.
  public init(input: Int, steps: Range<Int>? = nil, points: Int = 20) {
    self.input = input
    self.steps = steps
    self.points = points
  }

  /// Returns the answers over the grid.
  ///
  /// - Parameters:
  ///   - function: What answers.
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - answer: The number of the answer.
  ///   - scale: The scaling of the input, for values in its own unit; nil leaves them scaled.
  ///   - grid: Scaled values to set; nil takes quantiles of the swept readings from 0.05 to 0.95, in even
  ///     steps of probability.
  /// - Throws: ``ExplainError``.
  public func run(
    _ function: any ExplainedFunction, windows: Tensor, answer: Int, scale: ColumnScale? = nil,
    grid: [Float]? = nil
  ) throws -> SweepResult {
    try function.check(windows)
    try function.check(answer: answer)
    guard function.inputs.indices.contains(input) else {
      throw ExplainError.setting(
        name: "input of the sweep", expected: "a number below \(function.inputs.count)",
        found: "\(input)")
    }
    let all = 0..<function.steps
    let swept = steps ?? all
    guard !swept.isEmpty, all.contains(swept.lowerBound), swept.upperBound <= all.upperBound
    else {
      throw ExplainError.setting(
        name: "steps of the sweep", expected: "at least one of \(all)", found: "\(swept)")
    }
    guard points >= 2 else {
      throw ExplainError.setting(name: "points", expected: "at least 2", found: "\(points)")
    }
    let grid = grid ?? quantiles(of: windows, steps: swept)
    guard !grid.isEmpty, grid.allSatisfy(\.isFinite) else {
      throw ExplainError.setting(
        name: "grid of the sweep", expected: "at least one value, all finite", found: "\(grid)")
    }
    var result = SweepResult(
      input: function.inputs[input], steps: swept, answer: function.answers[answer],
      grid: grid.map { scale?.inverseTransform($0) ?? $0 }, individual: [])
    let count = windows.shape[0]
    result.individual = [Float](repeating: 0, count: count * grid.count)
    for (place, value) in grid.enumerated() {
      let answers = function.values(of: answer, at: setting(windows, steps: swept, to: value))
      for window in 0..<count { result.individual[window * grid.count + place] = answers[window] }
    }
    guard result.individual.allSatisfy(\.isFinite) else {
      throw ExplainError.notFinite(name: "answer")
    }
    return result
  }

  /// Quantiles of the readings that are swept, each once.
  private func quantiles(of windows: Tensor, steps: Range<Int>) -> [Float] {
    let (length, width) = (windows.shape[1], windows.shape[2])
    let readings = windows.withUnsafeBufferPointer { values in
      (0..<windows.shape[0]).flatMap { window in
        steps.map { Double(values[(window * length + $0) * width + input]) }
      }
    }.sorted()
    return (0..<points).reduce(into: []) { grid, point in
      let value = Float(
        readings.quantile(0.05 + 0.9 * Double(point) / Double(points - 1)))
      if value != grid.last { grid.append(value) }
    }
  }

  /// The windows with the input set to a value.
  private func setting(_ windows: Tensor, steps: Range<Int>, to value: Float) -> Tensor {
    let (length, width) = (windows.shape[1], windows.shape[2])
    var result = windows
    result.withUnsafeMutableBufferPointer { readings in
      for window in 0..<windows.shape[0] {
        for step in steps { readings[(window * length + step) * width + input] = value }
      }
    }
    return result
  }
}

/// The answers over the values of an input.
public struct SweepResult: Codable, Hashable, Sendable {
  /// The name of the input.
  public let input: String
  /// The steps in which it was set; 0 is the oldest.
  public let steps: Range<Int>
  /// The name of the answer.
  public let answer: String
  /// The values that were set, `G` of them, ascending unless given otherwise; in the input's own unit
  /// where its scaling was known.
  public let grid: [Float]
  /// The answers of each window, row-major `[N, G]`: the individual conditional expectations.
  public internal(set) var individual: [Float]

  /// The mean answer at each value, `G` of them: the partial dependence.
  public var mean: [Double] {
    let count = individual.count / grid.count
    return grid.indices.map { place in
      let sum = (0..<count).reduce(0.0) { $0 + Double(individual[$1 * grid.count + place]) }
      return sum / Double(count)
    }
  }
}
