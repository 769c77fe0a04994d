/// What stands before the first step of a sequence and behind its last one.
public enum SequencePadding: String, Codable, CaseIterable, Sendable {
  /// Nothing: every window lies within the sequence, so there are fewer of them than steps.
  case valid
  /// As much on both sides as gives a window for each step, or for each `stride` steps.
  case same
  /// The windows end with their steps: as many as with `same`, and none looks ahead.
  case causal

  /// Reads the name of a padding.
  ///
  /// - Throws: `DecodingError.dataCorrupted` for an unknown name.
  public init(from decoder: any Decoder) throws {
    self = try NamedCoding.choice("padding", from: decoder)
  }
}

/// How a window slides over the steps of a sequence, and so which steps each output step looks at.
///
/// Of a sequence with a true length the steps behind it count as padding, so it is treated as if it were
/// alone.
public struct SlidingWindow: Hashable, Sendable {
  /// The number of steps that a window looks at.
  public let size: Int
  /// The steps from one window to the next.
  public let stride: Int
  /// The steps from one that a window looks at to the next.
  public let dilation: Int
  /// What stands around the sequence.
  public let padding: SequencePadding

  /// Describes a window; all numbers are at least 1.
  public init(size: Int, stride: Int = 1, dilation: Int = 1, padding: SequencePadding = .valid) {
    precondition(
      size >= 1 && stride >= 1 && dilation >= 1,
      "SlidingWindow: size \(size), stride \(stride) and dilation \(dilation) must be at least 1")
    self.size = size
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// The steps from the first that a window looks at to the last, both counted.
  public var span: Int { (size - 1) * dilation + 1 }

  /// The steps that a sequence must have to fill a window.
  public var leastSteps: Int { padding == .valid ? span : 1 }

  /// The number of windows over a sequence of some steps.
  ///
  /// A sequence that fills no window has one, as if padding stood before it: so a short sequence in a batch
  /// of longer ones yields a step, too.
  public func outputSteps(for steps: Int) -> Int {
    guard steps > 0 else { return 0 }
    return padding == .valid ? max(0, steps - span) / stride + 1 : (steps - 1) / stride + 1
  }

  /// The step at which the first window begins; below 0 for one in the padding.
  func start(in steps: Int) -> Int {
    switch padding {
    case .valid: return min(0, steps - span)
    case .same: return -max(0, (outputSteps(for: steps) - 1) * stride + span - steps) / 2
    case .causal: return 1 - span
    }
  }

  /// Which of the steps that a window looks at lie within the sequence.
  ///
  /// - Parameters:
  ///   - start: The step at which the window begins.
  ///   - steps: The length of the sequence.
  @inline(__always)
  func present(from start: Int, in steps: Int) -> Range<Int> {
    let first = start < 0 ? (-start + dilation - 1) / dilation : 0
    let last = start < steps ? min(size, (steps - start + dilation - 1) / dilation) : 0
    return first..<max(first, last)
  }
}

/// The windows over each sequence of a batch.
struct WindowedBatch: Sendable {
  /// The windows over one sequence.
  struct Sample: Sendable {
    /// The true length.
    let steps: Int
    /// The number of windows.
    let outputs: Int
    /// The step at which the first one begins.
    let start: Int
  }

  let window: SlidingWindow
  let samples: [Sample]
  /// The steps of each sequence, true or not.
  let steps: Int
  /// The output steps of each sequence, true or not.
  let outputs: Int

  init(_ window: SlidingWindow, over x: Tensor, lengths: [Int]?, operation: StaticString) {
    precondition(x.rank == 3, "\(operation): needs [B, T, F], not \(x.shape)")
    let steps = x.shape[1]
    precondition(
      lengths == nil
        || lengths?.count == x.shape[0] && lengths?.allSatisfy { (0...steps).contains($0) } == true,
      "\(operation): \(lengths?.count ?? 0) lengths for \(x.shape[0]) samples, each in 0...\(steps)"
    )
    self.window = window
    self.steps = steps
    outputs = window.outputSteps(for: steps)
    samples = (0..<x.shape[0]).map { index in
      let length = lengths?[index] ?? steps
      return Sample(
        steps: length, outputs: window.outputSteps(for: length), start: window.start(in: length))
    }
  }
}
