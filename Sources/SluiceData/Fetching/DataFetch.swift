#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import SluiceTensor

/// Fetches a public data set: downloads its archive, checks size and SHA-256, and unpacks it.
///
/// A download that broke off goes on where it stopped. An archive that is there and right is not downloaded
/// again, so that one may also be put into the folder by hand.
public struct DataFetch: Sendable {
  /// What to fetch.
  public let dataSet: PublicDataSet
  /// The folder for the archive and its files; it is made when it is not there.
  public let folder: String
  /// The environment of the downloading process, which may name a proxy.
  public let environment: [String: String]

  /// What happens, for whoever watches.
  public enum Step: Hashable, Sendable {
    /// The archive is there already.
    case isThere
    /// The download begins, or goes on behind so many bytes.
    case downloads(from: Int)
    /// So many bytes have come.
    case downloaded(bytes: Int)
    /// The server cannot go on in the middle: the download begins anew.
    case startsAnew
    /// The archive is whole and right, and is unpacked.
    case unpacks
  }

  /// Creates a fetch.
  public init(_ dataSet: PublicDataSet, to folder: String, environment: [String: String]) {
    self.dataSet = dataSet
    self.folder = folder
    self.environment = environment
  }

  /// The archive's place.
  public var archivePath: String { place(dataSet.archive.path) }

  /// The place of what there is to read.
  public var productPath: String { place(dataSet.product) }

  /// Fetches the data set.
  ///
  /// - Parameter watch: Called with each step.
  /// - Throws: ``FetchError``, ``ZipError``, `FileError`.
  public func run(watch: (Step) -> Void = { _ in }) throws {
    try makeFolder(folder)
    var bytes: [UInt8]
    if let kept = try archiveThere() {
      watch(.isThere)
      bytes = kept
    } else {
      try download(watch)
      bytes = try checked(archivePath + ".partial")
      if rename(archivePath + ".partial", archivePath) != 0 {
        throw FileError("write", archivePath)
      }
    }
    watch(.unpacks)
    var archive = try ZipArchive(bytes, name: archivePath, limit: dataSet.limit)
    if let inner = dataSet.inner {
      bytes = try archive.contents(of: inner.path)
      try check(bytes, are: inner)
      archive = try ZipArchive(bytes, name: inner.path, limit: dataSet.limit)
    }
    try unpack(archive)
  }

  private func place(_ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// The bytes of the archive when it is there and right.
  private func archiveThere() throws -> [UInt8]? {
    guard FileSize.of(archivePath) == dataSet.archive.bytes else { return nil }
    let bytes = try WholeFile.read(archivePath)
    return hash(bytes) == dataSet.archive.sha256 ? bytes : nil
  }

  private func hash(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { SHA256.hash($0) }
  }

  private func check(_ bytes: [UInt8], are archive: PublicDataSet.Archive) throws {
    let found = hash(bytes)
    guard found == archive.sha256 else {
      throw FetchError.otherChecksum(
        url: dataSet.url, expected: archive.sha256, found: found)
    }
  }

  /// Downloads into the file beside the archive's place, until it has all its bytes.
  private func download(_ watch: (Step) -> Void) throws {
    let partial = archivePath + ".partial"
    if FileSize.of(partial) ?? 0 > dataSet.archive.bytes { unlink(partial) }
    for attempt in 1...2 {
      let there = FileSize.of(partial) ?? 0
      if there == dataSet.archive.bytes { return }
      watch(attempt == 1 ? .downloads(from: there) : .startsAnew)
      let download = Download(
        url: dataSet.url, path: partial, target: archivePath, size: dataSet.archive.bytes,
        environment: environment)
      switch try download.run(progress: { watch(.downloaded(bytes: $0)) }) {
      case .whole where attempt == 1 && there > 0 && FileSize.of(partial) == there:
        // The server has nothing behind it: what is here is no beginning of its file.
        unlink(partial)
      case .whole: return
      case .tooLong:
        unlink(partial)
        throw FetchError.tooLong(url: dataSet.url, expected: dataSet.archive.bytes)
      case .cannotResume where attempt == 1: unlink(partial)
      case .cannotResume:
        throw FetchError.download(
          url: dataSet.url, file: archivePath, reason: "the server sends no whole file")
      case .failed(let reason):
        throw FetchError.download(url: dataSet.url, file: archivePath, reason: reason)
      }
    }
  }

  /// Returns the bytes of a downloaded file; one that is wrong, not merely short, is removed.
  private func checked(_ partial: String) throws -> [UInt8] {
    let expected = dataSet.archive.bytes
    let found = FileSize.of(partial) ?? 0
    if found < expected {
      throw FetchError.truncated(
        file: partial, url: dataSet.url, expected: expected, found: found)
    }
    guard found == expected else {
      unlink(partial)
      throw FetchError.tooLong(url: dataSet.url, expected: expected)
    }
    let bytes = try WholeFile.read(partial)
    do {
      try check(bytes, are: dataSet.archive)
    } catch {
      unlink(partial)
      throw error
    }
    return bytes
  }

  /// Unpacks all files; each appears under its name only when it is whole.
  private func unpack(_ archive: ZipArchive) throws {
    // What the archiver of a Mac adds for itself.
    let entries = archive.entries.filter { !$0.name.hasPrefix("__MACOSX/") }
    guard entries.contains(where: { $0.name.hasPrefix(dataSet.product) }) else {
      throw ZipError(archive: archive.name, entry: dataSet.product, problem: .missing)
    }
    for entry in entries {
      let parts = entry.name.split(separator: "/").map(String.init)
      for count in 0..<max(parts.count - (entry.isFolder ? 0 : 1), 0) {
        try makeFolder(place(parts[...count].joined(separator: "/")))
      }
      if entry.isFolder { continue }
      let file = try WholeFile(place(entry.name))
      try archive.unpack(entry) { try file.write($0) }
      try file.finish()
    }
  }

  /// Makes a folder, and those around it that are not there.
  private func makeFolder(_ path: String) throws {
    if mkdir(path, 0o777) == 0 { return }
    let failure = errno
    if failure == EEXIST { return }
    let parts = path.split(separator: "/")
    guard failure == ENOENT, parts.count > 1 else {
      throw FileError("write", path, code: failure)
    }
    try makeFolder((path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/"))
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileError("write", path) }
  }
}
