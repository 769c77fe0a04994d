#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension WholeFile {
  /// Reads a whole file at once.
  ///
  /// - Throws: ``FileError`` when the file is missing, a folder, or may not be read.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY)
    if descriptor < 0 { throw FileError("read", path) }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw FileError("read", path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileError("read", path, code: EISDIR) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      while count < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        // Linux reads at most 2 GiB at once.
        #if canImport(Glibc)
          let got = Glibc.read(descriptor, rest.baseAddress, min(rest.count, 1 << 30))
        #elseif canImport(Musl)
          let got = Musl.read(descriptor, rest.baseAddress, min(rest.count, 1 << 30))
        #else
          let got = Darwin.read(descriptor, rest.baseAddress, min(rest.count, 1 << 30))
        #endif
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
          return
        }
        // Shorter than it was when it was opened: what is there is all there is.
        if got == 0 { return }
        count += got
      }
    }
    if failure != 0 { throw FileError("read", path, code: failure) }
    return bytes
  }
}
