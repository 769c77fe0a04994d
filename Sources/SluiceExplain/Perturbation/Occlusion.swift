import SluiceTensor

/// How much an answer falls when a block of readings is taken away.
///
/// The block slides over the window; at the edges it is cut. A reading's share is the mean, over the blocks
/// that hold it, of the answer less the answer without the block. The shares do not sum to
/// anything in particular: what two blocks only do together counts in both.
///
/// - Source: Zeiler & Fergus 2014, "Visualizing and understanding convolutional networks",
///   <https://arxiv.org/abs/1311.2901>.
public struct Occlusion: AttributionMethod {
  /// `occlusion`.
  public let name = "occlusion"
  /// The size of a block, at least one reading and at most the window.
  public var block: Extent
  /// The way from one block to the next, at least 1 and at most the block, so that nothing is left out.
  public var stride: Extent
  /// What takes the place of the readings of a block.
  public var background: Background

  /// Creates the method.
  ///
  /// - Parameters:
  ///   - block: The size of a block.
  ///   - stride: The way from one block to the next; nil is the size of a block, so that none overlap.
  ///   - background: What takes the place of the readings of a block.
  public init(
    block: Extent = Extent(steps: 1, inputs: 1), stride: Extent? = nil,
    background: Background = .zeros
  ) {
    self.block = block
    self.stride = stride ?? block
    self.background = background
  }

  /// The background.
  public var replacement: Background { background }

  /// Returns the share of each reading of each window in one answer.
  ///
  /// - Throws: ``ExplainError`` for windows, an answer or a background that the function does not have, for
  ///   a block or a stride that does not fit, and for an answer that is not finite.
  public func attribution(
    of function: any ExplainedFunction, windows: Tensor, answer: Int
  ) throws -> Attribution {
    try check(function, windows: windows, answer: answer)
    let (steps, inputs) = (function.steps, function.inputs.count)
    try checkExtents(in: Extent(steps: steps, inputs: inputs))
    let cells = try PlayerGrouping.cells.players(steps: steps, inputs: inputs)
    var coalitions = Coalitions(players: cells.count)
    coalitions.append(all: true)
    var covered = [Double](repeating: 0, count: cells.count)
    for rows in Self.ranges(of: block.steps, every: stride.steps, in: steps) {
      for columns in Self.ranges(of: block.inputs, every: stride.inputs, in: inputs) {
        coalitions.append(
          (0..<cells.count).map { cell in
            let isCovered = rows.contains(cell / inputs) && columns.contains(cell % inputs)
            if isCovered { covered[cell] += 1 }
            return !isCovered
          })
      }
    }
    let game = CoalitionGame(
      function: function, players: cells, background: try background.windows(for: function),
      answers: [answer])
    var shares: [Float] = []
    var answers: [Float] = []
    try game.forEachWindow(of: windows, coalitions) { _, values in
      let values = Array(values[0])
      var sums = [Double](repeating: 0, count: cells.count)
      for block in 1..<coalitions.count {
        let fall = values[0] - values[block]
        for (cell, isKept) in coalitions[block].enumerated() where !isKept { sums[cell] += fall }
      }
      shares += zip(sums, covered).map { Float($0 / $1) }
      answers.append(Float(values[0]))
    }
    return Attribution(
      method: name, answer: function.answers[answer], inputs: function.inputs, steps: steps,
      values: shares, answers: answers)
  }

  private func checkExtents(in window: Extent) throws {
    func check(_ name: String, _ value: Int, _ most: Int, _ bound: String) throws {
      guard value >= 1, value <= most else {
        throw ExplainError.setting(
          name: "\(name) of the occlusion", expected: "from 1 to \(most), \(bound)",
          found: "\(value)")
      }
    }
    try check("steps of a block", block.steps, window.steps, "the steps of a window")
    try check("inputs of a block", block.inputs, window.inputs, "the inputs")
    try check("stride over steps", stride.steps, block.steps, "the steps of a block")
    try check("stride over inputs", stride.inputs, block.inputs, "the inputs of a block")
  }

  /// The places of a block along one axis; the last one ends with the axis.
  private static func ranges(of length: Int, every stride: Int, in count: Int) -> [Range<Int>] {
    let further = (count - length + stride - 1) / stride
    return (0...further).map { $0 * stride..<min($0 * stride + length, count) }
  }
}
