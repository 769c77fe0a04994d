import SluiceNN
import SluiceTensor

/// One recurrent layer of a network, or what stands before, between or behind them: for looking inside.
package struct NetworkPart {
  /// The layer and its weights by direction; nil for a part that is not recurrent.
  package let recurrent: (layer: RecurrentLayer, weights: [RecurrentWeights])?
  private let run: (Tensor) -> Tensor

  /// Returns what the part makes of sequences `[N, T, F]`, or of vectors, without dropout.
  package func callAsFunction(_ x: Tensor) -> Tensor { run(x) }

  fileprivate init(_ stage: any Module) {
    recurrent = nil
    run = { x in
      var context = ForwardContext()
      return stage(x, &context)
    }
  }

  fileprivate init(_ layer: RecurrentLayer, _ weights: [RecurrentWeights]) {
    recurrent = (layer, weights)
    run = { recurrentStack($0, layers: [layer], weights: [weights]).output }
  }
}

extension Network {
  /// The parts in the order in which they run, each recurrent layer one of them.
  package var parts: [NetworkPart] {
    stages.flatMap { stage -> [NetworkPart] in
      guard let stack = (stage as? RecurrentStackModule)?.stack else { return [NetworkPart(stage)] }
      return zip(stack.layers, stack.weights).map { NetworkPart($0, $1) }
    }
  }

  /// Returns how strongly the outputs hang on what a part reads, by how far back that lies: the mean over
  /// windows of the summed sizes of the gradient, that of the last step first.
  ///
  /// - Parameters:
  ///   - windows: Scaled windows, `[N, T, F]`, at least one.
  ///   - part: The number of the part among ``parts``, one that reads a sequence; 0 reads the windows.
  ///   - seed: The gradient to begin with, of the shape of the outputs; ones if nil.
  package func influenceByLag(
    of windows: Tensor, on part: Int = 0, seed: ((Tensor) -> Tensor)? = nil
  ) -> [Double] {
    withoutParameterGradients {
      let parts = self.parts
      let count = windows.shape[0]
      var sums: [Double] = []
      for start in stride(from: 0, to: count, by: 256) {
        let some = windows.sliced(axis: 0, start..<min(start + 256, count))
        let before = withoutGradients { parts[..<part].reduce(some) { $1($0) } }
        let inputs = before.requiringGradient()
        let output = parts[part...].reduce(inputs) { $1($0) }
        output.backward(seed: seed?(output) ?? .ones(output.shape))
        guard let gradient = inputs.gradient else { return [] }
        let (steps, features) = (inputs.shape[1], inputs.shape[2])
        if sums.isEmpty { sums = [Double](repeating: 0, count: steps) }
        for (place, value) in gradient.values.enumerated() {
          sums[steps - 1 - place / features % steps] += Double(abs(value))
        }
      }
      return sums.map { $0 / Double(count) }
    }
  }
}
