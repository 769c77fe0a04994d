/// Where the arrays of a block lie in its memory, as offsets in floats.
///
/// `W` stands for the lanes of the block. Offsets are multiples of 16, so that arrays begin with a
/// cache line.
struct BlockLayout {
  /// One direction of a layer.
  struct Direction {
    var gates = 0
    var gatesStride = 0
    var hidden = 0
    var cell = 0
    var cellTanh = 0
    var cellStride = 0
    /// What enters the matrix product; `hidden` itself without recurrent dropout.
    var operand = 0
    var operandMask: Int?
  }

  /// One layer.
  struct Layer {
    var directions: [Direction] = []
    /// `[T, outputs, W]`, or `[outputs, W]` where only the last state goes on; nil where the states
    /// are the output.
    var output: Int?
    /// As `output`, or `[outputs, W]` with one mask a sequence.
    var dropoutMask: Int?
  }

  let lanes: Int
  /// The input, `[T, features, W]`.
  let input: Int
  /// Ones and zeros, `[T, W]`.
  let active: Int?
  let layers: [Layer]
  let count: Int

  init(_ plan: RecurrentPlan, lanes: Int) {
    var end = 0
    func take(_ count: Int) -> Int {
      defer { end += (count + 15) / 16 * 16 }
      return end
    }
    let steps = plan.steps
    self.lanes = lanes
    input = take(steps * plan.features * lanes)
    active = plan.hasLengths ? take(steps * lanes) : nil
    layers = plan.layers.indices.map { index in
      let layer = plan.layers[index]
      let state = layer.units * lanes
      var result = Layer()
      for _ in 0..<layer.directions {
        var direction = Direction()
        direction.gatesStride = plan.keepsForBackward ? 4 * state : 0
        direction.gates = take(plan.keepsForBackward ? steps * 4 * state : 4 * state)
        direction.hidden = take((steps + 1) * state)
        if !layer.isGRU {
          // A kept state needs the cell before the step.
          let keepsCells = plan.keepsForBackward || plan.hasLengths
          direction.cellStride = keepsCells ? state : 0
          direction.cell = take(keepsCells ? (steps + 1) * state : state)
          direction.cellTanh = take(keepsCells ? steps * state : state)
        }
        direction.operand = direction.hidden
        if plan.recurrentDropout(index) > 0 {
          direction.operand = take((steps + 1) * state)
          direction.operandMask = take(state)
        }
        result.directions.append(direction)
      }
      let outputSteps = plan.givesSequence(index) ? steps : 1
      if plan.emits(index) { result.output = take(outputSteps * layer.outputs * lanes) }
      if plan.dropout(index) > 0 {
        let maskSteps = layer.description.dropoutPerSequence ? 1 : outputSteps
        result.dropoutMask = take(maskSteps * layer.outputs * lanes)
      }
      return result
    }
    count = end
  }
}
