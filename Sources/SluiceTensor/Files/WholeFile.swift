#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that appears under its name only when it is whole.
///
/// The bytes go to a file beside it, which is forced to the disk and renamed into place by
/// ``finish()``; without that call nothing is left behind. Devices and pipes, such as `/dev/stdout`,
/// are written directly.
package struct WholeFile: ~Copyable {
  private let path: String
  private let written: String
  private let descriptor: Int32
  private var isFinished = false

  /// Begins a file.
  ///
  /// - Throws: ``FileError`` when the folder is missing or may not be written.
  package init(_ path: String) throws(FileError) {
    var status = stat()
    let kind = stat(path, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
    if kind == S_IFDIR { throw FileError("write", path, code: EISDIR) }
    let isDevice = kind != S_IFREG
    let written = isDevice ? path : "\(path).partial-\(getpid())"
    let descriptor = open(written, isDevice ? O_WRONLY : O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    if descriptor < 0 { throw FileError("write", path) }
    self.path = path
    self.written = written
    self.descriptor = descriptor
  }

  deinit {
    if !isFinished {
      close(descriptor)
      if written != path { unlink(written) }
    }
  }

  /// Appends bytes.
  ///
  /// - Throws: ``FileError``, such as for a full disk.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    let failure = bytes.written(to: descriptor)
    if failure != 0 { throw FileError("write", path, code: failure) }
  }

  /// Puts the file into place.
  ///
  /// - Throws: ``FileError``.
  package consuming func finish() throws(FileError) {
    if written != path, fsync(descriptor) != 0 { throw FileError("write", path) }
    isFinished = true
    var failure: Int32 = 0
    if close(descriptor) != 0 {
      failure = errno
    } else if written != path, rename(written, path) != 0 {
      failure = errno
    }
    if failure != 0 {
      if written != path { unlink(written) }
      throw FileError("write", path, code: failure)
    }
  }

  /// Writes a whole file at once.
  ///
  /// - Throws: ``FileError``.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let file = try WholeFile(path)
    var failure: FileError?
    bytes.withUnsafeBytes { bytes in
      do throws(FileError) { try file.write(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
    try file.finish()
  }

  /// Writes a whole text file at once, in UTF-8.
  ///
  /// - Throws: ``FileError``.
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }
}
