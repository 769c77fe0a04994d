import SluiceTensor

extension ExplainedFunction {
  /// Returns one answer for each window.
  package func values(of answer: Int, at windows: Tensor) -> [Float] {
    let (all, count) = (values(windows), answers.count)
    return (0..<windows.shape[0]).map { all[$0 * count + answer] }
  }
}

extension Tensor {
  /// The standard deviation of each input over all windows `[N, T, F]` and steps, `F` of them.
  package var inputDeviations: [Double] {
    let inputs = shape[2]
    let readings = values
    return (0..<inputs).map { input in
      let own = stride(from: input, to: readings.count, by: inputs).map { Double(readings[$0]) }
      let mean = own.reduce(0, +) / Double(own.count)
      return (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)).squareRoot()
    }
  }

  /// Returns some of the windows of `[N, T, F]`, in the order given.
  package func selecting(_ windows: [Int]) -> Tensor {
    let width = shape[1] * shape[2]
    return Tensor(unsafeUninitialized: [windows.count, shape[1], shape[2]]) { result in
      withUnsafeBufferPointer { readings in
        for (place, window) in windows.enumerated() {
          for cell in 0..<width { result[place * width + cell] = readings[window * width + cell] }
        }
      }
    }
  }
}
