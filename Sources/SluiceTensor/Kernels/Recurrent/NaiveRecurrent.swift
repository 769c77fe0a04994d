/// The stack of recurrent layers as plain loops in double precision: the specification of the kernels,
/// and what tests compare them with.
struct NaiveRecurrent {
  /// One direction of a layer: weights, then states, as the operation has them, in rows.
  struct Direction {
    var weightIH: [Double]
    var weightHH: [Double]
    var biasIH: [Double]
    var biasHH: [Double]
    /// `[B, H]`; empty: zeros.
    var initialHidden: [Double] = []
    var initialCell: [Double] = []
  }

  let plan: RecurrentPlan
  var input: [Double]
  let lengths: [Int]
  /// By layer and direction.
  var directions: [[Direction]]

  struct Result {
    var output: [Double] = []
    /// By layer and direction: `[B, H]`.
    var hidden: [[[Double]]]
    var cell: [[[Double]]]
  }

  func callAsFunction() -> Result {
    var result = Result(
      hidden: plan.layers.map { Array(repeating: [], count: $0.directions) },
      cell: plan.layers.map { Array(repeating: [], count: $0.directions) })
    for sample in 0..<plan.batch {
      let size = plan.steps * plan.features
      var sequence = Array(input[(sample * size)..<((sample + 1) * size)])
      for index in plan.layers.indices {
        var outputs: [[Double]] = []
        for direction in 0..<plan.layers[index].directions {
          let (states, cell) = run(sequence, sample: sample, layer: index, direction: direction)
          outputs.append(plan.givesSequence(index) ? states.steps : states.last)
          result.hidden[index][direction] += states.last
          result.cell[index][direction] += cell
        }
        sequence = emit(outputs, sample: sample, layer: index)
      }
      result.output += sequence
    }
    return result
  }

  /// The states of one direction after each step in time (0 past the end), and after the last.
  private func run(
    _ sequence: [Double], sample: Int, layer index: Int, direction: Int
  ) -> (states: (steps: [Double], last: [Double]), cell: [Double]) {
    let layer = plan.layers[index]
    let (units, inputs) = (layer.units, layer.inputs)
    let weights = directions[index][direction]
    let range = (sample * units)..<((sample + 1) * units)
    var h =
      weights.initialHidden.isEmpty
      ? [Double](repeating: 0, count: units) : Array(weights.initialHidden[range])
    var c =
      weights.initialCell.isEmpty
      ? [Double](repeating: 0, count: units) : Array(weights.initialCell[range])
    let mask = (0..<units).map { unit in
      plan.recurrentDropout(index) == 0
        ? 1
        : Double(
          DropoutMask.recurrent(plan, layer: index, direction: direction)
            .naive(sample * units + unit))
    }
    var steps = [Double](repeating: 0, count: plan.steps * units)
    let order = Array(0..<lengths[sample])
    for step in layer.runsBackward(direction) ? order.reversed() : order {
      let x = sequence[(step * inputs)..<((step + 1) * inputs)]
      func product(_ slot: Int, _ unit: Int) -> (input: Double, state: Double) {
        let row = slot * units + unit
        var sums = (input: weights.biasIH[row], state: layer.isGRU ? weights.biasHH[row] : 0)
        for (k, value) in x.enumerated() {
          sums.input += weights.weightIH[row * inputs + k] * value
        }
        for k in 0..<units { sums.state += weights.weightHH[row * units + k] * h[k] * mask[k] }
        return sums
      }
      func gate(_ slot: Int, _ unit: Int) -> Double {
        let sums = product(slot, unit)
        return sums.input + sums.state
      }
      var next = h
      for unit in 0..<units {
        if layer.isGRU {
          let r = NaiveMaps.sigmoid(gate(0, unit))
          let z = NaiveMaps.sigmoid(gate(1, unit))
          let sums = product(2, unit)
          next[unit] = (1 - z) * NaiveMaps.tanh(sums.input + r * sums.state) + z * h[unit]
        } else {
          let i = NaiveMaps.sigmoid(gate(0, unit))
          let f = NaiveMaps.sigmoid(gate(1, unit))
          c[unit] = f * c[unit] + i * NaiveMaps.tanh(gate(2, unit))
          next[unit] = NaiveMaps.sigmoid(gate(3, unit)) * NaiveMaps.tanh(c[unit])
        }
      }
      h = next
      steps.replaceSubrange((step * units)..<((step + 1) * units), with: h)
    }
    return ((steps, h), layer.isGRU ? [] : c)
  }

  /// Merges the directions and drops elements.
  private func emit(_ outputs: [[Double]], sample: Int, layer index: Int) -> [Double] {
    let layer = plan.layers[index]
    let steps = plan.givesSequence(index) ? plan.steps : 1
    let mask = plan.dropout(index) > 0 ? DropoutMask.output(plan, layer: index) : nil
    var result: [Double] = []
    for step in 0..<steps {
      let row = (step * layer.units)..<((step + 1) * layer.units)
      var merged = Array(outputs[0][row])
      if case .bidirectional(let merge) = layer.description.direction {
        let second = Array(outputs[1][row])
        switch merge {
        case .concat: merged += second
        case .sum: merged = zip(merged, second).map { $0 + $1 }
        case .mean: merged = zip(merged, second).map { ($0 + $1) / 2 }
        }
      }
      let perSequence = layer.description.dropoutPerSequence
      for (unit, value) in merged.enumerated() {
        let position = perSequence ? sample : sample * steps + step
        result.append(value * Double(mask?.naive(position * layer.outputs + unit) ?? 1))
      }
    }
    return result
  }
}
