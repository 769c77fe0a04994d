import Foundation
import SluiceData
import SluiceNN
import Testing

@testable import SluiceModels

@Suite struct DerivedRecipeTests {
  private let task: SmallTraining

  init() throws { task = try SmallTraining() }

  private func recipe(_ entries: [DerivedFeature]) throws -> Recipe {
    var recipe = task.recipe
    recipe.features = ["a"]
    recipe.derived = try DerivedFeatures(entries)
    return recipe
  }

  /// The series with some readings replaced.
  private func series(_ column: String, _ changes: [Int: Float]) throws -> Series {
    var values = try task.series.column(column).values
    for (row, value) in changes { values[row] = value }
    return task.series.adding([Column(column, values)])
  }

  @Test("Inputs are the features, then what is derived, then the calendar")
  func inputs() throws {
    var recipe = try recipe([
      .lag(.init(column: "b", by: [2])),
      .rolling(.init(column: "a", window: 3, statistics: [.mean])),
    ])
    recipe.calendar = try CalendarFeatures([.week])
    #expect(recipe.inputs == ["a", "b lag 2", "a mean 3", "week.sin", "week.cos"])
    #expect(recipe.readings == ["a", "b"])
    #expect(recipe.trainingColumns == ["a", "b"])
    let fitted = try recipe.fitted(
      to: TrainingPart(unsplit: recipe.prepared(task.series)))
    #expect(fitted.scalers.flatMap { $0.columns.map(\.column) } == ["a", "b lag 2", "a mean 3"])
    #expect(fitted.scale(of: "b") == nil)
    // A lag is scaled by its own readings: those of rows 0 to 128.
    let frame = try fitted.frame(predicting: task.series)
    let b = try task.series.column("b")
    let scale = try #require(fitted.scale(of: "b lag 2"))
    #expect(frame.series.count == 129)
    #expect(frame.scaled["b lag 2"]?[10] == scale.transform(b[10]))
  }

  @Test("A column that is a source only may miss a reading; rows that wait are counted")
  func report() throws {
    let recipe = try recipe([.lag(.init(column: "b", by: [3]))])
    let rows = try series("b", [50: .nan, 51: .nan])
    let (prepared, report) = try recipe.preparation(of: rows)
    // The first three rows, and those three after the readings that are missing.
    #expect(report.rowsDropped == 5)
    #expect(report.rowsDroppedForFeatures == 5)
    #expect(prepared.count == 126)
    #expect(prepared["b"]?[47].isNaN == true)
    let feature = try series("a", [60: .nan]).adding([try rows.column("b")])
    #expect(try recipe.preparation(of: feature).report.rowsDropped == 6)
    #expect(try recipe.preparation(of: feature).report.rowsDroppedForFeatures == 5)
    #expect(try task.recipe.preparation(of: rows).report.rowsDroppedForFeatures == nil)
  }

  @Test("What is filled is what features are derived from")
  func order() throws {
    var recipe = try recipe([.difference(.init(column: "b"))])
    recipe.cleaning = Cleaning(fill: .forwardFill(limit: 1))
    let (prepared, report) = try recipe.preparation(of: series("b", [50: .nan]))
    #expect(report.rowsDropped == 1)
    #expect(prepared["b difference 1"]?[49] == 0)
  }

  @Test("A gap in the clock begins the features anew, unless windows cross it")
  func gaps() throws {
    var recipe = try recipe([.lag(.init(column: "b", by: [3]))])
    let times = (0..<131).map { Int64($0 + ($0 >= 70 ? 9 : 0)) * 60_000_000 }
    let rows = Series(columns: task.series.columns, timestamps: times)
    #expect(try recipe.prepared(rows).count == 125)
    recipe.window.crossesGaps = true
    #expect(try recipe.prepared(rows).count == 128)
  }

  @Test("A ratio that cannot be taken stops training; a trained model takes the row as missing")
  func ratios() throws {
    let recipe = try recipe([.percentChange(.init(column: "a"))])
    let rows = try series("a", [40: 0])
    #expect(
      throws: FeatureError.noRatio(
        column: "a", derived: "a percentChange 1", wanted: "other than 0", value: 0, row: 40)
    ) { try recipe.prepared(rows) }
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(task.series)))
    // The first row has no change yet, and row 41 would divide by 0.
    #expect(try fitted.frame(predicting: rows).series.count == 129)
    #expect(try fitted.prepared(rows).count == 129)
    let noClock = Series(columns: rows.columns)
    #expect(throws: FeatureError.self) { try fitted.frame(predicting: noClock) }
  }

  @Test("Too few rows for a feature is what the error says, not too few for a window")
  func tooShort() throws {
    let recipe = try recipe([.lag(.init(column: "b", by: [30]))])
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(task.series)))
    #expect(throws: FeatureError.tooShort(column: "b lag 30", needed: 31, longest: 30)) {
      try fitted.frame(predicting: task.series.rows(0..<30))
    }
  }

  @Test("A recipe without derived features is written as before")
  func coding() throws {
    let plain = try JSONEncoder().encode(task.recipe)
    #expect(!String(decoding: plain, as: UTF8.self).contains("derived"))
    #expect(try JSONDecoder().decode(Recipe.self, from: plain) == task.recipe)
    let derived = try recipe([.macd(.init(column: "b"))])
    let data = try JSONEncoder().encode(derived)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == derived)
  }

  @Test("Labels: each subject begins anew, with and without a clock, and the bundle comes back")
  func labels() throws {
    let task = try SmallClassification()
    var recipe = task.recipe
    recipe.features = ["x"]
    recipe.derived = try DerivedFeatures([
      .difference(.init(column: "y", by: [2])), .logReturn(.init(column: "y")),
    ])
    // Four persons of 36 rows, two of which each have no difference yet.
    let prepared = try recipe.prepared(task.series)
    #expect(prepared.count == 4 * 34)
    let numbered = Series(columns: task.series.columns)
    #expect(try recipe.prepared(numbered).count == 4 * 34)
    var missing = try task.series.column("y").values
    missing[20] = .nan
    let holed = numbered.adding([Column("y", missing)])
    #expect(throws: SeriesError.missingValues(column: "y", count: 1, firstRow: 20)) {
      try recipe.prepared(holed)
    }
    let split = try SubjectSplit(test: ["s"], validation: ["r"]).split(prepared, by: "person")
    let fitted = try recipe.fitted(to: split.train)
    let model = Sequential {
      LSTM(4)
      Dense(3)
    }
    let bundle = ModelBundle(
      model: .network(try model.built(inputSize: 3, seed: 2)), recipe: fitted, seed: 2)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-derived-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try bundle.save(to: path)
    let rows = task.series.rows(0..<36)
    let batch = try bundle.classify(rows).columns[0].probabilities
    let loaded = try ModelBundle(reading: path)
    #expect(try loaded.classify(rows).columns[0].probabilities == batch)
    var stream = try loaded.labelStream()
    #expect(stream.columns == ["x", "y"])
    var streamed: [Float] = []
    let (x, y) = (try rows.column("x"), try rows.column("y"))
    for row in 0..<36 {
      let label = try stream.push([x[row], y[row]], at: rows.timestamps?[row])
      streamed += label?.probabilities ?? []
    }
    #expect(streamed.map(\.bitPattern) == batch.map(\.bitPattern))
  }
}
