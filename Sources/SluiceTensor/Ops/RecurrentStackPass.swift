import CSluiceKernels

/// One call of ``recurrentStack(_:lengths:layers:weights:initialStates:dropoutKey:)``: its tensors, and
/// the blocks' memory from the way forth to the way back.
final class RecurrentStackPass {
  /// Which inputs want a gradient.
  struct Wants {
    let input: Bool
    let weights: Bool
    let initialStates: Bool
  }

  let wants: Wants
  private let plan: RecurrentPlan
  private let input: Tensor
  private let lengths: [Int]?
  private let weights: [[RecurrentWeights]]
  private let initialStates: [[RecurrentState]]?
  private let packed: [[Tensor]]
  private let layouts: [Int: BlockLayout]
  /// All blocks' memory, when the way back needs it.
  ///
  /// In one piece, so that a block finds the same
  /// addresses, and its core what is left of them in its cache, in the next training step.
  private var memory: Tensor?
  private let offsets: [Int]
  private let memoryCount: Int
  /// Whether the gates in ``memory`` have become their derivatives.
  private var isSpent = false

  init(
    plan: RecurrentPlan, input: Tensor, lengths: [Int]?, weights: [[RecurrentWeights]],
    initialStates: [[RecurrentState]]?
  ) {
    self.plan = plan
    wants = Wants(
      input: input.requiresGradient,
      weights: weights.contains { $0.contains { $0.tensors.contains(where: \.requiresGradient) } },
      initialStates: initialStates?.contains {
        $0.contains { $0.tensors.contains(where: \.requiresGradient) }
      } ?? false)
    self.input = input.detached()
    self.lengths = lengths
    self.weights = weights.map { $0.map(\.detached) }
    self.initialStates = initialStates?.map { $0.map(\.detached) }
    packed = zip(plan.layers, weights).map { layer, directions in
      directions.map { weights in
        let packed = Tensor(uninitialized: [RecurrentPacking.forwardCount(layer)])
        RecurrentPacking.forward(weights.pointers, layer: layer, into: packed.storage.pointer)
        return packed
      }
    }
    var layouts: [Int: BlockLayout] = [:]
    for block in plan.blocks where layouts[block.lanes] == nil {
      layouts[block.lanes] = BlockLayout(plan, lanes: block.lanes)
    }
    self.layouts = layouts
    var end = 0
    offsets = plan.blocks.map { block in
      defer { end += layouts[block.lanes]?.count ?? 0 }
      return end
    }
    memoryCount = end
  }

  func forward() -> RecurrentStackResult {
    let last = plan.layers.count - 1
    let outputs = plan.layers[last].outputs
    let output = Tensor(
      uninitialized: plan.givesSequence(last)
        ? [plan.batch, plan.steps, outputs] : [plan.batch, outputs])
    let finals = uninitializedStates()
    if plan.keepsForBackward { memory = Tensor(uninitialized: [memoryCount]) }
    run(into: output, finals)
    return RecurrentStackResult(output: output, finalStates: finals)
  }

  private func run(into output: Tensor, _ finals: [[RecurrentState]]) {
    withForward(into: output, finals) { forward in
      Threads.run(blocks: plan.blocks.count) { index in
        let block = plan.blocks[index]
        let layout = layout(block)
        let own = memory ?? Tensor(uninitialized: [layout.count])
        forward.run(
          block, layout: layout,
          memory: own.storage.pointer + (plan.keepsForBackward ? offsets[index] : 0))
        withExtendedLifetime(own) {}
      }
    }
  }

  /// The gradients of all inputs of the operation, in their order.
  func backward(_ gradients: [Tensor?], wants: Wants) -> [Tensor?] {
    if isSpent {
      // A second pass over a kept tape: the gates are computed again.
      _ = forward()
    }
    isSpent = true
    guard let memory else {
      preconditionFailure("recurrentStack: nothing was kept for the way back")
    }
    let inputGradient = wants.input ? Tensor(uninitialized: input.shape) : nil
    let initialGradients = wants.initialStates ? uninitializedStates() : nil
    let packedHidden = packedBackward { weights, layer, _ in (weights.weightHH, layer.units) }
    let packedInput = packedBackward { weights, layer, index in
      index > 0 || wants.input ? (weights.weightIH, layer.inputs) : nil
    }
    var finals = gradients.dropFirst().makeIterator()
    let finalGradients = plan.layers.map { layer in
      (0..<layer.directions).map { _ in
        (hidden: finals.next() ?? nil, cell: layer.isGRU ? nil : finals.next() ?? nil)
      }
    }
    let gradientCount = RecurrentBackward.gradientOffsets(plan).count
    let partial = plan.blocks.map { _ in Tensor(uninitialized: [gradientCount]) }
    let unused = Tensor(uninitialized: [0])
    withForward(into: unused, uninitializedStates()) { forward in
      let backward = RecurrentBackward(
        forward: forward,
        packedHidden: packedHidden.map {
          $0.map { UnsafePointer(($0 ?? unused).storage.pointer) }
        },
        packedInput: packedInput.map { $0.map { $0.map { UnsafePointer($0.storage.pointer) } } },
        outputGradient: gradients[0].map { UnsafePointer($0.storage.pointer) },
        finalGradients: finalGradients.map {
          $0.map {
            (
              hidden: $0.hidden.map { UnsafePointer($0.storage.pointer) },
              cell: $0.cell.map { UnsafePointer($0.storage.pointer) }
            )
          }
        },
        wantsWeights: wants.weights, inputGradient: inputGradient?.storage.pointer,
        initialGradients: initialGradients?.map { $0.map(\.pointers) })
      Threads.run(blocks: plan.blocks.count, reversed: true) { index in
        let block = plan.blocks[index]
        let places = RecurrentBackward.Scratch(plan, lanes: block.lanes)
        let scratch = Tensor(uninitialized: [places.count])
        backward.run(
          block, layout: layout(block), memory: memory.storage.pointer + offsets[index],
          scratch: places,
          at: scratch.storage.pointer, gradients: partial[index].storage.pointer)
        withExtendedLifetime(scratch) {}
      }
    }
    withExtendedLifetime((gradients, packedHidden, packedInput)) {}
    let weightGradients = wants.weights ? summed(partial) : nil
    return [inputGradient]
      + (weightGradients ?? weights.flatMap { $0.flatMap { $0.tensors.map { _ in nil } } })
      + (initialGradients ?? initialStates ?? []).flatMap {
        $0.flatMap { $0.tensors.map { wants.initialStates ? $0 : nil } }
      }
  }

