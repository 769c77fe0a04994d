import SluiceExplain
import SluiceTensor

/// A function of the readings of one window that is written down.
struct Formula: ExplainedFunction {
  let steps: Int
  let inputs: [String]
  var answers = ["value"]
  /// Takes the readings of a window, row-major `[T, F]`.
  let evaluate: @Sendable ([Float]) -> [Float]

  func values(_ windows: Tensor) -> [Float] {
    let width = steps * inputs.count
    let readings = windows.values
    return (0..<windows.shape[0]).flatMap {
      evaluate(Array(readings[$0 * width..<($0 + 1) * width]))
    }
  }

  /// Sines of sums of neighbouring readings: all readings act on each other.
  static func tangle(steps: Int, inputs: Int) -> Formula {
    Formula(steps: steps, inputs: ExplainTask.names(inputs)) { x in
      let cubes = x.reduce(0) { $0 + $1 * $1 * $1 / 8 }
      let sums = x.indices.map { x[$0] * x[($0 + 1) % x.count] + x[($0 + 2) % x.count] }
      return [sums.reduce(0) { $0 + ($1 + cubes) / (1 + abs($1 + cubes)) }]
    }
  }

  /// Windows of readings from -1 to 1.
  static func windows(_ shape: [Int], seed: UInt64 = 3) -> Tensor {
    var stream = RandomStreams(seed: seed).stream("windows")
    return Tensor((0..<shape.reduce(1, *)).map { _ in 2 * stream.uniform() - 1 }, shape: shape)
  }
}
