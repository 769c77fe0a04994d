import Foundation
import Testing

import TestSupport

/// A folder of its own for one test, with what a user would have in it.
struct Workplace {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-cli-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Runs `sluice` in the folder.
  func sluice(_ arguments: String...) throws -> CommandRun {
    try CommandRun(arguments, in: folder)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  func listing(_ name: String = "") -> [String] {
    let path = folder.appendingPathComponent(name).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  /// Readings every ten minutes of two columns that have something to do with each other.
  static func readings(rows: Int, gapAfter gap: Int? = nil) -> String {
    var text = "time,y,x\n"
    var noise: UInt64 = 7
    var minutes = 0
    for row in 0..<rows {
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let random = Double(noise >> 40) / Double(1 << 24) - 0.5
      let wave = sin(Double(row) / 9)
      let y = 2 + wave + 0.3 * random
      let x = 0.5 * cos(Double(row) / 9) + 0.1 * random
      text += "\(stamp(minutes)),\(rounded(y)),\(rounded(x))\n"
      minutes += row == gap ? 600 : 10
    }
    return text
  }

  private static func stamp(_ minutes: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let day = minutes / 1440
    // January and February 2024 are enough for 8,000 rows.
    let date = day < 31 ? "01-\(two(day + 1))" : "02-\(two(day - 30))"
    return "2024-\(date) \(two(minutes % 1440 / 60)):\(two(minutes % 60)):00"
  }

  private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }

  /// An experiment that trains in a moment.
  static let experiment = """
    data: {path: readings.csv}
    target: y
    features: {columns: [y, x]}
    window: {lookback: 6, horizon: 2}
    model:
      - LSTM: {hiddenSize: 4}
      - Dropout: {rate: 0.1}
      - Dense: {units: 1}
    training: {batchSize: 50, epochs: 3, optimizer: {adam: {learningRate: 0.01}}}
    seed: 1

    """

  /// A folder with readings and an experiment that fit.
  static func ready(rows: Int = 400) throws -> Workplace {
    let place = try Workplace()
    try place.write(readings(rows: rows), to: "readings.csv")
    try place.write(experiment, to: "exp.yaml")
    return place
  }
}

/// What a test expects to be said, kept in a file beside the tests.
///
/// With `SLUICE_RECORD=1` in the environment the files are written anew, to be read and committed.
enum Snapshot {
  static func check(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots/\(name).txt")
    if ProcessInfo.processInfo.environment["SLUICE_RECORD"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, sourceLocation: sourceLocation)
  }
}

/// Commands with all that they say, as one reads them on a screen.
struct Transcript {
  let place: Workplace
  private(set) var text = ""

  init(_ place: Workplace) {
    self.place = place
  }

  /// Runs a command and writes down what it said; `title` says what is the matter.
  mutating func run(_ title: String, _ arguments: [String]) throws {
    let run = try CommandRun(arguments, in: place.folder)
    let said = (run.output + run.errors)
      .replacingOccurrences(of: place.folder.path, with: "FOLDER")
    text += "# \(title)\n$ sluice \(arguments.joined(separator: " "))\n\(said)"
    text += "[exit \(run.status)]\n\n"
  }
}
