import Foundation

/// The real data sets that tests use where they lie; the project never contains them.
public enum RealData {
  /// The folder that holds the packed data sets: `SLUICE_DATA`, else `../shared/data` beside the
  /// checkout; nil when there is none.
  public static let folder: URL? = {
    if let path = ProcessInfo.processInfo.environment["SLUICE_DATA"] {
      return existing(URL(fileURLWithPath: path))
    }
    let checkout = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return existing(checkout.appendingPathComponent("../shared/data").standardized)
  }()

  /// Unpacks `NAME.xz` once into a cache and returns the file; nil, and a line on standard error,
  /// when the data is not there.
  ///
  /// - Parameter name: The file's name without `.xz`, such as `"ETTh1.csv"`.
  public static func file(_ name: String) -> URL? {
    unpacked(name, from: name + ".xz") { ["xz", "-dc", $0] }
  }

  /// Unpacks one file of an archive once into a cache and returns it; nil, and a line on standard
  /// error, when the data is not there.
  ///
  /// - Parameters:
  ///   - name: The file's name, such as `"Hourly-train.csv"`.
  ///   - archive: The archive's name, such as `"m4_hourly.tar.xz"`.
  public static func file(_ name: String, in archive: String) -> URL? {
    unpacked(name, from: archive) { ["tar", "-xJOf", $0, name] }
  }

  /// Unpacks an archive once into a folder of the cache and returns the folder; nil, and a line on
  /// standard error, when the data is not there.
  ///
  /// - Parameter archive: The archive's name, such as `"mhealth_rounded.tar.xz"`.
  public static func folder(of archive: String) -> URL? {
    guard let packed = folder?.appendingPathComponent(archive), existing(packed) != nil else {
      say("skipped: real data \(archive) is not here (set SLUICE_DATA to the folder that holds it)")
      return nil
    }
    let unpacked = cache.appendingPathComponent("\(archive).unpacked")
    if existing(unpacked) != nil { return unpacked }
    do {
      let partial = cache.appendingPathComponent("\(archive).\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["tar", "-xJf", packed.path, "-C", partial.path]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        say("skipped: \(packed.path) could not be unpacked")
        return nil
      }
      // The first of two tests or processes gives the folder its name.
      if rename(partial.path, unpacked.path) != 0 {
        try? FileManager.default.removeItem(at: partial)
      }
      return existing(unpacked)
    } catch {
      say("skipped: \(archive) could not be unpacked: \(error)")
      return nil
    }
  }

  private static let cache = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-test-data")

  /// Runs a command that writes the content to its standard output.
  private static func unpacked(
    _ name: String, from packedName: String, command: (String) -> [String]
  ) -> URL? {
    guard let packed = folder?.appendingPathComponent(packedName), existing(packed) != nil else {
      say("skipped: real data \(name) is not here (set SLUICE_DATA to the folder that holds it)")
      return nil
    }
    let unpacked = cache.appendingPathComponent(name)
    if existing(unpacked) != nil { return unpacked }
    do {
      try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
      let process = Process()
      let partial = cache.appendingPathComponent("\(name).\(UUID().uuidString)")
      _ = FileManager.default.createFile(atPath: partial.path, contents: nil)
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = command(packed.path)
      process.standardOutput = try FileHandle(forWritingTo: partial)
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        say("skipped: \(packed.path) could not be unpacked")
        return nil
      }
      // Two tests or processes may unpack at once: the rename makes either one's file whole.
      _ = rename(partial.path, unpacked.path)
      return existing(unpacked)
    } catch {
      say("skipped: \(name) could not be unpacked: \(error)")
      return nil
    }
  }

  private static func existing(_ url: URL) -> URL? {
    FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  private static func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
