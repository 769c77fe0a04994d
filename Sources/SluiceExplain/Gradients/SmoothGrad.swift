import SluiceTensor

/// The mean gradient around each window: what a gradient says when its finest wrinkles are smoothed away.
///
/// The same noise is added to all windows, so that what a window gets does not depend on the others of
/// the call. Shares are in units of the answer for one unit of a scaled input and do not sum to the answer.
///
/// - Source: Smilkov et al. 2017, <https://arxiv.org/abs/1706.03825>.
public struct SmoothGrad: AttributionMethod {
  /// `smooth-grad`.
  public let name = "smooth-grad"

  /// How many noisy copies of a window there are, at least 1.
  public var samples: Int

  /// The standard deviation of the noise, above 0: a share of that of each input over the background, or in
  /// scaled units where there is none.
  public var deviation: Double

  /// Windows that tell how far each input spreads, scaled, `[M, T, F]`; some of the training part.
  public var background: Tensor?

  /// Where the noise comes from: the stream `smooth-grad`.
  public var random: RandomStreams

  /// Creates the method.
  public init(
    samples: Int = 50, deviation: Double = 0.15, background: Tensor? = nil, random: RandomStreams
  ) {
    self.samples = samples
    self.deviation = deviation
    self.background = background
    self.random = random
  }

  /// Returns the mean derivative by each reading of each window.
  ///
  /// - Throws: ``ExplainError``, also for impossible settings.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    let function = try differentiable(function, windows: windows, answer: answer)
    guard samples >= 1 else {
      throw ExplainError.setting(name: "samples", expected: "at least 1", found: "\(samples)")
    }
    guard deviation > 0, deviation.isFinite else {
      throw ExplainError.setting(name: "deviation", expected: "above 0", found: "\(deviation)")
    }
    if let background { try function.check(background) }
    let spreads = background?.inputDeviations ?? function.inputs.map { _ in 1 }
    let cells = function.steps * function.inputs.count
    var stream = random.stream(name)
    var sums = [Double](repeating: 0, count: windows.count)
    for _ in 0..<samples {
      let noise = (0..<cells).map {
        Float(deviation * spreads[$0 % spreads.count] * stream.normalDouble())
      }
      var noisy = windows
      noisy.withUnsafeMutableBufferPointer { readings in
        for place in readings.indices { readings[place] += noise[place % cells] }
      }
      let derivatives = function.gradient(of: answer, at: noisy).derivatives
      for place in sums.indices { sums[place] += Double(derivatives[place]) }
    }
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs,
      steps: function.steps, values: sums.map { Float($0 / Double(samples)) },
      answers: function.values(of: answer, at: windows), unit: .slope)
  }
}
