import SluiceTensor

/// How the first values of one parameter are drawn.
public enum FirstValues: Hashable, Sendable {
  /// One value everywhere.
  case constant(Float)
  /// Uniform between `-limit` and `limit`; the sum of several such draws if `draws` is above 1.
  case uniform(limit: Float, draws: Int = 1)
  /// A matrix whose columns are orthonormal, or its rows if it has fewer rows than columns.
  case orthogonal
  /// The bias of an LSTM, gates i, f, g, o: `forget` for the forget gate, zeros elsewhere.
  case forgetBias(Float)

  /// Draws a tensor.
  public func tensor(shape: [Int], using stream: inout RandomStream) -> Tensor {
    switch self {
    case .constant(let value):
      return .filled(value, shape: shape)
    case .uniform(let limit, let draws):
      return Tensor(unsafeUninitialized: shape) { buffer in
        for index in buffer.indices {
          buffer[index] = (0..<draws).reduce(0) { sum, _ in
            sum + limit * (2 * stream.uniform() - 1)
          }
        }
      }
    case .orthogonal:
      return FirstValues.orthogonal(shape, &stream)
    case .forgetBias(let value):
      return Tensor(unsafeUninitialized: shape) { buffer in
        let units = buffer.count / 4
        for index in buffer.indices { buffer[index] = index / units == 1 ? value : 0 }
      }
    }
  }

  /// Orthonormal vectors by Gram and Schmidt from normal draws, which makes every rotation equally
  /// likely; each vector is cleaned twice, because once is not enough in floating point.
  private static func orthogonal(_ shape: [Int], _ stream: inout RandomStream) -> Tensor {
    precondition(shape.count == 2, "orthogonal: needs a matrix, not the shape \(shape)")
    let (rows, columns) = (shape[0], shape[1])
    let (vectors, length) = (min(rows, columns), max(rows, columns))
    var basis = (0..<vectors * length).map { _ in stream.normalDouble() }
    basis.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for current in 0..<vectors {
        let vector = start + current * length
        for previous in [0..<current, 0..<current].joined() {
          let other = start + previous * length
          let overlap = dot(vector, other, length)
          for index in 0..<length { vector[index] -= overlap * other[index] }
        }
        let scale = 1 / dot(vector, vector, length).squareRoot()
        for index in 0..<length { vector[index] *= scale }
      }
    }
    return Tensor(unsafeUninitialized: shape) { buffer in
      for row in 0..<rows {
        for column in 0..<columns {
          buffer[row * columns + column] = Float(
            rows >= columns ? basis[column * length + row] : basis[row * length + column])
        }
      }
    }
  }

  private static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var lanes = SIMD8<Double>.zero
    let whole = count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      let left = UnsafeRawPointer(a + start).loadUnaligned(as: SIMD8<Double>.self)
      let right = UnsafeRawPointer(b + start).loadUnaligned(as: SIMD8<Double>.self)
      lanes += left * right
    }
    return (whole..<count).reduce(lanes.sum()) { $0 + a[$1] * b[$1] }
  }
}
