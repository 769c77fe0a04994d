import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct InitializationTests {
  private func network(_ rule: Initialization, seed: UInt64 = 1) throws -> Network {
    try Sequential {
      LSTM(53, returnsSequences: true)
      GRU(31)
      Dense(17)
    }.built(inputSize: 13, initialization: rule, seed: seed)
  }

  private func values(_ network: Network, _ path: String) throws -> [Float] {
    try #require(network.parameters[path]).value.values
  }

  private func checkUniform(_ values: [Float], limit: Float, draws: Float = 1) {
    let largest = values.map { abs($0) }.max() ?? 0
    #expect(largest <= limit * draws)
    #expect(largest > limit * draws * 0.8)
    let mean = values.reduce(0, +) / Float(values.count)
    let variance = values.reduce(0) { $0 + $1 * $1 } / Float(values.count)
    let expected = draws * limit * limit / 3
    // Five standard errors of the mean; the variance's own error is smaller still.
    #expect(abs(mean) < 5 * (expected / Float(values.count)).squareRoot())
    #expect(abs(variance / expected - 1) < 5 / Float(values.count).squareRoot())
  }

  @Test("Keras' rule: Glorot's bounds, orthogonal states, forget gates open")
  func keras() throws {
    let network = try network(.keras)
    try checkUniform(values(network, "0.weightIH"), limit: (6 / Float(13 + 4 * 53)).squareRoot())
    try checkUniform(values(network, "1.weightIH"), limit: (6 / Float(53 + 3 * 31)).squareRoot())
    try checkUniform(values(network, "2.weight"), limit: (6 / Float(31 + 17)).squareRoot())
    let bias = try values(network, "0.bias")
    #expect(bias == (0..<4 * 53).map { $0 / 53 == 1 ? 1 : 0 })
    #expect(try values(network, "1.biasIH").allSatisfy { $0 == 0 })
    #expect(try values(network, "2.bias").allSatisfy { $0 == 0 })
    for path in ["0.weightHH", "1.weightHH"] {
      let matrix = try #require(network.parameters[path]).value.detached()
      let product = matrix.transposed().matmul(matrix)
      for row in 0..<product.shape[0] {
        for column in 0..<product.shape[0] {
          #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-5)
        }
      }
    }
  }

  @Test("PyTorch's rule: uniform within one over a root")
  func pytorch() throws {
    let network = try network(.pytorch)
    for path in ["0.weightIH", "0.weightHH"] {
      try checkUniform(values(network, path), limit: 1 / Float(53).squareRoot())
    }
    for path in ["1.weightIH", "1.weightHH"] {
      try checkUniform(values(network, path), limit: 1 / Float(31).squareRoot())
    }
    try checkUniform(values(network, "2.weight"), limit: 1 / Float(31).squareRoot())
    try checkUniform(values(network, "0.bias"), limit: 1 / Float(53).squareRoot(), draws: 2)
    #expect(try values(network, "1.biasIH") != values(network, "1.biasHH"))
  }

  @Test("a matrix with fewer rows than columns has orthonormal rows")
  func wide() {
    var stream = RandomStream(seed: 1)
    let matrix = FirstValues.orthogonal.tensor(shape: [3, 11], using: &stream)
    let product = matrix.matmul(matrix.transposed())
    for row in 0..<3 {
      for column in 0..<3 { #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-6) }
    }
  }

  @Test("a parameter's first values depend on the seed and its path alone")
  func seeds() throws {
    let (a, b, c) = (try network(.keras), try network(.keras), try network(.keras, seed: 2))
    #expect(a.parameters.tensors == b.parameters.tensors)
    #expect(try values(a, "0.weightIH") != values(c, "0.weightIH"))
    let longer = try Sequential(a.model.layers + [Dense(3)]).built(inputSize: 13, seed: 1)
    #expect(try values(longer, "2.weight") == values(a, "2.weight"))
  }
}
