import Foundation
import Testing
import TestSupport

/// Disks that are full or may not be written; skipped where the test may not mount one.
@Suite struct DiskTests {
  /// Mounts a small file system in memory; nil, and a line, where that is not permitted.
  private func mounted(_ options: String, at folder: URL) throws -> Bool {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #if os(Linux)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["mount", "-t", "tmpfs", "-o", options, "sluice-test", folder.path]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus == 0 { return true }
    #endif
    print("skipped: this test may not mount a file system")
    return false
  }

  private func unmount(_ folder: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["umount", folder.path]
    try process.run()
    process.waitUntilExit()
  }

  @Test(arguments: ["size=8k", "size=40k"])
  func `a full disk is named, and no half run appears`(size: String) throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let disk = place.folder.appendingPathComponent("disk")
    guard try mounted(size, at: disk) else { return }
    let run = try place.sluice("train", "exp.yaml", "--output", "disk/run")
    #expect(run.status == 1)
    #expect(run.errors.contains("the disk is full"), "\(run.errors)")
    #expect(!place.listing("disk").contains("run"))
    try unmount(disk)
  }

  @Test func `a read-only place is named before any training`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let disk = place.folder.appendingPathComponent("disk")
    guard try mounted("size=64k,ro", at: disk) else { return }
    let run = try place.sluice("train", "exp.yaml", "--output", "disk/run")
    #expect(run.status == 1)
    #expect(
      run.errors == """
        Error: Cannot make the folder disk/run.partial: the file system is read-only; choose \
        another place.

        """)
    try unmount(disk)
  }

  @Test func `a forecast that cannot be written is an error`() throws {
    #if os(Linux)
      let place = try Workplace.ready()
      defer { place.remove() }
      #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
      let run = try place.sluice(
        "predict", "run", "--data", "readings.csv", "--output", "/dev/full")
      #expect(run.status == 1)
      #expect(
        run.errors == "Error: Cannot write /dev/full: the disk is full; make room and try again.\n")
    #endif
  }

  @Test func `a file above the limit of the shell is an error`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let before = place.listing()
    let forecast = try CommandRun(
      shell: #"ulimit -f 8; "$0" predict run --data readings.csv --output forecast.csv"#,
      in: place.folder)
    #expect(forecast.status == 1)
    #expect(forecast.errors.contains("larger than a file may be here"), "\(forecast.errors)")
    #expect(place.listing() == before)
  }
}
