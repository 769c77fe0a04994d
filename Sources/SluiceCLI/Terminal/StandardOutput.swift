#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Sluice

/// Where the numbers asked for go; everything else is said by ``Console``.
///
/// Every command writes through this: `print` would lose what a full disk does not take without a word.
enum StandardOutput {
  /// Writes text as it is.
  ///
  /// - Throws: `FileError`, such as for a full disk. A reader that has gone, as `head` does, has what it
  ///   wanted: that is no error.
  static func write(_ text: String) throws(FileError) {
    var text = text
    let failure = text.withUTF8 { UnsafeRawBufferPointer($0).written(to: STDOUT_FILENO) }
    if failure != 0, failure != EPIPE {
      throw FileError("write", "standard output", code: failure)
    }
  }
}
