import CSluiceKernels

/// The way back through a stack of recurrent layers, block by block.
struct RecurrentBackward {
  /// The forward way whose blocks are still in memory.
  let forward: RecurrentForward
  /// As ``RecurrentPacking/backward(_:columns:layer:tileRows:into:)`` packs them; the input's is nil
  /// where no gradient goes on.
  let packedHidden: [[UnsafePointer<Float>]]
  let packedInput: [[UnsafePointer<Float>?]]
  /// Of the output: `[B, T, outputs]` or `[B, outputs]`; nil: none arrived.
  let outputGradient: UnsafePointer<Float>?
  /// Of the final states, by layer and direction.
  let finalGradients: [[(hidden: UnsafePointer<Float>?, cell: UnsafePointer<Float>?)]]
  /// Whether the weights' gradients are wanted; without them the way back takes half the work.
  let wantsWeights: Bool
  /// Where gradients go that the caller wants.
  let inputGradient: UnsafeMutablePointer<Float>?
  let initialGradients: [[RecurrentStatePointers]]?

  private var plan: RecurrentPlan { forward.plan }

  /// Where the gradients of a direction lie among those of a block: input, state, bias.
  static func gradientOffsets(_ plan: RecurrentPlan) -> (offsets: [[Int]], count: Int) {
    var end = 0
    let offsets = plan.layers.map { layer in
      (0..<layer.directions).map { _ in
        defer { end += (layer.gradientCount + 15) / 16 * 16 }
        return end
      }
    }
    return (offsets, end)
  }

  /// The arrays that a block needs on the way back only, as offsets.
  struct Scratch {
    let gradients: (Int, Int)
    let hidden: Int
    let cell: Int
    let kernel: Int
    let panel: Int
    let count: Int

    init(_ plan: RecurrentPlan, lanes: Int) {
      let units = plan.layers.map(\.units).max() ?? 0
      let width = max(plan.features, plan.layers.map(\.outputs).max() ?? 0)
      let sequence = plan.steps * width * lanes
      gradients = (0, sequence)
      hidden = 2 * sequence
      cell = hidden + units * lanes
      kernel = cell + units * lanes
      panel = kernel + 5 * units * lanes
      count = panel + Int(plan.kernels.pointee.gradient_scratch)
    }
  }

  /// Computes the gradients of one block.
  ///
  /// - Parameters:
  ///   - memory: What the forward way left there; the gates are overwritten.
  ///   - scratch: Undefined memory as ``Scratch`` lays it out.
  ///   - gradients: The block's own weight gradients, as ``gradientOffsets(_:)`` lays them out; they
  ///     are overwritten.
  func run(
    _ block: RecurrentPlan.Block, layout: BlockLayout, memory: UnsafeMutablePointer<Float>,
    scratch places: Scratch, at scratch: UnsafeMutablePointer<Float>,
    gradients: UnsafeMutablePointer<Float>
  ) {
    let (offsets, count) = RecurrentBackward.gradientOffsets(plan)
    gradients.update(repeating: 0, count: count)
    var arriving = scratch + places.gradients.0
    var leaving = scratch + places.gradients.1
    gatherOutputGradient(block, into: arriving)
    for index in plan.layers.indices.reversed() {
      let layer = plan.layers[index]
      undoEmission(block, layer: index, layout: layout, memory: memory, gradient: arriving)
      let input =
        index == 0
        ? StepSequence(start: memory + layout.input, stride: plan.features * block.lanes)
        : plan.outputSequence(of: index - 1, layout: layout, memory: memory)
      for direction in 0..<layer.directions {
        var arguments = forward.arguments(
          layer: index, direction: direction, input: input, layout: layout, memory: memory)
        start(
          block, layer: index, direction: direction, arriving: arriving, places: places,
          scratch: scratch, arguments: &arguments)
        let backward = layer.runsBackward(direction)
        let leavingSteps = StepSequence(start: leaving, stride: layer.inputs * block.lanes)
        arguments.weights_back_hidden = packedHidden[index][direction]
        arguments.weights_back_input = packedInput[index][direction]
        arguments.input_gradient = leavingSteps.first(steps: plan.steps, backward: backward)
        arguments.input_gradient_stride = leavingSteps.stride(backward: backward)
        arguments.accumulates_input_gradient = direction == 0 ? 0 : 1
        let gradient = gradients + offsets[index][direction]
        arguments.bias_gradient = gradient + layer.units * (layer.inputs + layer.units) * 4
        arguments.scratch = scratch + places.kernel
        withUnsafePointer(to: arguments) { plan.kernels.pointee.recurrent_backward($0) }
        if wantsWeights {
          weightGradients(arguments, layer: layer, into: gradient, panel: scratch + places.panel)
        }
        if let initial = initialGradients?[index][direction] {
          LaneTransposition.scatter(
            scratch + places.hidden, count: layer.units, block: block, into: initial.hidden)
          if let cell = initial.cell {
            LaneTransposition.scatter(
              scratch + places.cell, count: layer.units, block: block, into: cell)
          }
        }
      }
      swap(&arriving, &leaving)
    }
    if let inputGradient {
      LaneTransposition.scatter(
        arriving, count: plan.steps * plan.features, block: block, into: inputGradient)
    }
  }

