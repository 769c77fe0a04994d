import CSluiceKernels

/// The arrays of a block in which a layer's steps follow each other in time.
struct StepSequence {
  /// The first step in time.
  let start: UnsafeMutablePointer<Float>
  /// From a step to the next in time.
  let stride: Int

  /// The first step that a direction processes.
  func first(steps: Int, backward: Bool) -> UnsafeMutablePointer<Float> {
    backward ? start + (steps - 1) * stride : start
  }

  /// From a step to the next that a direction processes.
  func stride(backward: Bool) -> Int { backward ? -stride : stride }
}

/// Pointers to the states of one direction of a layer, `[B, H]`.
struct RecurrentStatePointers {
  var hidden: UnsafeMutablePointer<Float>
  var cell: UnsafeMutablePointer<Float>?
}

/// The forward way of a stack of recurrent layers, block by block.
struct RecurrentForward {
  let plan: RecurrentPlan
  /// The batch, `[B, T, F]`.
  let input: UnsafePointer<Float>
  let lengths: UnsafePointer<Int>?
  /// As ``RecurrentPacking/forward(_:layer:into:)`` packs them, by layer and direction.
  let weights: [[UnsafePointer<Float>]]
  /// Zeros where nil.
  let initialStates: [[RecurrentStatePointers]]?
  /// All steps `[B, T, outputs]`, or the last state `[B, outputs]`.
  let output: UnsafeMutablePointer<Float>
  let finalStates: [[RecurrentStatePointers]]

  /// Computes one block in its memory.
  func run(
    _ block: RecurrentPlan.Block, layout: BlockLayout, memory: UnsafeMutablePointer<Float>
  ) {
    gatherInput(block, layout: layout, memory: memory)
    var sequence = StepSequence(
      start: memory + layout.input, stride: plan.features * block.lanes)
    for index in plan.layers.indices {
      let layer = plan.layers[index]
      for direction in 0..<layer.directions {
        start(block, layer: index, direction: direction, layout: layout, memory: memory)
        let arguments = self.arguments(
          layer: index, direction: direction, input: sequence, layout: layout, memory: memory)
        withUnsafePointer(to: arguments) { plan.kernels.pointee.recurrent_forward($0) }
        finish(block, layer: index, direction: direction, layout: layout, memory: memory)
      }
      emit(block, layer: index, layout: layout, memory: memory)
      sequence = plan.outputSequence(of: index, layout: layout, memory: memory)
    }
    let count = plan.givesSequence(plan.layers.count - 1) ? plan.steps : 1
    let outputs = plan.layers.last?.outputs ?? 0
    if sequence.stride == outputs * block.lanes || count == 1 {
      LaneTransposition.scatter(
        sequence.start, count: count * outputs, block: block, into: output)
    } else {
      scatterSteps(sequence, outputs: outputs, block: block)
    }
  }

  /// The arguments of a kernel that do not depend on the way.
  func arguments(
    layer index: Int, direction: Int, input: StepSequence, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>
  ) -> sluice_recurrent {
    let layer = plan.layers[index]
    let places = layout.layers[index].directions[direction]
    let backward = layer.runsBackward(direction)
    var arguments = sluice_recurrent()
    arguments.is_gru = layer.isGRU ? 1 : 0
    arguments.steps = Int32(plan.steps)
    arguments.inputs = Int32(layer.inputs)
    arguments.units = Int32(layer.units)
    arguments.lanes = Int32(layout.lanes)
    arguments.gates_stride = places.gatesStride
    arguments.cell_stride = places.cellStride
    let packed = weights[index][direction]
    arguments.weights = packed
    arguments.bias = packed + layer.units * (layer.inputs + layer.units) * layer.slots
    arguments.input = UnsafePointer(input.first(steps: plan.steps, backward: backward))
    arguments.input_stride = input.stride(backward: backward)
    arguments.hidden = memory + places.hidden
    arguments.operand = memory + places.operand
    if let mask = places.operandMask { arguments.operand_mask = UnsafePointer(memory + mask) }
    arguments.cell = memory + places.cell
    arguments.cell_tanh = memory + places.cellTanh
    arguments.gates = memory + places.gates
    if let active = layout.active {
      let sequence = StepSequence(start: memory + active, stride: layout.lanes)
      arguments.active = UnsafePointer(sequence.first(steps: plan.steps, backward: backward))
      arguments.active_stride = sequence.stride(backward: backward)
    }
    return arguments
  }

  private func gatherInput(
    _ block: RecurrentPlan.Block, layout: BlockLayout, memory: UnsafeMutablePointer<Float>
  ) {
    let (width, features) = (block.lanes, plan.features)
    let lanes = memory + layout.input
    LaneTransposition.gather(input, count: plan.steps * features, block: block, into: lanes)
    guard let lengths, let place = layout.active else { return }
    let active = memory + place
    active.update(repeating: 0, count: plan.steps * width)
    for lane in 0..<block.samples {
      let length = lengths[block.firstSample + lane]
      for step in 0..<length { active[step * width + lane] = 1 }
      // What lies past the end may be anything, and NaN times zero is NaN.
      for index in (length * features)..<(plan.steps * features) { lanes[index * width + lane] = 0 }
    }
  }

