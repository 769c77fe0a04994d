#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import SluiceTensor

/// One download by the system's `curl`, in a process of its own.
///
/// A library for HTTP and TLS would be many times larger than the rest of this module.
struct Download {
  let url: String
  /// The file that the bytes are appended to.
  let path: String
  /// The file that it becomes when it is whole.
  let target: String
  /// The bytes that the file has at its end.
  let size: Int
  /// The environment of the process: a proxy, for example.
  let environment: [String: String]

  /// How it ended.
  enum End: Equatable {
    case whole
    /// The server cannot go on from the middle of a file.
    case cannotResume
    /// The server says that it has more bytes.
    case tooLong
    case failed(reason: String)
  }

  /// Downloads what is missing.
  ///
  /// - Parameter progress: Called several times a second with the bytes that are there.
  /// - Throws: ``FetchError/noCurl(url:file:)``.
  func run(progress: (Int) -> Void) throws -> End {
    let complaint = path + ".message"
    defer { unlink(complaint) }
    let process = try start(errorsTo: complaint)
    var status: Int32 = 0
    while true {
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process || (ended < 0 && errno != EINTR) { break }
      progress(FileSize.of(path) ?? 0)
      usleep(100_000)
    }
    progress(FileSize.of(path) ?? 0)
    // The exit status lies in the second byte; the first is the signal that ended the process.
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
    switch code {
    case 0: return .whole
    case 33: return .cannotResume
    case 63: return .tooLong
    case 127: throw FetchError.noCurl(url: url, file: target)
    default: return .failed(reason: reason(code, complaint))
    }
  }

  private func start(errorsTo complaint: String) throws -> pid_t {
    let arguments = [
      "curl", "--fail", "--location", "--silent", "--show-error", "--retry", "2",
      "--connect-timeout", "30", "--speed-limit", "1", "--speed-time", "60", "--continue-at", "-",
      "--max-filesize", String(size), "--output", path, "--", url,
    ]
    var actions = FileActions()
    defer { actions.destroy() }
    actions.open(STDIN_FILENO, "/dev/null", O_RDONLY)
    actions.open(STDOUT_FILENO, "/dev/null", O_WRONLY)
    actions.open(STDERR_FILENO, complaint, O_WRONLY | O_CREAT | O_TRUNC)
    let words = CStrings(arguments)
    let variables = CStrings(environment.map { "\($0)=\($1)" })
    defer {
      words.free()
      variables.free()
    }
    var process: pid_t = 0
    let failure = posix_spawnp(
      &process, "curl", &actions.actions, nil, words.pointers, variables.pointers)
    if failure == ENOENT { throw FetchError.noCurl(url: url, file: target) }
    if failure != 0 { throw FileError("run", "curl", code: failure) }
    return process
  }

  /// What curl said, without its own name before it.
  private func reason(_ code: Int32, _ complaint: String) -> String {
    if code < 0 { return "it was ended by signal \(-code)" }
    let bytes = (try? WholeFile.read(complaint)) ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let said = lines.last { $0.hasPrefix("curl: ") }.map { $0.dropFirst("curl: ".count) }
    return said.map(String.init) ?? "curl ended with \(code)"
  }
}

/// Strings as a C function wants them: pointers with a nil at the end.
private struct CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) {
    pointers = strings.map { strdup($0) } + [nil]
  }

  func free() {
    for pointer in pointers { systemFree(pointer) }
  }
}

private func systemFree(_ pointer: UnsafeMutablePointer<CChar>?) {
  free(pointer)
}

/// What a new process does with its first files.
private struct FileActions {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif

  init() {
    posix_spawn_file_actions_init(&actions)
  }

  mutating func open(_ descriptor: Int32, _ path: String, _ flags: Int32) {
    posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o666)
  }

  mutating func destroy() {
    posix_spawn_file_actions_destroy(&actions)
  }
}
