import Foundation
import Testing

@testable import SluiceExperiment

/// Which workers are known to be dead.
@Suite struct WorkerNameTests {
  /// The number of a process that has ended and been waited for.
  private static func endedProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  private static let own = WorkerName(
    host: "node", system: "1f-40", process: ProcessInfo.processInfo.processIdentifier, token: "a")

  @Test func `a process of the same system that is gone is dead, one that runs is not`() throws {
    var other = Self.own
    other.token = "b"
    other.process = try Self.endedProcess()
    #expect(Self.own.knowsDead(other))
    // The parent of this process, whoever that is.
    other.process = getppid()
    #expect(!Self.own.knowsDead(other))
    // This very process, and one before it that had its number.
    other.process = Self.own.process
    #expect(Self.own.knowsDead(other))
    #expect(!Self.own.knowsDead(Self.own))
  }

  @Test func `machines, starts and containers of one name know nothing of each other`() throws {
    var other = Self.own
    (other.token, other.process) = ("b", try Self.endedProcess())
    for system in ["1f-41", "20-40", ""] {
      other.system = system
      #expect(!Self.own.knowsDead(other))
      other.process = Self.own.process
      #expect(!Self.own.knowsDead(other))
    }
    var nameless = Self.own
    nameless.system = ""
    #expect(!nameless.knowsDead(other))
    // A machine that has been given another name is still itself.
    (other.system, other.host) = (Self.own.system, "other")
    #expect(Self.own.knowsDead(other))
  }

  @Test func `a name reads back, one of another form is nobody's`() {
    #expect(WorkerName(Self.own.description) == Self.own)
    for text in ["node:1:a:1", "node:1f-40:x:a:1", "node:1f-40:1:a:", "", "a:b"] {
      #expect(WorkerName(text) == nil)
    }
  }
}
