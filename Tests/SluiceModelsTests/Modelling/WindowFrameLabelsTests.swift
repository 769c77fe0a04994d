import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct WindowFrameLabelsTests {
  private let task: SmallClassification

  init() throws { task = try SmallClassification() }

  @Test("Each person's stretches give their windows, counted by class")
  func counts() {
    // Two persons, three activities of 12 rows, 8 windows of 5 rows each.
    #expect(task.training.count == 48)
    #expect(task.training.windowsOfClasses() == [16, 16, 16])
    #expect(task.validation.count == 24)
    #expect(task.test.labels() == [2, 1, 0].flatMap { repeatElement($0, count: 8) })
    #expect(task.training.groups() == (0..<6).flatMap { repeatElement($0, count: 8) })
  }

  @Test("Windows across a change of the label form a group with those of their label and stretch")
  func groupsAcrossChanges() throws {
    let across = try SmallClassification(label: LabelOptions(crossesChanges: true))
    // The test person's 36 rows are one stretch with three runs of labels: 32 windows of 5 rows.
    #expect(
      across.test.labels() == [2, 1, 0].flatMap { repeatElement($0, count: $0 == 2 ? 8 : 12) })
    #expect(
      across.test.groups() == [0, 1, 2].flatMap { repeatElement($0, count: $0 == 0 ? 8 : 12) })
  }

  @Test("Each item has its subject, row and time")
  func items() throws {
    #expect(task.training.subjects() == ["p", "q"].flatMap { repeatElement($0, count: 24) })
    #expect(task.test.itemRows().first == 3 * 36 + 4)
    let times = try #require(task.test.itemTimes())
    #expect(times[0] == 4 * SmallClassification.minute)
    #expect(times[8] == 16 * SmallClassification.minute)
    #expect(task.test.itemPlaces() == Array(0..<24))
  }

  @Test("With a label a step, what lies behind a short window's end is no item")
  func everyStep() throws {
    let steps = try SmallClassification(label: LabelOptions(everyStep: true))
    // The test person's 36 rows are one stretch, since steps may cross changes: 32 full windows.
    #expect(steps.test.count == 32)
    let frame = try steps.fitted.frame(steps.split.test, warmUp: .trueLength)
    #expect(frame.count == 35)
    #expect(Array(frame.labels()[0..<15]) == [2, 2, -1, -1, -1, 2, 2, 2, -1, -1, 2, 2, 2, 2, -1])
    #expect(Array(frame.itemPlaces()[0..<10]) == [0, 1, 5, 6, 7, 10, 11, 12, 13, 15])
    #expect(frame.itemPlaces().count == 2 + 3 + 4 + 32 * 5)
    let rows = frame.itemRows()
    #expect(Array(rows[0..<7]) == [108, 109, 109, 109, 109, 108, 109])
    // A window counts for each class that it holds: 11 end with walk, and 4 hold its last rows.
    #expect(frame.windowsOfClasses() == [12, 16, 15])
  }

  @Test("A class whose stretches are all too short is named with its rows")
  func checkClasses() throws {
    try task.training.checkClasses()
    let labels = "aaaaaabbbaaaaaabb".map(String.init)
    let part = TrainingPart(
      unsplit: Series(columns: [
        Column("x", labels.indices.map(Float.init)), Column("activity", texts: labels),
      ]))
    let recipe = Recipe(
      target: "activity", label: LabelOptions(), features: ["x"],
      window: WindowOptions(lookback: 4))
    let frame = try recipe.fitted(to: part).frame(part, warmUp: .none)
    #expect(throws: LabelError.withoutWindow(classes: ["b"], rows: [5], lookback: 4)) {
      try frame.checkClasses()
    }
  }

  @Test("Windows of a class may not all be held out for validation")
  func heldOut() throws {
    // The last eight windows of the training part are the only ones of run when one person trains.
    let part = HeldOutPart(unsplit: task.split.train.series.rows(0..<36))
    let frame = try task.fitted.frame(part, warmUp: .none)
    let parts = try frame.holdingOut(lastFraction: 0.25)
    #expect(parts.training.windowsOfClasses() == [2, 8, 8])
    #expect(parts.validation.windowsOfClasses() == [6, 0, 0])
    #expect(throws: LabelError.heldOut(classes: ["run"])) {
      try frame.holdingOut(lastFraction: 1.0 / 3)
    }
  }

  @Test("A test subject's label that training never saw is named with its rows")
  func unknownLabel() throws {
    var labels = (0..<144).map { task.series["activity"]?.category($0) ?? "" }
    for row in 140..<144 { labels[row] = "swim" }
    let series = task.series.adding([Column("activity", texts: labels)])
    let split = try SubjectSplit(test: ["s"]).split(
      task.recipe.prepared(series), by: "person")
    let fitted = try task.recipe.fitted(to: split.train)
    #expect(
      throws: LabelError.unknown(
        column: "activity", found: ["swim"], rows: 4, classes: ["run", "sit", "walk"])
    ) { try fitted.frame(split.test, warmUp: .none) }
  }

  @Test(
    "Sequences of unequal lengths give the outputs that each gives alone, in any order",
    arguments: [
      Sequential {
        LSTM(4)
        Dense(2)
      },
      Sequential {
        Bidirectional(GRU(3, returnsSequences: true))
        LSTM(3)
        Dense(2)
      },
    ])
  func unequalLengths(model: Sequential) throws {
    let lengths = [3, 7, 1, 5, 6, 2]
    let names = ["a", "b", "c", "d", "e", "f"]
    let sequences = zip(names, lengths).flatMap { Array(repeating: $0, count: $1) }
    let series = Series(columns: [
      Column("x", sequences.indices.map { Float($0 * 37 % 11) - 5 }),
      Column("sequence", texts: sequences),
      Column("label", texts: sequences.map { "ace".contains($0) ? "odd" : "even" }),
    ])
    let recipe = Recipe(
      target: "label", label: LabelOptions(), sequence: "sequence", features: ["x"],
      window: WindowOptions(lookback: 7, wholeSequences: true), warmUp: .none)
    let part = TrainingPart(unsplit: try recipe.prepared(series))
    let frame = try recipe.fitted(to: part).frame(part, warmUp: .none)
    #expect(frame.labels() == [1, 0, 1, 0, 1, 0])
    let network = try model.built(inputSize: 1, seed: 3)
    let together = network.outputs(for: frame.windows)
    for (window, length) in lengths.enumerated() {
      let rows = frame.windows.inputRows(window)
      let readings = Array(try frame.scaled.column("x").values[rows])
      let alone = network.predict(Tensor(readings, shape: [1, length, 1])).values
      #expect(Array(together[2 * window..<2 * window + 2]) == alone, "length \(length)")
    }
    let order = [4, 0, 5, 2, 3, 1]
    #expect(
      network.outputs(for: frame.selecting(order).windows)
        == order.flatMap { together[2 * $0..<2 * $0 + 2] })
  }
}
