import SluiceTensor

extension ExplainedFunction {
  /// Returns one answer for each window.
  package func values(of answer: Int, at windows: Tensor) -> [Float] {
    let (all, count) = (values(windows), answers.count)
    return (0..<windows.shape[0]).map { all[$0 * count + answer] }
  }
}

extension Tensor {
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