  // MARK: Weights

  private func packedBackward(
    _ matrix: (RecurrentWeights, RecurrentPlan.Layer, Int) -> (weight: Tensor, columns: Int)?
  ) -> [[Tensor?]] {
    let tileRows = Int(plan.kernels.pointee.tile_rows)
    return plan.layers.indices.map { index in
      let layer = plan.layers[index]
      return weights[index].map { weights in
        guard let (weight, columns) = matrix(weights, layer, index) else { return nil }
        let count = RecurrentPacking.backwardCount(
          columns: columns, layer: layer, tileRows: tileRows)
        let packed = Tensor(uninitialized: [count])
        RecurrentPacking.backward(
          weight.storage.pointer, columns: columns, layer: layer, tileRows: tileRows,
          into: packed.storage.pointer)
        return packed
      }
    }
  }

  /// Adds the gradients of the blocks in their order, and lays them out as the weights.
  private func summed(_ partial: [Tensor]) -> [Tensor?] {
    guard let total = partial.first else {
      return weights.flatMap { $0.flatMap { $0.tensors.map { Tensor.zeros($0.shape) } } }
    }
    let kernels = plan.kernels
    Threads.run(slicesOf: total.count, floatsEach: 1) { slice in
      let start = slice.lowerBound
      for other in partial.dropFirst() {
        kernels.pointee.add(
          total.storage.pointer + start, other.storage.pointer + start, slice.count)
      }
    }
    let offsets = RecurrentBackward.gradientOffsets(plan).offsets
    return plan.layers.indices.flatMap { index in
      let layer = plan.layers[index]
      return offsets[index].enumerated().flatMap { direction, offset in
        unpacked(UnsafePointer(total.storage.pointer) + offset, layer, weights[index][direction])
      }
    }
  }

  private func unpacked(
    _ gradient: UnsafePointer<Float>, _ layer: RecurrentPlan.Layer, _ weights: RecurrentWeights
  ) -> [Tensor] {
    let result = weights.tensors.map { Tensor(uninitialized: $0.shape) }
    let state = gradient + layer.units * layer.inputs * 4
    RecurrentPacking.unpackGradient(
      gradient, columns: layer.inputs, layer: layer, into: result[0].storage.pointer)
    RecurrentPacking.unpackGradient(
      state, columns: layer.units, layer: layer, into: result[1].storage.pointer)
    RecurrentPacking.unpackBiasGradient(
      state + layer.units * layer.units * 4, layer: layer, biasIH: result[2].storage.pointer,
      biasHH: layer.isGRU ? result[3].storage.pointer : nil)
    return result
  }

  // MARK: Pointers

  private func layout(_ block: RecurrentPlan.Block) -> BlockLayout {
    layouts[block.lanes] ?? BlockLayout(plan, lanes: block.lanes)
  }

  private func uninitializedStates() -> [[RecurrentState]] {
    plan.layers.map { layer in
      (0..<layer.directions).map { _ in
        RecurrentState(
          hidden: Tensor(uninitialized: [plan.batch, layer.units]),
          cell: layer.isGRU ? nil : Tensor(uninitialized: [plan.batch, layer.units]))
      }
    }
  }

  /// Calls a closure with the pointers of all tensors, which live as long.
  private func withForward(
    into output: Tensor, _ finals: [[RecurrentState]], _ body: (RecurrentForward) -> Void
  ) {
    func call(_ lengths: UnsafePointer<Int>?) {
      body(
        RecurrentForward(
          plan: plan, input: input.storage.pointer, lengths: lengths,
          weights: packed.map { $0.map { UnsafePointer($0.storage.pointer) } },
          initialStates: initialStates?.map { $0.map(\.pointers) },
          output: output.storage.pointer, finalStates: finals.map { $0.map(\.pointers) }))
    }
    if let lengths {
      lengths.withUnsafeBufferPointer { call($0.baseAddress) }
    } else {
      call(nil)
    }
    withExtendedLifetime((self, output, finals)) {}
  }
}

extension RecurrentWeights {
  fileprivate var detached: RecurrentWeights {
    RecurrentWeights(
      weightIH: weightIH.detached(), weightHH: weightHH.detached(), biasIH: biasIH.detached(),
      biasHH: biasHH?.detached())
  }

  fileprivate var pointers: RecurrentParameters {
    RecurrentParameters(
      weightIH: weightIH.storage.pointer, weightHH: weightHH.storage.pointer,
      biasIH: biasIH.storage.pointer, biasHH: (biasHH?.storage.pointer).map { UnsafePointer($0) })
  }
}

extension RecurrentState {
  fileprivate var detached: RecurrentState {
    RecurrentState(hidden: hidden.detached(), cell: cell?.detached())
  }

  fileprivate var pointers: RecurrentStatePointers {
    RecurrentStatePointers(hidden: hidden.storage.pointer, cell: cell?.storage.pointer)
  }
}
