#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// By which name a process claims trials: who it is, so that others on the same machine can find out
/// whether it still lives.
public struct WorkerName: Hashable, Sendable, CustomStringConvertible {
  /// The machine, as people call it; two may have the same name.
  public var host: String

  /// What tells this start of the machine and the container on it from all others, so that a
  /// process's number is good within it; empty where nobody knows.
  public var system: String

  /// The number of the process on it.
  public var process: Int32

  /// What tells it from an earlier process of the same number.
  public var token: String

  /// The number of the worker within its process, from 1 on.
  public var number: Int

  /// Creates a name.
  public init(host: String, system: String, process: Int32, token: String, number: Int = 1) {
    self.host = host
    self.system = system
    self.process = process
    self.token = token
    self.number = number
  }

  /// Reads a name; nil when it is none of ours.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 5, let process = Int32(parts[2]), let number = Int(parts[4]) else {
      return nil
    }
    self.init(
      host: String(parts[0]), system: String(parts[1]), process: process, token: String(parts[3]),
      number: number)
  }

  /// The name as storages keep it.
  public var description: String { "\(host):\(system):\(process):\(token):\(number)" }

  /// Whether another worker is known to be dead: one of this system whose process is gone.
  ///
  /// Where its number has gone to a new process, nothing is known, and its silence tells.
  func knowsDead(_ other: WorkerName) -> Bool {
    guard !system.isEmpty, other.system == system else { return false }
    if other.process == process { return other.token != token }
    return kill(other.process, 0) != 0 && errno == ESRCH
  }
}
