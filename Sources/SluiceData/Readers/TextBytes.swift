import CZlib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a text file: mapped where they lie, or unpacked and held when they are compressed or
/// come from a pipe.
final class TextBytes {
  let start: UnsafePointer<UInt8>
  let count: Int
  private let isMapped: Bool

  private init(start: UnsafePointer<UInt8>, count: Int, isMapped: Bool) {
    self.start = start
    self.count = count
    self.isMapped = isMapped
  }

  deinit {
    let memory = UnsafeMutableRawPointer(mutating: start)
    if isMapped { munmap(memory, count) } else { free(memory) }
  }

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``ReadError``.
  static func open(_ path: String) throws -> TextBytes {
    let descriptor = path == "-" ? dup(STDIN_FILENO) : systemOpen(path)
    guard descriptor >= 0 else { throw unreadable(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = unreadable(path)
      close(descriptor)
      throw error
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw ReadError(
        .unreadable(reason: "it is a folder; name a file in it, or the layout of the folder"),
        file: path)
    }
    var magic: [UInt8] = [0, 0]
    let isGzip =
      pread(descriptor, &magic, 2, 0) == 2 && magic == [0x1F, 0x8B]
    if status.st_mode & S_IFMT == S_IFREG, !isGzip {
      defer { close(descriptor) }
      let size = Int(status.st_size)
      guard size > 0 else { throw ReadError(.empty, file: path) }
      guard let memory = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
        memory != MAP_FAILED
      else { throw unreadable(path) }
      return TextBytes(
        start: UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)), count: size,
        isMapped: true)
    }
    return try unpack(descriptor, path: path)
  }

  /// Tells the system that a stretch has been used, so that a large file does not stay in memory.
  func release(_ range: Range<Int>) {
    guard isMapped else { return }
    // Whole pages inside the stretch only: its neighbours may still be in use.
    let page = 16_384
    let lower = (range.lowerBound + page - 1) / page * page
    let upper = range.upperBound / page * page
    if lower < upper {
      madvise(UnsafeMutableRawPointer(mutating: start + lower), upper - lower, MADV_DONTNEED)
    }
  }

  /// Reads a descriptor to its end through zlib, which passes plain text through as it is.
  private static func unpack(_ descriptor: Int32, path: String) throws -> TextBytes {
    guard let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw ReadError(.unreadable(reason: "out of memory"), file: path)
    }
    var isOpen = true
    defer { if isOpen { gzclose_r(stream) } }
    gzbuffer(stream, 1 << 18)
    let step = 1 << 22
    var capacity = step
    var count = 0
    var memory = malloc(capacity)
    var isKept = false
    defer { if !isKept { free(memory) } }
    while true {
      if capacity - count < step {
        capacity *= 2
        memory = realloc(memory, capacity)
      }
      guard let memory else {
        throw ReadError(.unreadable(reason: "out of memory"), file: path)
      }
      let read = gzread(stream, memory + count, UInt32(step))
      if read < 0 {
        var code: Int32 = 0
        let message = gzerror(stream, &code).map { String(cString: $0) } ?? "unknown"
        throw ReadError(
          code == Z_BUF_ERROR ? .truncatedGzip : .corruptGzip(reason: message), file: path)
      }
      if read == 0 { break }
      count += Int(read)
    }
    isOpen = false
    if gzclose_r(stream) == Z_BUF_ERROR { throw ReadError(.truncatedGzip, file: path) }
    guard count > 0, let memory else { throw ReadError(.empty, file: path) }
    isKept = true
    return TextBytes(
      start: UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)), count: count,
      isMapped: false)
  }

  private static func systemOpen(_ path: String) -> Int32 {
    #if canImport(Glibc)
      Glibc.open(path, O_RDONLY)
    #elseif canImport(Musl)
      Musl.open(path, O_RDONLY)
    #else
      Darwin.open(path, O_RDONLY)
    #endif
  }

  private static func unreadable(_ path: String) -> ReadError {
    ReadError(.unreadable(reason: String(cString: strerror(errno))), file: path)
  }
}
