import SluiceModels
import SluiceNN
import SluiceTensor

/// A function that reads a window step by step, so that what it made of the first steps can be kept.
package protocol ResumableFunction: ExplainedFunction {
  /// Returns the states after the first steps of windows; nil when the function needs them whole.
  ///
  /// - Parameter steps: Scaled readings of the first k steps, `[N, k, F]`, k below `T`.
  func states(after steps: Tensor) -> NetworkState?

  /// Returns the answers for windows whose first steps were read before, row-major `[N, K]`.
  ///
  /// - Parameters:
  ///   - rest: Scaled readings of the other steps, `[N, T - k, F]`.
  ///   - states: The states after the first k steps; each row is one window's.
  ///   - rows: The row of the states for each window, `N` of them.
  func values(_ rest: Tensor, resuming states: NetworkState, rows: [Int]) -> [Float]
}

extension NetworkFunction: ResumableFunction {
  package func states(after steps: Tensor) -> NetworkState? {
    guard network.layerThatNeedsTheWholeSequence == nil else { return nil }
    return withoutGradients {
      var context = ForwardContext(returnsFinalState: true)
      _ = network(steps, &context)
      return context.finalState.detached()
    }
  }

  package func values(
    _ rest: Tensor, resuming states: NetworkState, rows: [Int]
  ) -> [Float] {
    stride(from: 0, to: rows.count, by: Self.batchSize).flatMap { start in
      let part = start..<min(start + Self.batchSize, rows.count)
      return withoutGradients {
        var context = ForwardContext(initialState: states.selecting(rows[part]))
        return answers(from: lastOutputs(network(rest.sliced(axis: 0, part), &context)))
      }
    }
  }
}

extension NetworkState {
  /// Returns the states of some windows, in the order given.
  fileprivate func selecting(_ rows: ArraySlice<Int>) -> NetworkState {
    func selected(_ states: Tensor) -> Tensor {
      let width = states.shape[1]
      return Tensor(unsafeUninitialized: [rows.count, width]) { result in
        states.withUnsafeBufferPointer { values in
          for (place, row) in rows.enumerated() {
            for unit in 0..<width { result[place * width + unit] = values[row * width + unit] }
          }
        }
      }
    }
    return NetworkState(
      layers: layers.mapValues { directions in
        directions.map {
          RecurrentState(hidden: selected($0.hidden), cell: $0.cell.map(selected))
        }
      })
  }
}
