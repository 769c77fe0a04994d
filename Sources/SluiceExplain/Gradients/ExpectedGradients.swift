import SluiceTensor

/// Integrated gradients averaged over background windows: the baseline is what windows usually look like.
///
/// Also known as gradient SHAP. Each sample takes a background window and a place on the way from it to
/// the window that is explained. The background windows are taken in turn, in random order, and the places are
/// spread evenly; they are the same for all windows of a call. The shares of a window sum to its answer less the
/// mean answer of the background windows, up to what so few samples miss.
///
/// - Source: Erion et al. 2021, <https://doi.org/10.1038/s42256-021-00343-w>.
public struct ExpectedGradients: AttributionMethod {
  /// `expected-gradients`.
  public let name = "expected-gradients"

  /// The background windows, scaled, `[M, T, F]`; some of the training part.
  public var background: Tensor

  /// How many samples a window takes, at least 1.
  public var samples: Int

  /// Where the order of the samples comes from: the stream `expected-gradients`.
  public var random: RandomStreams

  /// Creates the method.
  public init(background: Tensor, samples: Int = 200, random: RandomStreams) {
    self.background = background
    self.samples = samples
    self.random = random
  }

  /// The background windows.
  public var replacement: Background { .each(of: background) }

  /// Returns the shares of each reading of each window.
  ///
  /// - Throws: ``ExplainError``, also for a background of another shape.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    let function = try differentiable(function, windows: windows, answer: answer)
    let shape = [function.steps, function.inputs.count]
    guard background.rank == 3, Array(background.shape[1...]) == shape else {
      throw ExplainError.windows(expected: shape, found: background.shape)
    }
    guard background.shape[0] > 0 else {
      throw ExplainError.noWindows(purpose: "in the background")
    }
    guard background.isFinite else { throw ExplainError.notFinite(name: "background") }
    guard samples >= 1 else {
      throw ExplainError.setting(name: "samples", expected: "at least 1", found: "\(samples)")
    }
    return attribution(of: function, windows, answer, along: points())
  }

  /// Returns the shares for given samples.
  func attribution(
    of function: any DifferentiableFunction, _ windows: Tensor, _ answer: Int,
    along points: [WindowPath.Point]
  ) -> Attribution {
    let path = WindowPath(function: function, answer: answer, baselines: background)
    let answers = function.values(of: answer, at: windows)
    let origins = function.values(of: answer, at: background)
    let origin = Float(points.reduce(0) { $0 + $1.weight * Double(origins[$1.baseline]) })
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs,
      steps: function.steps, values: path.shares(windows, points), answers: answers,
      baselines: answers.map { _ in origin })
  }

  private func points() -> [WindowPath.Point] {
    var stream = random.stream(name)
    let order = (0..<background.shape[0]).shuffled(using: &stream)
    return order.prefix(samples).enumerated().flatMap { turn, window in
      // Evenly spread for each window and, shifted, over all of them.
      let own = (samples - turn + order.count - 1) / order.count
      let shift = (Double(turn) + stream.uniformDouble()) / Double(min(order.count, samples))
      return (0..<own).map { number in
        WindowPath.Point(
          baseline: window, place: (Double(number) + shift) / Double(own),
          weight: 1 / Double(samples))
      }
    }
  }
}