  /// Sets the state before the first step and the mask on it.
  private func start(
    _ block: RecurrentPlan.Block, layer index: Int, direction: Int, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>
  ) {
    let places = layout.layers[index].directions[direction]
    let units = plan.layers[index].units
    let state = units * block.lanes
    if let states = initialStates?[index][direction] {
      LaneTransposition.gather(
        states.hidden, count: units, block: block, into: memory + places.hidden)
      if let cell = states.cell {
        LaneTransposition.gather(cell, count: units, block: block, into: memory + places.cell)
      }
    } else {
      (memory + places.hidden).update(repeating: 0, count: state)
      if !plan.layers[index].isGRU { (memory + places.cell).update(repeating: 0, count: state) }
    }
    if let mask = places.operandMask {
      DropoutMask.recurrent(plan, layer: index, direction: direction).fill(
        memory + mask, rows: units, lanes: block.lanes, first: block.firstSample * units,
        rowStep: 1, laneStep: units)
    }
  }

  /// Copies the state after the last step to the caller.
  private func finish(
    _ block: RecurrentPlan.Block, layer index: Int, direction: Int, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>
  ) {
    let places = layout.layers[index].directions[direction]
    let units = plan.layers[index].units
    let state = units * block.lanes
    let final = finalStates[index][direction]
    LaneTransposition.scatter(
      memory + places.hidden + plan.steps * state, count: units, block: block, into: final.hidden)
    if let cell = final.cell {
      LaneTransposition.scatter(
        memory + places.cell + plan.steps * places.cellStride, count: units, block: block,
        into: cell)
    }
  }

  /// Writes a layer's output where it is not the sequence of states itself: merges directions, drops
  /// elements, clears what lies past a sample's end.
  private func emit(
    _ block: RecurrentPlan.Block, layer index: Int, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>
  ) {
    guard let place = layout.layers[index].output else { return }
    let layer = plan.layers[index]
    let width = block.lanes
    let mask = fillMask(block, layer: index, layout: layout, memory: memory)
    let count = plan.givesSequence(index) ? plan.steps : 1
    let row = layer.outputs * width
    for step in 0..<count {
      let to = memory + place + step * row
      let stepMask = mask.map { UnsafePointer($0.start + step * $0.stride) }
      // The last state of a sample is never past its end.
      let active =
        count == 1 ? nil : layout.active.map { UnsafePointer(memory + $0 + step * width) }
      func combine(
        _ offset: Int, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>?, scale: Float
      ) {
        plan.kernels.pointee.combine(
          to + offset, a, b, scale, stepMask.map { $0 + offset }, active, Int32(layer.units),
          Int32(width))
      }
      let first = plan.state(index, 0, step: count == 1 ? nil : step, layout, memory)
      guard case .bidirectional(let merge) = layer.description.direction else {
        combine(0, first, nil, scale: 1)
        continue
      }
      let second = plan.state(index, 1, step: count == 1 ? nil : step, layout, memory)
      switch merge {
      case .concat:
        combine(0, first, nil, scale: 1)
        combine(layer.units * width, second, nil, scale: 1)
      case .sum: combine(0, first, second, scale: 1)
      case .mean: combine(0, first, second, scale: 0.5)
      }
    }
  }

  private func fillMask(
    _ block: RecurrentPlan.Block, layer index: Int, layout: BlockLayout,
    memory: UnsafeMutablePointer<Float>
  ) -> StepSequence? {
    guard let place = layout.layers[index].dropoutMask else { return nil }
    let outputs = plan.layers[index].outputs
    let mask = DropoutMask.output(plan, layer: index)
    let sequence = plan.maskSequence(of: index, layout: layout, memory: memory + place)
    let count = sequence.stride == 0 || !plan.givesSequence(index) ? 1 : plan.steps
    // Element (sample, step, unit) of [B, count, outputs].
    for step in 0..<count {
      mask.fill(
        memory + place + step * outputs * block.lanes, rows: outputs, lanes: block.lanes,
        first: (block.firstSample * count + step) * outputs, rowStep: 1,
        laneStep: count * outputs)
    }
    return sequence
  }

  private func scatterSteps(
    _ sequence: StepSequence, outputs: Int, block: RecurrentPlan.Block
  ) {
    for step in 0..<plan.steps {
      let from = sequence.start + step * sequence.stride
      for lane in 0..<block.samples {
        let to = output + ((block.firstSample + lane) * plan.steps + step) * outputs
        for unit in 0..<outputs { to[unit] = from[unit * block.lanes + lane] }
      }
    }
  }
}

extension RecurrentPlan {
  /// What a layer gives to the next, in time.
  func outputSequence(
    of index: Int, layout: BlockLayout, memory: UnsafeMutablePointer<Float>
  ) -> StepSequence {
    if let output = layout.layers[index].output {
      return StepSequence(start: memory + output, stride: layers[index].outputs * layout.lanes)
    }
    let state = layers[index].units * layout.lanes
    let hidden = memory + layout.layers[index].directions[0].hidden
    guard givesSequence(index) else {
      return StepSequence(start: hidden + steps * state, stride: 0)
    }
    return layers[index].runsBackward(0)
      ? StepSequence(start: hidden + steps * state, stride: -state)
      : StepSequence(start: hidden + state, stride: state)
  }

  /// The masks of a layer's output, one a step or the same for all.
  func maskSequence(
    of index: Int, layout: BlockLayout, memory mask: UnsafeMutablePointer<Float>
  ) -> StepSequence {
    let perSequence = layers[index].description.dropoutPerSequence
    return StepSequence(
      start: mask, stride: perSequence ? 0 : layers[index].outputs * layout.lanes)
  }

  /// A direction's state after a step in time, or after its last step.
  func state(
    _ index: Int, _ direction: Int, step: Int?, _ layout: BlockLayout,
    _ memory: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    let hidden = memory + layout.layers[index].directions[direction].hidden
    let state = layers[index].units * layout.lanes
    guard let step else { return UnsafePointer(hidden + steps * state) }
    let processed = layers[index].runsBackward(direction) ? steps - 1 - step : step
    return UnsafePointer(hidden + (processed + 1) * state)
  }
}
