#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which file a path names: another one of the same name is not equal.
///
/// No other file takes the number of one that is still open, even after that has lost its name.
struct FileIdentity: Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Looks at a file; nil when there is none, or it cannot be seen.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