  private func gatherOutputGradient(
    _ block: RecurrentPlan.Block, into lanes: UnsafeMutablePointer<Float>
  ) {
    let last = plan.layers.count - 1
    let count = (plan.givesSequence(last) ? plan.steps : 1) * plan.layers[last].outputs
    if let outputGradient {
      LaneTransposition.gather(outputGradient, count: count, block: block, into: lanes)
    } else {
      lanes.update(repeating: 0, count: count * block.lanes)
    }
  }

  /// Turns the gradient of a layer's output into that of its directions' states, in place.
  private func undoEmission(
    _ block: RecurrentPlan.Block, layer index: Int, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>
  ) {
    guard layout.layers[index].output != nil else { return }
    let layer = plan.layers[index]
    let mask = layout.layers[index].dropoutMask.map {
      plan.maskSequence(of: index, layout: layout, memory: memory + $0)
    }
    let scale: Float = layer.description.direction == .bidirectional(.mean) ? 0.5 : 1
    let isSequence = plan.givesSequence(index)
    guard mask != nil || scale != 1 || (layout.active != nil && isSequence) else { return }
    for step in 0..<(isSequence ? plan.steps : 1) {
      let row = gradient + step * layer.outputs * block.lanes
      let active =
        isSequence ? layout.active.map { UnsafePointer(memory + $0 + step * block.lanes) } : nil
      plan.kernels.pointee.combine(
        row, row, nil, scale, mask.map { UnsafePointer($0.start + step * $0.stride) }, active,
        Int32(layer.outputs), Int32(block.lanes))
    }
  }

  /// Sets what arrives at a direction: at its single steps, and at its last state.
  private func start(
    _ block: RecurrentPlan.Block, layer index: Int, direction: Int,
    arriving: UnsafeMutablePointer<Float>, places: Scratch, scratch: UnsafeMutablePointer<Float>,
    arguments: inout sluice_recurrent
  ) {
    let layer = plan.layers[index]
    let state = layer.units * block.lanes
    let hidden = scratch + places.hidden
    let cell = scratch + places.cell
    let final = finalGradients[index][direction]
    if let gradient = final.hidden {
      LaneTransposition.gather(gradient, count: layer.units, block: block, into: hidden)
    } else {
      hidden.update(repeating: 0, count: state)
    }
    if let gradient = final.cell {
      LaneTransposition.gather(gradient, count: layer.units, block: block, into: cell)
    } else {
      cell.update(repeating: 0, count: state)
    }
    arguments.hidden_gradient = hidden
    arguments.cell_gradient = cell
    let isSecondHalf = direction == 1 && layer.description.direction == .bidirectional(.concat)
    let slice = arriving + (isSecondHalf ? state : 0)
    if plan.givesSequence(index) {
      let sequence = StepSequence(start: slice, stride: layer.outputs * block.lanes)
      let backward = layer.runsBackward(direction)
      arguments.output_gradient = UnsafePointer(
        sequence.first(steps: plan.steps, backward: backward))
      arguments.output_gradient_stride = sequence.stride(backward: backward)
    } else {
      plan.kernels.pointee.add(hidden, slice, state)
    }
  }

  private func weightGradients(
    _ arguments: sluice_recurrent, layer: RecurrentPlan.Layer,
    into gradient: UnsafeMutablePointer<Float>, panel: UnsafeMutablePointer<Float>
  ) {
    var job = sluice_weight_gradient()
    job.is_gru = arguments.is_gru
    job.steps = arguments.steps
    job.units = arguments.units
    job.lanes = arguments.lanes
    job.first_unit = 0
    job.end_unit = arguments.units
    job.gates = UnsafePointer(arguments.gates)
    job.scratch = panel
    job.columns = arguments.inputs
    job.operand = arguments.input
    job.operand_stride = arguments.input_stride
    job.gradient = gradient
    withUnsafePointer(to: job) { plan.kernels.pointee.weight_gradient($0) }
    job.is_recurrent = 1
    job.columns = arguments.units
    job.operand = UnsafePointer(arguments.operand)
    job.operand_stride = layer.units * Int(arguments.lanes)
    job.gradient = gradient + layer.units * layer.inputs * 4
    withUnsafePointer(to: job) { plan.kernels.pointee.weight_gradient($0) }
  }
}
