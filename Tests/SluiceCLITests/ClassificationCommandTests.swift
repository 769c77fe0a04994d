import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The commands on readings with labels.
@Suite struct ClassificationCommandTests {
  private static let experiment = """
    task: classification
    data: {path: readings.csv}
    target: activity
    subject: person
    features: {columns: [x, y]}
    window: {lookback: 6}
    split: {subjects: {test: [dee], validation: [cyd]}}
    model: [LSTM: {hiddenSize: 4}, Dense: {units: 3}]
    training:
      batchSize: 10
      epochs: 4
      optimizer: {adam: {learningRate: 0.02}}
      undersampling: {class: rest, keep: 0.5}
    seed: 1

    """

  private static let people = ["ann", "bob", "cyd", "dee"]

  /// Readings of some persons every ten seconds, who rest, walk and run.
  ///
  /// - Parameters:
  ///   - rows: How long each activity of the first person lasts; everybody's is a row longer than the
  ///     one before.
  ///   - columns: Which of the columns are written.
  ///   - start: When the first reading is made, in seconds.
  private static func readings(
    _ persons: [String] = people, rows: Int = 20,
    columns: [String] = ["time", "x", "y", "person", "activity"],
    activities: [String] = ["rest", "walk", "run"], seconds: Int = 10, from start: Int = 0
  ) -> String {
    var text = columns.joined(separator: ",") + "\n"
    var time = start
    for (number, person) in persons.enumerated() {
      for (place, activity) in activities.enumerated() {
        for row in 0..<rows + number {
          let x = place * (row % 4) * 10 + (row * 7 + number) % 5
          let y = place * 3 + (row * 5 + number) % 7
          let cells = [
            "time": "2024-01-01T\(clock(time))", "x": "\(x)", "y": "\(y)", "person": person,
            "activity": activity,
          ]
          text += columns.map { cells[$0] ?? "" }.joined(separator: ",") + "\n"
          time += seconds
        }
      }
    }
    return text
  }

  private static func clock(_ seconds: Int) -> String {
    [seconds / 3600, seconds / 60 % 60, seconds % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  private func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.write(Self.readings(), to: "readings.csv")
    try place.write(Self.experiment, to: "exp.yaml")
    return place
  }

  private func parsed(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func counts(_ metrics: [String: Any]) throws -> [[Int]] {
    let test = try #require(metrics["test"] as? [String: Any])
    let confusion = try #require(test["confusion"] as? [String: Any])
    return try #require(confusion["counts"] as? [[Int]])
  }

  @Test func `train, evaluate, predict and compare work on labels`() throws {
    let place = try workplace()
    defer { place.remove() }
    let train = try place.sluice("train", "exp.yaml", "--output", "runs/a", "--json")
    #expect(train.status == 0, "\(train.errors)")
    // cyd, whose activities last 22 rows each, validates.
    #expect(train.errors.contains(", 51 to validate, 54 to test."), "\(train.errors)")
    let metrics = try parsed(train.output)
    // dee's activities last 23 rows each: 18 windows.
    #expect(try counts(metrics).map { $0.reduce(0, +) } == [18, 18, 18])
    let predictions = try place.text("runs/a/predictions.csv").split(separator: "\n")
    #expect(
      predictions[0] == "time,row,subject,actual,predicted,p(rest),p(run),p(walk),majorityClass,"
        + "nearestCentroid,logisticRegression")
    #expect(predictions.count == 1 + 54)

    // Other people, of whom eve's activities last 9 rows, fay's 10.
    try place.write(Self.readings(["eve", "fay"], rows: 9), to: "others.csv")
    let evaluate = try place.sluice("evaluate", "runs/a", "--data", "others.csv", "--json")
    #expect(evaluate.status == 0, "\(evaluate.errors)")
    let evaluated = try parsed(evaluate.output)
    #expect(try counts(evaluated).map { $0.reduce(0, +) } == [9, 9, 9])
    let subjects = try #require(evaluated["subjects"] as? [String: Any])
    let rows = try #require(subjects["rows"] as? [[String: Any]])
    #expect(rows.map { $0["subject"] as? String } == ["eve", "fay"])
    #expect(rows.map { $0["items"] as? Int } == [12, 15])
    let told = try place.sluice("evaluate", "runs/a", "--data", "others.csv")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.output.contains("of 2 subjects") && told.output.contains("majority class"))

    let both = try predict(place, ["time", "x", "y", "person", "activity"])
    #expect(
      both[0] == ["time", "row", "subject", "actual", "predicted", "p(rest)", "p(run)", "p(walk)"])
    // With the subjects a window may cross a change of the activity, but not of the person.
    #expect(both.count == 1 + (27 - 5) + (30 - 5))
    #expect(both[1][0...3] == ["2024-01-01 00:00:50", "6", "eve", "rest"])
    #expect(both.last?[0...3] == ["2024-01-01 00:09:20", "57", "fay", "run"])
    for row in both.dropFirst() {
      let shares = row.suffix(3).compactMap(Float.init)
      #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-5)
      let best = try #require(shares.indices.max { shares[$0] < shares[$1] })
      #expect(row[4] == ["rest", "run", "walk"][best])
    }
    #expect(Set(both.dropFirst().map { $0[4] }).count > 1)
    let bare = try predict(place, ["time", "person", "y", "x"])
    #expect(bare[0] == ["time", "row", "subject", "predicted", "p(rest)", "p(run)", "p(walk)"])
    #expect(bare.dropFirst().map { $0.suffix(4) } == both.dropFirst().map { $0.suffix(4) })
    // Without the persons the rows are one stretch.
    let alone = try predict(place, ["time", "x", "y"])
    #expect(alone[0] == ["time", "row", "predicted", "p(rest)", "p(run)", "p(walk)"])
    #expect(alone.count == 1 + 57 - 5)
    #expect(alone[1].suffix(4) == both[1].suffix(4))
    let latest = try place.sluice("predict", "runs/a", "--data", "part.csv", "--latest")
    #expect(latest.output.split(separator: "\n").count == 2)
    let line = try #require(alone.last).joined(separator: ",")
    #expect(latest.output.split(separator: "\n").last.map(String.init) == line)

