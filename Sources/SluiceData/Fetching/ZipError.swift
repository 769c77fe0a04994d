/// Why a ZIP archive could not be unpacked.
public struct ZipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The archive.
  public let archive: String
  /// The file inside; nil when the archive as a whole is meant.
  public let entry: String?
  /// What is wrong.
  public let problem: Problem

  /// What can be wrong with an archive.
  public enum Problem: Hashable, Sendable {
    /// It has no directory at its end, as a ZIP archive has.
    case notAnArchive
    /// It ends too early, or places in it lie outside.
    case truncated
    /// The file is encrypted.
    case encrypted
    /// The file is packed in a way that is not known here.
    case unknownMethod(Int)
    /// The file's name leads out of the folder.
    case unsafePath
    /// The file is a link.
    case link
    /// The packed bytes are damaged.
    case corrupt
    /// The file has another size than the archive says.
    case otherSize(expected: Int, found: Int)
    /// The file's bytes are not those that were packed.
    case otherChecksum
    /// Unpacked, the files would take more room than allowed.
    case tooLarge(bytes: Int, allowed: Int)
    /// The archive does not hold a file that it should.
    case missing
  }

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    let place = entry.map { "\(archive), file \"\($0)\"" } ?? archive
    return place + ": " + reason
  }

  private var reason: String {
    switch problem {
    case .notAnArchive: return "This is no ZIP archive: fetch it again."
    case .truncated: return "The archive ends too early: fetch it again."
    case .encrypted: return "The file is encrypted: nothing was unpacked."
    case .unknownMethod(let method):
      return "The file is packed by method \(method); stored (0) and deflated (8) are known: "
        + "unpack the archive with another program."
    case .unsafePath: return "The name leads out of the folder: nothing was unpacked."
    case .link: return "The file is a link, which may lead out of the folder: nothing was unpacked."
    case .corrupt: return "The packed bytes are damaged: fetch the archive again."
    case .otherSize(let expected, let found):
      return "The file has \(found) bytes, \(expected) were packed: fetch the archive again."
    case .otherChecksum:
      return "The bytes are not those that were packed: fetch the archive again."
    case .tooLarge(let bytes, let allowed):
      return "Unpacked it would take \(bytes) bytes, \(allowed) are allowed: nothing was unpacked."
    case .missing: return "The archive does not hold this file."
    }
  }
}
