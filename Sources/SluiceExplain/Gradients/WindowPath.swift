import SluiceTensor

/// Gradients on the way from baseline windows to the windows that are explained.
///
/// Points are laid out in large batches, those of one window side by side, and what comes back is added
/// up in double precision.
struct WindowPath {
  /// One point for each window: the baseline it starts from, how far it has come, and how much it counts.
  struct Point {
    var baseline: Int
    var place: Double
    var weight: Double
  }

  let function: any DifferentiableFunction
  let answer: Int
  /// `[M, T, F]`.
  let baselines: Tensor

  /// How many points are laid out at once: few enough for little memory.
  private static let batch = 4096

  /// Returns the sum over points of weight · (window - baseline) · gradient for each reading of each
  /// window, row-major `[N, T, F]`.
  func shares(_ windows: Tensor, _ points: [Point]) -> [Float] {
    let cells = function.steps * function.inputs.count
    let perBatch = max(1, Self.batch / points.count)
    var shares: [Float] = []
    shares.reserveCapacity(windows.count)
    for start in stride(from: 0, to: windows.shape[0], by: perBatch) {
      let some = start..<min(start + perBatch, windows.shape[0])
      let gradients = function.gradient(of: answer, at: laidOut(some, of: windows, points))
      windows.withUnsafeBufferPointer { readings in
        baselines.withUnsafeBufferPointer { baselines in
          gradients.derivatives.withUnsafeBufferPointer { derivatives in
            for (place, window) in some.enumerated() {
              var sums = [Double](repeating: 0, count: cells)
              for (number, point) in points.enumerated() {
                let from = (place * points.count + number) * cells
                let base = point.baseline * cells
                for cell in 0..<cells {
                  let way = readings[window * cells + cell] - baselines[base + cell]
                  sums[cell] += point.weight * Double(way) * Double(derivatives[from + cell])
                }
              }
              shares += sums.map { Float($0) }
            }
          }
        }
      }
    }
    return shares
  }

  /// The points of some windows, `[windows · points, T, F]`.
  private func laidOut(_ some: Range<Int>, of windows: Tensor, _ points: [Point]) -> Tensor {
    let cells = function.steps * function.inputs.count
    return Tensor(
      unsafeUninitialized: [some.count * points.count, function.steps, function.inputs.count]
    ) { result in
      windows.withUnsafeBufferPointer { readings in
        baselines.withUnsafeBufferPointer { baselines in
          var to = 0
          for window in some {
            for point in points {
              let (base, place) = (point.baseline * cells, Float(point.place))
              for cell in 0..<cells {
                let start = baselines[base + cell]
                result[to + cell] = start + place * (readings[window * cells + cell] - start)
              }
              to += cells
            }
          }
        }
      }
    }
  }
}
