#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// Writes all bytes to an open file.
  ///
  /// - Returns: 0, or the operating system's number of the error that ended it.
  package func written(to descriptor: Int32) -> Int32 {
    guard var next = baseAddress else { return 0 }
    var rest = count
    while rest > 0 {
      // Linux writes at most 2 GiB at once.
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, next, Swift.min(rest, 1 << 30))
      #elseif canImport(Musl)
        let count = Musl.write(descriptor, next, Swift.min(rest, 1 << 30))
      #else
        let count = Darwin.write(descriptor, next, Swift.min(rest, 1 << 30))
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      next += count
      rest -= count
    }
    return 0
  }
}
