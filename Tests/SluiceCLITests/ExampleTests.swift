import Foundation
import Testing
import TestSupport

/// Every example runs, cut short where it would take long.
@Suite struct ExampleTests {
  private static let examples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples").path

  @Test(arguments: [
    ("household-baseline", ["training.epochs=1"]),
    ("household-augmented", ["training.epochs=1", "data.rows=4000"]),
    ("household-features", ["training.epochs=1", "data.from=2007-11-20"]),
    ("household-full", ["training.epochs=1", "data.rows=60000"]),
    ("household-best", ["training.epochs=1", "data.from=2007-11-28 00:00"]),
  ])
  func `a household example runs on the real file`(name: String, sets: [String]) throws {
    guard let data = RealData.file("household_power_consumption.txt") else { return }
    let place = try Workplace()
    defer { place.remove() }
    var arguments = ["train", "\(Self.examples)/\(name).yaml", "--data", data.path]
    arguments += ["--output", "run", "--seed", "1", "--json"]
    for set in sets { arguments += ["--set", set] }
    let run = try CommandRun(arguments, in: place.folder)
    #expect(run.status == 0, "\(run.errors)")
    guard name == "household-baseline" else { return }
    // What is known of these rows: 4,092 forecasts, persistence 0.3655, ridge 0.3371.
    let metrics = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let baselines = metrics?["baselines"] as? [String: [String: Double]]
    #expect(baselines?["persistence"]?["count"] == 4092)
    #expect(abs((baselines?["persistence"]?["mse"] ?? 0) - 0.3655) < 0.0001)
    #expect(abs((baselines?["ridge"]?["mse"] ?? 0) - 0.3371) < 0.0001)
  }

  @Test func `the demo runs on a generated series`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let generate = try place.sluice(
      "data", "generate", "household", "--rows", "3000", "--seed", "1", "--output", "demo.csv")
    #expect(generate.status == 0, "\(generate.errors)")
    let run = try place.sluice(
      "train", "\(Self.examples)/demo.yaml", "--data", "demo.csv", "--output", "run", "--seed",
      "1", "--set", "training.epochs=2")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test(arguments: [
    // 10,000 series of which the last 2,000 test; so many of them sum to 100 or more.
    ([], "0-8", 1844),
    (["--set", "data.generate={digitSums: {digits: 0-9}}"], "0-9", 1977),
  ])
  func `digit sums are told with either range of digits`(
    sets: [String], digits: String, positive: Int
  ) throws {
    let place = try Workplace()
    defer { place.remove() }
    var arguments = ["train", "\(Self.examples)/digit-sums.yaml", "--output", "run", "--json"]
    arguments += ["--set", "training.epochs=1", "--set", "model.0.LSTM.hiddenSize=4"] + sets
    let run = try CommandRun(arguments, in: place.folder)
    #expect(run.status == 0, "\(run.errors)")
    let metrics = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let test = try #require(metrics?["test"] as? [String: Any])
    let confusion = try #require(test["confusion"] as? [String: Any])
    let counts = try #require(confusion["counts"] as? [[Int]])
    #expect(counts.map { $0.reduce(0, +) } == [2000 - positive, positive])
    #expect(try place.text("run/experiment.yaml").contains("\"\(digits)\""))
  }

  @Test func `the multivariate system is trained and tuned`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let train = try place.sluice(
      "train", "\(Self.examples)/multivariate.yaml", "--output", "run", "--json", "--set",
      "training.epochs=2")
    #expect(train.status == 0, "\(train.errors)")
    let metrics = try JSONSerialization.jsonObject(with: Data(train.output.utf8)) as? [String: Any]
    // The last 20 % of 2,000 rows, each forecast with its full history.
    #expect((metrics?["test"] as? [String: Any])?["count"] as? Int == 400)