    let more = ["--seed", "2", "--set", "training.undersampling=null"]
    let other = try CommandRun(
      ["train", "exp.yaml", "--output", "runs/b", "--json"] + more, in: place.folder)
    #expect(other.status == 0, "\(other.errors)")
    let compare = try place.sluice("compare", "runs/a", "runs/b")
    #expect(compare.status == 0, "\(compare.errors)")
    for run in [train, other] {
      let test = try #require(try parsed(run.output)["test"] as? [String: Any])
      let share = try #require(test["balancedAccuracy"] as? Double)
      let percent = "\((share * 1000).rounded() / 10)"
      #expect(compare.output.contains(percent), "\(percent) in \(compare.output)")
    }
    let json = try place.sluice("compare", "runs/a", "runs/b", "--json")
    #expect((try parsed(json.output)["runs"] as? [Any])?.count == 2)
  }

  /// The cells of the labels of eve's and fay's readings with some columns.
  private func predict(_ place: Workplace, _ columns: [String]) throws -> [[String]] {
    try place.write(Self.readings(["eve", "fay"], rows: 9, columns: columns), to: "part.csv")
    let run = try place.sluice("predict", "runs/a", "--data", "part.csv")
    #expect(run.status == 0, "\(run.errors)")
    return cells(run.output)
  }

  @Test func `labels of every step stand beside the rows of the data, a line a row`() throws {
    let place = try workplace()
    defer { place.remove() }
    let train = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--json", "--set", "label.everyStep=true", "--set",
      "model.0.LSTM.returnsSequences=true", "--set", "training.undersampling=null", "--set",
      "training.epochs=1")
    #expect(train.status == 0, "\(train.errors)")
    let rows = cells(try place.text("readings.csv")).dropFirst()
    // dee's 69 rows lie in 64 windows of 6, each of whose steps is tested.
    let tested = cells(try place.text("run/predictions.csv"))
    #expect(tested[0].prefix(5) == ["time", "row", "window", "subject", "actual"])
    #expect(tested.count == 1 + 64 * 6)
    #expect(Set(tested.dropFirst().map { $0[2] + "," + $0[1] }).count == 64 * 6)
    for line in tested.dropFirst() {
      let row = rows[try #require(Int(line[1]))]
      #expect(row[0].replacingOccurrences(of: "T", with: " ") == line[0])
      #expect([row[3], row[4]] == [line[3], line[4]])
    }

    let predict = try place.sluice("predict", "run", "--data", "readings.csv")
    #expect(predict.status == 0, "\(predict.errors)")
    let lines = cells(predict.output)
    #expect(lines[0].prefix(5) == ["time", "row", "subject", "actual", "predicted"])
    #expect(lines.count == 1 + rows.count)
    for (row, line) in zip(rows, lines.dropFirst()) {
      #expect(row[0].replacingOccurrences(of: "T", with: " ") == line[0])
      #expect([row[3], row[4]] == [line[2], line[3]])
    }
    #expect(lines.dropFirst().map { $0[1] } == (1...rows.count).map(String.init))
    let latest = try place.sluice("predict", "run", "--data", "readings.csv", "--latest")
    #expect(cells(latest.output) == [lines[0], lines[lines.count - 1]])
  }

  @Test func `labels of whole sequences stand beside the names of these`() throws {
    let place = try Workplace()
    defer { place.remove() }
    // Series of 3 to 5 rows, that rise or fall; a blank line counts as no row.
    var text = "name,x,course\n\n"
    for number in 0..<40 {
      for row in 0..<3 + number % 3 {
        text += "s\(number),\(number % 2 == 0 ? row : 9 - row),\(number % 2 == 0 ? "up" : "down")\n"
      }
    }
    try place.write(text, to: "series.csv")
    try place.write(
      """
      task: classification
      data: {path: series.csv}
      target: course
      sequence: name
      features: {columns: [x]}
      window: {lookback: 5, wholeSequences: true}
      split: {train: 0.8}
      model: [LSTM: {hiddenSize: 4}, Dense: {units: 2}]
      training: {epochs: 2}
      """, to: "exp.yaml")
    let train = try place.sluice("train", "exp.yaml", "--output", "run", "--json")
    #expect(train.status == 0, "\(train.errors)")
    let tested = cells(try place.text("run/predictions.csv"))
    #expect(tested[0].prefix(4) == ["row", "sequence", "actual", "predicted"])
    let names = tested.dropFirst().map { $0[1] }
    #expect(names == (40 - names.count..<40).map { "s\($0)" } && (6...10).contains(names.count))

    let predict = try place.sluice("predict", "run", "--data", "series.csv")
    #expect(predict.status == 0, "\(predict.errors)")
    let lines = cells(predict.output)
    #expect(lines.count == 1 + 40)
    let rows = cells(text).dropFirst()
    for (number, line) in lines.dropFirst().enumerated() {
      let row = rows[try #require(Int(line[0]))]
      #expect(line[1] == "s\(number)" && row[0] == line[1] && row[2] == line[2])
    }
    #expect(lines[3][0] == "12")
    // The tested ones have the same labels here.
    #expect(lines.suffix(names.count).map { $0[3] } == tested.dropFirst().map { $0[3] })
  }

  /// The cells of the lines of a CSV.
  private func cells(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func `what is left out of the windows is counted`() throws {
    let place = try workplace()
    defer { place.remove() }
    // Of each activity ann has 20 rows, bob 21, cyd 22, dee 23.
    let all = try place.sluice("train", "exp.yaml", "--output", "all")
    #expect(all.status == 0, "\(all.errors)")
    #expect(
      all.errors.contains(
        "258 rows read, 258 used: 123 to train, 66 to validate, 69 to test."), "\(all.errors)")
    #expect(
      all.errors.contains("\nLeft out of the windows: undersampling keeps "), "\(all.errors)")
    #expect(all.errors.contains(" of 93 training windows.\n"), "\(all.errors)")
    let some = try place.sluice(
      "train", "exp.yaml", "--output", "some", "--set", "label={without: [run]}", "--set",
      "window.lookback=21", "--set", "model.1.Dense.units=2", "--set", "training.undersampling=null"
    )
    #expect(some.status == 0, "\(some.errors)")
    #expect(some.errors.contains("258 rows read, 172 used: "), "\(some.errors)")
    let clauses =
      "86 rows are of classes that are left out (label.without); 40 rows stand in 2 stretches too "
      + "short for a window"
    #expect(some.errors.contains("\nLeft out of the windows: \(clauses).\n"), "\(some.errors)")
    #expect(try place.text("some/report.html").contains(clauses))
  }

  @Test func `labels of other readings are explained, known or not`() throws {
    let place = try workplace()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    try place.write(Self.readings(["eve"]), to: "known.csv")
    try place.write(
      Self.readings(["eve"], columns: ["time", "x", "y", "person"]), to: "unknown.csv")
    for (model, name) in [("run", "known"), ("run/model.safetensors", "unknown")] {
      let told = try place.sluice(
        "explain", model, "--data", "\(name).csv", "--windows", "10", "--output", "\(name).html")
      #expect(told.status == 0, "\(told.errors)")
      #expect(
        try place.text("\(name).html").contains("What the model loses without an input")
          == (name == "known"))
    }
  }

  @Test func `a training that is killed goes on to the same weights`() throws {
    let place = try workplace()
    defer { place.remove() }
    try place.write(Self.readings(rows: 300, seconds: 1), to: "readings.csv")
    try place.expectTrainingGoesOn(after: SIGKILL)
  }

  @Test func `a backtest leaves each subject out once`() throws {
    let place = try workplace()
    defer { place.remove() }
    let run = try place.sluice("backtest", "exp.yaml", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let metrics = try parsed(run.output)
    // 20 to 23 rows of each activity of four people.
    #expect(try counts(metrics).map { $0.reduce(0, +) } == [66, 66, 66])
    let subjects = try #require(metrics["subjects"] as? [String: Any])
    let rows = try #require(subjects["rows"] as? [[String: Any]])
    #expect(rows.map { $0["subject"] as? String } == Self.people)
    #expect(rows.map { $0["items"] as? Int } == [45, 48, 51, 54])
    for (number, name) in Self.people.enumerated() {
      #expect(run.errors.contains("Subject \(name) tests (\(number + 1) of 4): "))
    }
    let text = try place.sluice("backtest", "exp.yaml")
    #expect(text.status == 0, "\(text.errors)")
    #expect(text.output.contains("of 4 subjects"))
    #expect(text.output.lowercased().contains("balanced accuracy"))
    #expect(place.listing() == ["exp.yaml", "readings.csv"])
  }

  @Test func `what cannot be labeled is refused with counts and the cure`() throws {
    let place = try workplace()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    var transcript = Transcript(place)
    func run(_ title: String, _ csv: String, _ arguments: String...) throws {
      try place.write(csv, to: "bad.csv")
      try transcript.run(title, arguments + ["--data", "bad.csv"])
    }
    func train(_ title: String, _ csv: String, _ sets: String...) throws {
      try place.write(csv, to: "bad.csv")
      try transcript.run(
        title,
        ["train", "exp.yaml", "--data", "bad.csv", "--output", "new"]
          + sets.flatMap { ["--set", $0] })
    }
    let good = Self.readings()
    let lines = good.split(separator: "\n").map(String.init)
    try run(
      "a label that training never saw", Self.readings(["eve"], activities: ["rest", "swim"]),
      "evaluate", "run")
    try train(
      "a label that only the test person has",
      lines.map { $0.contains("dee,run") ? $0.replacingOccurrences(of: ",run", with: ",swim") : $0 }
        .joined(separator: "\n"))
    // Four rows of a fourth activity between the others.
    try train(
      "a class with no window",
      lines.enumerated().map {
        (4..<8).contains($0 % 20) && $1.contains("ann,walk")
          ? $1.replacingOccurrences(of: ",walk", with: ",jump") : $1
      }.joined(separator: "\n"))
    try train("a subject in both parts, by name", good, "split.subjects.validation=[dee]")
    try train(
      "a subject in both parts, by share", Self.readings(["ann", "bob", "ann", "bob"]),
      "split={train: 0.7}")
    try train(
      "a channel missing", Self.readings(columns: ["time", "x", "person", "activity"]))
    try run(
      "a channel missing at prediction", Self.readings(["eve"], columns: ["time", "y"]), "predict",
      "run")
    try run(
      "sampled less often than in training", Self.readings(["eve"], seconds: 60), "evaluate", "run")
    try run(
      "sampled more often than in training", Self.readings(["eve"], seconds: 2), "predict", "run")
    let slow = Self.readings(["bob"], seconds: 60, from: 7200).split(separator: "\n").dropFirst()
    try train(
      "one person sampled less often",
      (lines.filter { !$0.contains("bob") } + slow.map(String.init)).joined(separator: "\n"))
    try train("a whole sequence with several labels", good, "window.wholeSequences=true")
    try train("a window longer than any stretch", good, "window.lookback=40")
    try train("a label is missing", good.replacingOccurrences(of: "bob,walk", with: "bob,"))
    try train("one class alone", Self.readings(activities: ["rest"]))
    try train("as many units as there are no classes", good, "model.1.Dense.units=4")
    try train("nobody of that name", good, "split.subjects.test=[dea]")
    try train("a rule that does nothing", good, "label.rule=majority")
    try transcript.run("folds of a classification", ["backtest", "exp.yaml", "--folds", "3"])
    try transcript.run(
      "a backtest without subjects",
      ["backtest", "exp.yaml", "--set", "subject=null", "--set", "split={train: 0.8}"])
    try Snapshot.check(transcript.text, "bad-labels")
    #expect(!transcript.text.contains("[exit 0]"))
    #expect(!transcript.text.contains("[exit -"))
    #expect(place.listing() == ["bad.csv", "exp.yaml", "readings.csv", "run"])
  }
}
