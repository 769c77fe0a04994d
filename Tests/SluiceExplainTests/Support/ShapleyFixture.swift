import SluiceExplain
import SluiceNN
import SluiceTensor

/// What `scripts/reference/shapley.py` made: an LSTM of 4 with two outputs, and what other libraries say of it.
struct ShapleyFixture: Decodable {
  struct Values: Decodable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(values, shape: shape) }
  }
  struct Case: Decodable {
    let players: String
    let background: String
    let count: Int
    let shares: Values
  }
  struct Occlusions: Decodable {
    let blocks: Values
    let overlapping: Values
  }
  struct SweepCase: Decodable {
    let step: Int
    let input: Int
    let grid: [Float]
    let individual: Values
    let mean: [Double]
  }
  struct Importance: Decodable {
    let truth: [Float]
    let mean: [Double]
    let deviation: [Double]
    let repeats: Int
  }

  let weights: [String: Values]
  let windows: Values
  let background: Values
  let answers: Values
  let shapley: [Case]
  let occlusion: Occlusions
  let many: Values
  let sweep: SweepCase
  let importance: Importance

  static func read() throws -> ShapleyFixture {
    try JSONFixture.read("shapley", as: ShapleyFixture.self)
  }

  /// The network with the weights of PyTorch.
  func function() throws -> BareNetwork {
    let network = try Sequential {
      LSTM(4)
      Dense(2)
    }.built(inputSize: 2, seed: 1)
    try network.parameters.load(weights.mapValues(\.tensor))
    return BareNetwork(network: network, steps: windows.shape[1], inputs: ["a", "b"])
  }
}

/// A network as it is: scaled windows in, its outputs out.
struct BareNetwork: ExplainedFunction {
  let network: Network
  let steps: Int
  let inputs: [String]
  var answers: [String] { (0..<network.outputShape.features).map { "output \($0)" } }

  func values(_ windows: Tensor) -> [Float] { network.predict(windows).values }
}

/// The largest distance between two lists of numbers.
func largestDistance(_ some: [some BinaryFloatingPoint], _ others: [some BinaryFloatingPoint])
  -> Double
{
  some.count != others.count
    ? .infinity : zip(some, others).map { abs(Double($0) - Double($1)) }.max() ?? 0
}
