#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The discrete Fourier transform `X[k] = sum over j of x[j] exp(-2 pi i j k / n)` in double
/// precision.
///
/// Sizes that are powers of two take O(n log n) steps in a self-sorting order (Stockham); any other
/// length is turned into a convolution of such a size (Bluestein 1970,
/// <https://doi.org/10.1109/TAU.1970.1162132>).
struct FourierTransform {
  /// The number of values, a power of two.
  private let size: Int
  private let cosines: [Double]
  private let sines: [Double]

  private init(size: Int) {
    self.size = size
    let turns = (0..<max(1, size / 2)).map { 2 * Double.pi * Double($0) / Double(size) }
    cosines = turns.map { cos($0) }
    sines = turns.map { -sin($0) }
  }

  /// The transform of real numbers, frequencies 0 to n / 2 cycles; at least one number.
  static func ofReal(_ values: [Double]) -> (real: [Double], imaginary: [Double]) {
    let count = values.count
    let size = powerOfTwo(from: count)
    var real = values
    var imaginary = [Double](repeating: 0, count: count)
    if size == count {
      FourierTransform(size: size).transform(&real, &imaginary)
    } else {
      chirp(&real, &imaginary)
    }
    return (Array(real[...(count / 2)]), Array(imaginary[...(count / 2)]))
  }

  /// The sums of `values[j] * values[j + lag]` for lags 0 to `most`, in O(n log n).
  static func laggedProducts(_ values: [Double], most: Int) -> [Double] {
    let size = powerOfTwo(from: values.count + most)
    let transform = FourierTransform(size: size)
    var real = values + [Double](repeating: 0, count: size - values.count)
    var imaginary = [Double](repeating: 0, count: size)
    transform.transform(&real, &imaginary)
    for index in 0..<size {
      real[index] = real[index] * real[index] + imaginary[index] * imaginary[index]
      imaginary[index] = 0
    }
    // The power is symmetric, so that the transform back is the transform itself.
    transform.transform(&real, &imaginary)
    return real[...most].map { $0 / Double(size) }
  }

  private static func powerOfTwo(from count: Int) -> Int {
    var size = 1
    while size < count { size *= 2 }
    return size
  }

  /// Transforms values of any length in place.
  private static func chirp(_ real: inout [Double], _ imaginary: inout [Double]) {
    let count = real.count
    let size = powerOfTwo(from: 2 * count - 1)
    let transform = FourierTransform(size: size)
    // exp(-i pi j^2 / n); the square is reduced first, for a large angle has few digits.
    let angles = (0..<count).map { Double.pi * Double($0 * $0 % (2 * count)) / Double(count) }
    let chirpReal = angles.map { cos($0) }
    let chirpImaginary = angles.map { -sin($0) }
    let zeros = [Double](repeating: 0, count: size)
    var (a, b, c, d) = (zeros, zeros, zeros, zeros)
    for j in 0..<count {
      a[j] = real[j] * chirpReal[j] - imaginary[j] * chirpImaginary[j]
      b[j] = real[j] * chirpImaginary[j] + imaginary[j] * chirpReal[j]
      c[j] = chirpReal[j]
      d[j] = -chirpImaginary[j]
      if j > 0 { (c[size - j], d[size - j]) = (c[j], d[j]) }
    }
    transform.transform(&a, &b)
    transform.transform(&c, &d)
    // The conjugate of the product: a forward transform then goes back.
    for k in 0..<size {
      (a[k], b[k]) = (a[k] * c[k] - b[k] * d[k], -(a[k] * d[k] + b[k] * c[k]))
    }
    transform.transform(&a, &b)
    for k in 0..<count {
      let (x, y) = (a[k] / Double(size), -b[k] / Double(size))
      real[k] = x * chirpReal[k] - y * chirpImaginary[k]
      imaginary[k] = x * chirpImaginary[k] + y * chirpReal[k]
    }
  }

  /// Transforms as many values as the size in place.
  private func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    var otherReal = real
    var otherImaginary = imaginary
    var length = size
    var stride = 1
    while length > 1 {
      pass(real, imaginary, &otherReal, &otherImaginary, half: length / 2, stride: stride)
      swap(&real, &otherReal)
      swap(&imaginary, &otherImaginary)
      length /= 2
      stride *= 2
    }
  }

  /// One of the log2(size) passes.
  private func pass(
    _ real: [Double], _ imaginary: [Double], _ outReal: inout [Double],
    _ outImaginary: inout [Double], half: Int, stride: Int
  ) {
    real.withUnsafeBufferPointer { real in
      imaginary.withUnsafeBufferPointer { imaginary in
        outReal.withUnsafeMutableBufferPointer { outReal in
          outImaginary.withUnsafeMutableBufferPointer { outImaginary in
            let far = stride * half
            for place in 0..<half {
              let (c, s) = (cosines[place * stride], sines[place * stride])
              let from = stride * place
              let to = 2 * from
              for offset in 0..<stride {
                let (a, b) = (real[from + offset], imaginary[from + offset])
                let (x, y) = (real[from + far + offset], imaginary[from + far + offset])
                outReal[to + offset] = a + x
                outImaginary[to + offset] = b + y
                outReal[to + stride + offset] = (a - x) * c - (b - y) * s
                outImaginary[to + stride + offset] = (a - x) * s + (b - y) * c
              }
            }
          }
        }
      }
    }
  }
}
