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
  /// The machine.
  public var host: String

  /// The number of the process on it.
  public var process: Int32

  /// What tells it from an earlier process of the same number.
  public var token: String

  /// The number of the worker within its process, from 1 on.
  public var number: Int

  /// Creates a name.
  public init(host: String, process: Int32, token: String, number: Int = 1) {
    self.host = host
    self.process = process
    self.token = token
    self.number = number
  }

  /// Reads a name; nil when it is none of ours.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 4, let process = Int32(parts[1]), let number = Int(parts[3]) else {
      return nil
    }
    self.init(
      host: String(parts[0]), process: process, token: String(parts[2]), number: number)
  }

  /// The name as storages keep it.
  public var description: String { "\(host):\(process):\(token):\(number)" }

  /// Whether another worker is known to be dead: one of this machine whose process is gone.
  func knowsDead(_ other: WorkerName) -> Bool {
    guard other.host == host else { return false }
    if other.process == process { return other.token != token }
    return kill(other.process, 0) != 0 && errno == ESRCH
  }
}