    let tune = try place.sluice(
      "tune", "\(Self.examples)/multivariate-tuned.yaml", "--output", "study", "--workers", "2",
      "--trials", "3", "--set", "experiment.training.epochs=1", "--set", "experiment.data.rows=600")
    #expect(tune.status == 0, "\(tune.errors)")
    #expect(tune.output.contains("multivariate-tuned: 3 trials"))
    #expect(tune.output.contains("RMSE") && tune.output.contains("MAE"))
    #expect(place.listing("study/best/charts").count > 2)
  }

  @Test(arguments: [
    ("activity", "subject,activity", ["1", "6", "7", "8"], 19, 2),
    ("activity-best", "subject,activity", ["1", "7", "8"], 19, 2),
    ("activity-hapt", "user,label", ["1", "25", "26", "27", "28", "29", "30"], 12, 6),
  ])
  func `an example of activities runs on readings of its form`(
    name: String, names: String, persons: [String], classes: Int, tested: Int
  ) throws {
    let place = try Workplace()
    defer { place.remove() }
    try Self.writeActivities(name, names, persons, classes, in: place)
    let run = try place.sluice(
      "train", "\(Self.examples)/\(name).yaml", "--data", "made-up.csv", "--output", "run",
      "--json",
      "--set", "training.epochs=1")
    #expect(run.status == 0, "\(run.errors)")
    // One window for each activity of each person who is unseen.
    #expect(try tests(run) == tested * classes)
  }

  @Test func `the grid of activities is searched on readings of its form`() throws {
    let place = try Workplace()
    defer { place.remove() }
    try Self.writeActivities(
      "activity-grid", "subject,activity", ["1", "6", "7", "8"], 19, in: place)
    let run = try place.sluice(
      "tune", "\(Self.examples)/activity-grid.yaml", "--data", "made-up.csv", "--output", "study",
      "--trials", "2", "--set", "experiment.training.epochs=1", "--set",
      "experiment.model.0.LSTM.hiddenSize=4")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("activity-grid: 2 trials (2 complete)"), "\(run.output)")
    // The winner is tested on the persons whom no trial has seen.
    let metrics =
      try JSONSerialization.jsonObject(
        with: place.bytes("study/best/metrics.json")) as? [String: Any]
    #expect((metrics?["test"] as? [String: Any])?["count"] as? Int == 2 * 19)
  }

  @Test func `the published activity system reads its own files`() throws {
    let place = try Workplace()
    defer { place.remove() }
    let folder = place.folder.appendingPathComponent("MHEALTHDATASET")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for person in 1...10 {
      var text = ""
      // Much of nothing, then two seconds of each activity.
      for label in [Int](repeating: 0, count: 5) + Array(1...12) {
        for row in 0..<100 {
          let readings = (0..<23).map { "\((row * (label + 1 + $0) + person) % 17).5" }
          text += readings.joined(separator: "\t") + "\t\(label)\n"
        }
      }
      try Data(text.utf8).write(
        to: folder.appendingPathComponent("mHealth_subject\(person).log"))
    }
    let run = try place.sluice(
      "train", "\(Self.examples)/activity-mhealth.yaml", "--data", "MHEALTHDATASET", "--output",
      "run", "--json", "--set", "training.epochs=1", "--set", "model.0.LSTM.hiddenSize=4")
    #expect(run.status == 0, "\(run.errors)")
    // 1,700 readings of each of two persons, a window of 100 every 50.
    #expect(try tests(run) == 2 * 33)
    // Of six persons' 9 windows of nothing each 5 % are left beside 24 of activities each.
    #expect(run.errors.contains("Windows: \(6 * 24 + 3) to train"), "\(run.errors)")
  }

  /// The number of labels that a run was tested on.
  private func tests(_ run: CommandRun) throws -> Int? {
    let metrics = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    return (metrics?["test"] as? [String: Any])?["count"] as? Int
  }

  /// Writes readings in the form of an example: 100 rows of each activity of each person.
  private static func writeActivities(
    _ name: String, _ names: String, _ persons: [String], _ classes: Int, in place: Workplace
  ) throws {
    let yaml = try String(contentsOfFile: "\(examples)/\(name).yaml", encoding: .utf8)
    let list = try #require(yaml.firstMatch(of: /columns: \[(.+)\]/)).1
    let columns = list.split(separator: ", ")
    var text = "\(names),experiment,\(columns.joined(separator: ","))\n"
    for (number, person) in persons.enumerated() {
      // Rows of no activity are there where the example leaves them out.
      for activity in (yaml.contains("without: [-1]") ? [-1] : []) + Array(1...classes) {
        for row in 0..<100 {
          let readings = columns.indices.map { (row * (activity + 1 + $0) + number) % 17 }
          text +=
            "\(person),\(activity),\(number)," + readings.map(String.init).joined(separator: ",")
          text += "\n"
        }
      }
    }
    try place.write(text, to: "made-up.csv")
  }
}
