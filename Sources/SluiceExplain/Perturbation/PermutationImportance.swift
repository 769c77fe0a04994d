import SluiceTensor

/// How much worse answers get when windows swap the readings of an input.
///
/// All readings of the input in a window, of all its steps, go to the same other window, so that they stay
/// a course that occurred. What they no longer fit are the other inputs and the truth. Inputs that tell
/// the same stand in for each other: group them, or both look unimportant.
///
/// - Source: Breiman 2001, "Random forests", section 10, <https://doi.org/10.1023/A:1010933404324>; any model
///   and loss: Fisher, Rudin & Dominici 2019, <https://jmlr.org/papers/v20/18-760.html>.
public struct PermutationImportance: Sendable {
  /// How often the windows of each group are shuffled, at least 1.
  public var repeats: Int
  /// Where the orders come from: a stream for each group and repeat.
  public var random: RandomStreams

  /// Creates the method.
  public init(repeats: Int = 5, random: RandomStreams) {
    self.repeats = repeats
    self.random = random
  }

  /// Returns the importance of each group of inputs.
  ///
  /// - Parameters:
  ///   - function: What answers.
  ///   - windows: Scaled windows, `[N, T, F]`, at least 2.
  ///   - groups: What is shuffled together; nil takes each input by itself.
  ///   - loss: How bad answers are, row-major `[N, K]`, in the order of the windows: the smaller the
  ///     better, such as `{ Metrics(actual: actual, predicted: $0, naiveError: nil).rmse }`.
  /// - Throws: ``ExplainError``, and what the loss throws.
  public func importances(
    of function: any ExplainedFunction, windows: Tensor, groups: [InputGroup]? = nil,
    loss: ([Float]) throws -> Double
  ) throws -> [InputImportance] {
    try function.check(windows)
    let count = windows.shape[0]
    guard count >= 2 else { throw ExplainError.noWindows(purpose: "to swap readings with") }
    guard repeats >= 1 else {
      throw ExplainError.setting(name: "repeats", expected: "at least 1", found: "\(repeats)")
    }
    let groups = groups ?? InputGroup.each(of: function.inputs)
    for group in groups {
      guard !group.inputs.isEmpty, group.inputs.allSatisfy(function.inputs.indices.contains) else {
        throw ExplainError.setting(
          name: "inputs of the group \(group.name)",
          expected: "at least one number below \(function.inputs.count)", found: "\(group.inputs)")
      }
    }
    func finiteLoss(_ windows: Tensor) throws -> Double {
      let loss = try loss(function.values(windows))
      guard loss.isFinite else { throw ExplainError.notFinite(name: "loss") }
      return loss
    }
    let whole = try finiteLoss(windows)
    return try groups.map { group in
      let increases = try (0..<repeats).map { turn in
        var stream = random.stream("permutation-importance/\(group.name)/\(turn)")
        let shuffled = windows.moving(group.inputs, from: stream.choice(count, of: count))
        return try finiteLoss(shuffled) - whole
      }
      return InputImportance(name: group.name, loss: whole, increases: increases)
    }
  }
}

/// How much worse answers get when windows swap the readings of a group of inputs.
public struct InputImportance: Codable, Hashable, Sendable {
  /// The name of the group.
  public let name: String
  /// The loss with all readings in their place.
  public let loss: Double
  /// By how much the loss is larger after each shuffle; below 0 where it is smaller.
  public let increases: [Double]

  /// The mean of the increases.
  public var mean: Double { increases.reduce(0, +) / Double(increases.count) }

  /// The standard deviation of the increases, with their number as the divisor.
  public var deviation: Double {
    let mean = mean
    let squares = increases.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(increases.count)).squareRoot()
  }
}

extension Tensor {
  /// Returns the windows with the readings of some inputs taken from other windows.
  fileprivate func moving(_ inputs: [Int], from sources: [Int]) -> Tensor {
    let (steps, width) = (shape[1], shape[2])
    var result = self
    withUnsafeBufferPointer { old in
      result.withUnsafeMutableBufferPointer { new in
        for (window, source) in sources.enumerated() {
          for step in 0..<steps {
            for input in inputs {
              new[(window * steps + step) * width + input] =
                old[(source * steps + step) * width + input]
            }
          }
        }
      }
    }
    return result
  }
}
