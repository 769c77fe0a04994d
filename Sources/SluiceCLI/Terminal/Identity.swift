#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Sluice

/// Who this process is among those that share a study.
enum Identity {
  /// A name that no other process has, now or before.
  static func workerName() -> WorkerName {
    var buffer = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&buffer, buffer.count - 1) == 0
    let letters = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let name = String(decoding: letters, as: UTF8.self).filter { $0 != ":" }
    let host = isKnown && !name.isEmpty ? name : "host"
    return WorkerName(
      host: host, process: getpid(), token: String(UInt32.random(in: 0 ... .max), radix: 16))
  }
}
