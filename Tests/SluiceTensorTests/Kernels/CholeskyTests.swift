import SluiceTensor
import Testing

@Suite("Cholesky factors")
struct CholeskyTests {
  /// A positive definite matrix of 5 rows: a product of a matrix with its transpose, and a diagonal.
  let matrix: [Double] = {
    var stream = RandomStream(seed: 3)
    let square = (0..<25).map { _ in stream.normalDouble() }
    return (0..<25).map { place in
      let (row, column) = (place / 5, place % 5)
      return (0..<5).reduce(row == column ? 0.5 : 0) {
        $0 + square[row * 5 + $1] * square[column * 5 + $1]
      }
    }
  }()

  @Test("A solution gives the right side again, and so does the inverse")
  func solves() throws {
    let factor = try #require(Cholesky(matrix, size: 5))
    let right = [1, -2, 3, 0.5, 7]
    let x = factor.solve(right)
    let inverse = factor.lowerInverse()
    for row in 0..<5 {
      let product = (0..<5).reduce(0) { $0 + matrix[row * 5 + $1] * x[$1] }
      #expect(abs(product - right[row]) < 1e-12)
      let entry = (0..<5).reduce(0) { sum, column in
        sum + inverse[max(row, column) * 5 + min(row, column)] * right[column]
      }
      #expect(abs(entry - x[row]) < 1e-11)
    }
  }

  @Test("The determinant of a small matrix is right, and an indefinite matrix has no factor")
  func determinant() throws {
    let factor = try #require(Cholesky([4, 0, 2, 3], size: 2))
    #expect(abs(factor.logDeterminant - 2.079_441_541_679_835_8) < 1e-14)
    #expect(Cholesky([1, 0, 2, 1], size: 2) == nil)
  }
}
