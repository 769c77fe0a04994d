#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file or folder that could not be read, written or moved.
public struct FileError: Error, Hashable, CustomStringConvertible {
  /// What was attempted: `read`, `write`...
  public var action: String

  /// The file or folder.
  public var path: String

  /// The operating system's error number.
  public var code: Int32

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - action: What was attempted, as a verb.
  ///   - path: The file or folder.
  ///   - code: The operating system's error number; `errno` unless given.
  public init(_ action: String, _ path: String, code: Int32 = errno) {
    self.action = action
    self.path = path
    self.code = code
  }

  /// The message: what could not be done, why, and what to do.
  public var description: String { "Cannot \(action) \(path): \(reason)." }

  /// Why, in plain words.
  public var reason: String {
    switch code {
    case ENOSPC: "the disk is full; make room and try again"
    case EDQUOT: "your share of the disk is used up; make room and try again"
    case EFBIG:
      "it would be larger than a file may be here (see `ulimit -f`); raise the limit, or choose "
        + "another place"
    case EROFS: "the file system is read-only; choose another place"
    case EACCES, EPERM: "permission denied"
    case ENOENT: "there is no such file or folder"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is not a folder"
    case ENAMETOOLONG: "the name is too long"
    default: String(cString: strerror(code))
    }
  }
}
