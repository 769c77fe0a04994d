#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How alike two points are: the Matern kernel of order 5/2 with a length scale for each coordinate.
///
/// - Source: Rasmussen & Williams 2006, equation 4.17, <https://gaussianprocess.org/gpml/>.
struct MaternKernel: Hashable {
  /// One over the squared length scale of each coordinate.
  var weights: [Double]

  /// The variance of the function.
  var scale: Double

  /// The variance of the noise.
  var noise: Double

  /// The logarithms of weights, scale and noise, in this order.
  var logarithms: [Double] { (weights + [scale, noise]).map { log($0) } }

  /// Creates a kernel.
  init(weights: [Double], scale: Double, noise: Double) {
    self.weights = weights
    self.scale = scale
    self.noise = noise
  }

  /// Creates a kernel from ``logarithms``.
  init(logarithms: [Double]) {
    let values = logarithms.map { exp($0) }
    weights = Array(values.dropLast(2))
    scale = values[values.count - 2]
    noise = values[values.count - 1]
  }

  /// Returns the covariance at a weighted squared distance, and its derivative by that.
  @inline(__always)
  func covariance(atSquare square: Double) -> (value: Double, slope: Double) {
    let root = (5 * square).squareRoot()
    let decay = scale * exp(-root)
    return (decay * (1 + root + root * root / 3), -5.0 / 6 * decay * (1 + root))
  }
}
