/// Why a data set could not be fetched.
public enum FetchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no program `curl`.
  case noCurl(url: String, file: String)
  /// The download of a file failed; `reason` is what curl said.
  case download(url: String, file: String, reason: String)
  /// The file has fewer bytes than it should.
  case truncated(file: String, url: String, expected: Int, found: Int)
  /// The file has more bytes than it should.
  case tooLong(url: String, expected: Int)
  /// The bytes are not those that are known.
  case otherChecksum(url: String, expected: String, found: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .noCurl(let url, let file):
      return "The program curl, which downloads files, is not here: install it, or download "
        + "\(url) yourself to \(file)."
    case .download(let url, let file, let reason):
      return "\(url) could not be downloaded: \(reason). Try again later, what has come so far is "
        + "kept; or download it yourself to \(file)."
    case .truncated(let file, let url, let expected, let found):
      return "\(url) ended after \(found) of \(expected) bytes: try again, and the download goes "
        + "on from there (\(file))."
    case .tooLong(let url, let expected):
      return "\(url) has more than the \(expected) bytes expected: it is another file than the one "
        + "that is known here; nothing of it was kept."
    case .otherChecksum(let url, let expected, let found):
      return "\(url) has the SHA-256 \(found), \(expected) is expected: it is damaged, or another "
        + "file than the one that is known here; it was removed."
    }
  }
}
