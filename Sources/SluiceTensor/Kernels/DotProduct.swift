/// Returns the sum of products of two vectors, in eight running sums whose order is fixed.
package func dotProduct(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
) -> Double {
  var even = SIMD4<Double>()
  var odd = SIMD4<Double>()
  let left = UnsafeRawPointer(a)
  let right = UnsafeRawPointer(b)
  var index = 0
  while index + 8 <= count {
    let bytes = index * 8
    even +=
      left.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
      * right.loadUnaligned(fromByteOffset: bytes, as: SIMD4<Double>.self)
    odd +=
      left.loadUnaligned(fromByteOffset: bytes + 32, as: SIMD4<Double>.self)
      * right.loadUnaligned(fromByteOffset: bytes + 32, as: SIMD4<Double>.self)
    index += 8
  }
  var sum = (even + odd).sum()
  while index < count {
    sum += a[index] * b[index]
    index += 1
  }
  return sum
}

/// Adds a multiple of a vector to another: `sum[i] += factor * vector[i]`.
package func addProduct(
  of vector: UnsafePointer<Double>, times factor: Double, to sum: UnsafeMutablePointer<Double>,
  _ count: Int
) {
  for index in 0..<count { sum[index] += factor * vector[index] }
}
