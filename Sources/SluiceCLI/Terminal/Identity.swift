#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Foundation
import Sluice

/// Who this process is among those that share a study.
enum Identity {
  /// A name that no other process has, now or before.
  static func workerName() -> WorkerName {
    var buffer = [CChar](repeating: 0, count: 256)
    let isKnown = gethostname(&buffer, buffer.count - 1) == 0
    let name = text(buffer).filter { $0 != ":" }
    return WorkerName(
      host: isKnown && !name.isEmpty ? name : "host", system: system, process: getpid(),
      token: String(UInt32.random(in: 0 ... .max), radix: 16))
  }

  /// This start of this machine, and the processes among which this one counts; empty where one of
  /// the two is not to be had.
  private static var system: String {
    #if canImport(Darwin)
      var buffer = [CChar](repeating: 0, count: 256)
      var size = buffer.count - 1
      guard sysctlbyname("kern.bootsessionuuid", &buffer, &size, nil, 0) == 0 else { return "" }
      return text(buffer).filter { $0.isHexDigit }
    #else
      let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
      let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
      guard let boot = boot?.filter(\.isHexDigit), let space = space?.filter(\.isNumber),
        !boot.isEmpty, !space.isEmpty
      else { return "" }
      return "\(boot)-\(space)"
    #endif
  }

  private static func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
