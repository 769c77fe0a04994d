import Foundation
import SluiceStorage
import SluiceTuning
import Testing
import TestSupport

/// Eight processes run one study, and one of them after the other is killed.
@Suite("Hammering a storage", .serialized)
struct HammerTests {
  private let trials = 500
  private let workers = 8

  @Test("Eight processes on one SQLite file lose and double nothing while workers are killed")
  func sqlite() throws {
    let folder = TemporaryFolder()
    try hammer(folder.path("study.db"), told: folder.path("told"))
  }

  #if PostgreSQL
    @Test(
      "Eight processes on one PostgreSQL database lose and double nothing while workers are killed",
      .enabled(if: TestDatabase.server != nil, TestDatabase.absent))
    func postgreSQL() throws {
      let (folder, database) = (TemporaryFolder(), try TestDatabase())
      defer { database.remove() }
      try hammer(database.url, told: folder.path("told"))
    }
  #endif

  private func hammer(_ location: String, told path: String) throws {
    let executable = try #require(CommandRun.builtExecutable("study-hammer"))
    var started = 0
    func start() throws -> Process {
      let process = Process()
      process.executableURL = executable
      process.arguments = [location, "worker \(started)", "\(trials)", "20", "2", path]
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      started += 1
      return process
    }
    var running = try (0..<workers).map { _ in try start() }
    var killed = 0
    while !running.isEmpty {
      // More often than once a second, so that a short run has many deaths.
      Thread.sleep(forTimeInterval: 0.4)
      let victim = killed % running.count
      if running[victim].isRunning, numbers(in: path).count < trials {
        kill(running[victim].processIdentifier, SIGKILL)
        running[victim].waitUntilExit()
        killed += 1
        running[victim] = try start()
      }
      for process in running where !process.isRunning {
        #expect(process.terminationStatus == 0)
      }
      running.removeAll { !$0.isRunning }
    }

    #expect(killed >= 3)
    let kept = try StudyStorageLocation(location).open().trials(of: "hammer", from: 0)
    #expect(kept.map(\.number) == Array(0..<trials))
    for trial in kept {
      let x = try #require(trial.parameters["x"]?.number)
      #expect(trial.state == .complete && trial.values == [x * x])
      #expect(trial.intermediate == [Trial.Report(step: 1, value: x)])
    }
    // A worker that is killed between telling and writing leaves a number out, and no more.
    let told = numbers(in: path)
    #expect(Set(told).count == told.count)
    #expect(Set(told).isSubset(of: 0..<trials))
    #expect(told.count >= trials - killed)
    print("\(started) workers, \(killed) of them killed, \(told.count) trials told")
  }

  private func numbers(in path: String) -> [Int] {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { Int($0) }
  }
}
