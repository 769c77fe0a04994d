import Testing

@testable import SluiceTensor

/// A stack of recurrent layers on random numbers, for the kernels and for the naive loops.
struct RecurrentCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let layers: [RecurrentLayer]
  var batch: Int
  let steps: Int
  let features: Int
  var lengths: [Int]?
  let dropoutKey: UInt64?
  var input: [Float]
  /// By layer and direction: weightIH, weightHH, biasIH, biasHH if a GRU; then the states.
  var weights: [[[Float]]] = []
  var states: [[[Float]]] = []

  init(
    _ name: String, _ layers: [RecurrentLayer], batch: Int, steps: Int, features: Int,
    lengths: Bool = false, states hasStates: Bool = false, dropoutKey: UInt64? = nil
  ) {
    testDescription = name
    self.layers = layers
    self.batch = batch
    self.steps = steps
    self.features = features
    self.dropoutKey = dropoutKey
    var random = RandomStream(seed: 5)
    func numbers(_ count: Int, _ scale: Float) -> [Float] {
      (0..<count).map { _ in (random.uniform() * 2 - 1) * scale }
    }
    input = numbers(batch * steps * features, 1.5)
    self.lengths = lengths ? (0..<batch).map { ($0 * 3 + steps) % (steps + 1) } : nil
    var inputs = features
    for layer in layers {
      let (units, rows) = (layer.hiddenSize, layer.hiddenSize * layer.cell.gateCount)
      for _ in 0..<layer.direction.count {
        var own = [numbers(rows * inputs, 0.7), numbers(rows * units, 0.7), numbers(rows, 0.5)]
        if layer.cell == .gru { own.append(numbers(rows, 0.5)) }
        weights.append(own)
        if hasStates {
          let count = batch * units
          states.append(
            layer.cell == .gru
              ? [numbers(count, 0.8)] : [numbers(count, 0.8), numbers(count, 1.2)])
        }
      }
      inputs = layer.outputSize
    }
  }

  /// The same with one of its samples.
  func only(_ sample: Int) -> RecurrentCase {
    var result = self
    func part(_ values: [Float]) -> [Float] {
      let size = values.count / batch
      return Array(values[(sample * size)..<((sample + 1) * size)])
    }
    result.batch = 1
    result.input = part(input)
    result.lengths = lengths.map { [$0[sample]] }
    result.states = states.map { $0.map(part) }
    return result
  }

  // MARK: Kernels

  func fast() -> RecurrentStackResult { run { Tensor($0, shape: $1) } }

  /// The gradients of the sum of all results times fixed numbers, for each input of the operation.
  func fastGradients(passes: Int = 1) -> [[Float]] {
    var leaves: [Tensor] = []
    let result = run { values, shape in
      let leaf = Tensor(values, shape: shape).requiringGradient()
      leaves.append(leaf)
      return leaf
    }
    var random = RandomStream(seed: 17)
    let results =
      [result.output]
      + result.finalStates.flatMap { $0.flatMap { [$0.hidden] + ($0.cell.map { [$0] } ?? []) } }
    var total = Tensor(0)
    for tensor in results {
      let factors = (0..<tensor.count).map { _ in random.uniform() - 0.5 }
      total = total + (tensor * Tensor(factors, shape: tensor.shape)).sum()
    }
    for pass in 1...passes {
      for leaf in leaves { leaf.source?.node.gradients[0] = nil }
      total.backward(keepingTape: pass < passes)
    }
    return leaves.map { $0.gradient?.values ?? [Float](repeating: 0, count: $0.count) }
  }

  func streaming() -> StreamingStack {
    StreamingStack(layers: layers, weights: stackWeights { Tensor($0, shape: $1) })
  }

  func stackStates(
    _ tensor: ([Float], [Int]) -> Tensor = { Tensor($0, shape: $1) }
  ) -> [[RecurrentState]] {
    var next = states.makeIterator()
    return layers.map { layer in
      let shape = [batch, layer.hiddenSize]
      return (0..<layer.direction.count).map { _ in
        let own = next.next() ?? []
        return RecurrentState(
          hidden: tensor(own[0], shape), cell: layer.cell == .lstm ? tensor(own[1], shape) : nil)
      }
    }
  }

  private func stackWeights(_ tensor: ([Float], [Int]) -> Tensor) -> [[RecurrentWeights]] {
    var next = weights.makeIterator()
    var inputs = features
    return layers.map { layer in
      defer { inputs = layer.outputSize }
      let (units, rows) = (layer.hiddenSize, layer.hiddenSize * layer.cell.gateCount)
      return (0..<layer.direction.count).map { _ in
        let own = next.next() ?? []
        return RecurrentWeights(
          weightIH: tensor(own[0], [rows, inputs]), weightHH: tensor(own[1], [rows, units]),
          biasIH: tensor(own[2], [rows]),
          biasHH: layer.cell == .gru ? tensor(own[3], [rows]) : nil)
      }
    }
  }

  private func run(_ tensor: ([Float], [Int]) -> Tensor) -> RecurrentStackResult {
    let input = tensor(self.input, [batch, steps, features])
    let weights = stackWeights(tensor)
    return recurrentStack(
      input, lengths: lengths, layers: layers, weights: weights,
      initialStates: states.isEmpty ? nil : stackStates(tensor), dropoutKey: dropoutKey)
  }

  // MARK: Naive loops

  func naive() -> NaiveRecurrent {
    let plan = RecurrentPlan(
      batch: batch, steps: steps, features: features, layers: layers, dropoutKey: dropoutKey,
      hasLengths: lengths != nil, keepsForBackward: false)
    var next = 0
    let directions = layers.map { layer in
      (0..<layer.direction.count).map { _ in
        defer { next += 1 }
        let own = weights[next].map { $0.map(Double.init) }
        var direction = NaiveRecurrent.Direction(
          weightIH: own[0], weightHH: own[1], biasIH: own[2], biasHH: own.count > 3 ? own[3] : [])
        if !states.isEmpty {
          direction.initialHidden = states[next][0].map(Double.init)
          if layer.cell == .lstm { direction.initialCell = states[next][1].map(Double.init) }
        }
        return direction
      }
    }
    return NaiveRecurrent(
      plan: plan, input: input.map(Double.init),
      lengths: lengths ?? [Int](repeating: steps, count: batch), directions: directions)
  }

  /// As ``fastGradients(passes:)``.
  func naiveGradients() -> [[Double]] {
    let naive = naive()
    var paths: [WritableKeyPath<NaiveRecurrent, [Double]>] = [\.input]
    for layer in layers.indices {
      for direction in 0..<layers[layer].direction.count {
        paths += [
          \.directions[layer][direction].weightIH, \.directions[layer][direction].weightHH,
          \.directions[layer][direction].biasIH,
        ]
        if layers[layer].cell == .gru { paths.append(\.directions[layer][direction].biasHH) }
      }
    }
    for layer in layers.indices where !states.isEmpty {
      for direction in 0..<layers[layer].direction.count {
        paths.append(\.directions[layer][direction].initialHidden)
        if layers[layer].cell == .lstm {
          paths.append(\.directions[layer][direction].initialCell)
        }
      }
    }
    return paths.map { path in
      naive[keyPath: path].indices.map { index in
        func moved(_ by: Double) -> Double {
          var copy = naive
          copy[keyPath: path][index] += by
          return weightedSum(copy())
        }
        return (moved(1e-5) - moved(-1e-5)) / 2e-5
      }
    }
  }

  private func weightedSum(_ result: NaiveRecurrent.Result) -> Double {
    var random = RandomStream(seed: 17)
    func sum(_ values: [Double]) -> Double {
      values.reduce(0) { $0 + $1 * Double(random.uniform() - 0.5) }
    }
    var total = sum(result.output)
    for layer in layers.indices {
      for direction in 0..<layers[layer].direction.count {
        total += sum(result.hidden[layer][direction])
        if layers[layer].cell == .lstm { total += sum(result.cell[layer][direction]) }
      }
    }
    return total
  }
}
