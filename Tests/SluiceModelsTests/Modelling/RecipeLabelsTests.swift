import Foundation
import SluiceData
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct RecipeLabelsTests {
  private let task: SmallClassification

  init() throws { task = try SmallClassification() }

  /// Training rows of `x` with some labels.
  private func part(_ labels: [String]) -> TrainingPart {
    TrainingPart(
      unsplit: Series(columns: [
        Column("x", labels.indices.map(Float.init)), Column("activity", texts: labels),
      ]))
  }

  private func recipe(_ label: LabelOptions = LabelOptions()) -> Recipe {
    Recipe(
      target: "activity", label: label, features: ["x"], window: WindowOptions(lookback: 2))
  }

  @Test("The classes are those of the training rows, in their order")
  func classes() throws {
    #expect(task.fitted.classes == ["run", "sit", "walk"])
    #expect(try recipe().fitted(to: part(["b", "10", "9", "b"])).classes == ["10", "9", "b"])
    #expect(try recipe().fitted(to: part(["10", "9", "9"])).classes == ["9", "10"])
    // Several names in a cell are the name of one class.
    #expect(try recipe().fitted(to: part(["a;b", "b", "a"])).classes == ["a", "a;b", "b"])
    // A class that only other parts have is none.
    let series = part(["a", "b", "a", "c"]).whole
    let split = try Split(series, trainFraction: 0.75)
    #expect(try recipe().fitted(to: split.train).classes == ["a", "b"])
    let without = LabelOptions(without: ["b"])
    #expect(try recipe(without).fitted(to: part(["a", "b", "c"])).classes == ["a", "c"])
  }

  @Test("Labels that nothing can be learnt from are refused")
  func refused() throws {
    #expect(throws: LabelError.oneClass(column: "activity", classes: ["a"])) {
      try recipe().fitted(to: part(["a", "a"]))
    }
    #expect(throws: LabelError.oneClass(column: "activity", classes: [])) {
      try recipe(LabelOptions(without: ["a"])).fitted(to: part(["a", "a"]))
    }
    #expect(
      throws: LabelError.noSuchClass(name: "z", key: "label.without", classes: ["a", "b"])
    ) { try recipe(LabelOptions(without: ["z"])).fitted(to: part(["a", "b"])) }
    let numbers = Series(columns: [Column("x", [1, 2]), Column("activity", [0, 1])])
    #expect(throws: LabelError.notCategories(column: "activity")) {
      try recipe().fitted(to: TrainingPart(unsplit: numbers))
    }
  }

  @Test("A column of categories is no feature, the label itself least of all")
  func categoriesAsFeatures() throws {
    let itself = Recipe(
      target: "activity", label: LabelOptions(), window: WindowOptions(lookback: 2))
    #expect(throws: SeriesError.notReadings(column: "activity")) {
      try itself.fitted(to: part(["a", "b"]))
    }
    let forecast = Recipe(target: "activity", features: ["x"], window: WindowOptions(lookback: 2))
    #expect(throws: SeriesError.notReadings(column: "activity")) {
      try forecast.fitted(to: part(["a", "b"]))
    }
  }

  @Test("Rows without a label are found before any row is dropped")
  func missingLabel() {
    let series = Series(
      columns: [
        Column("x", [.nan, 1, 2, 3]), Column("activity", texts: ["a", "b", "", ""]),
      ], timestamps: [0, 1, 2, 3])
    #expect(throws: LabelError.missing(column: "activity", rows: 2, firstRow: 2)) {
      try recipe().prepared(series)
    }
  }

  @Test("A dropped row is a gap in the clock; without a clock it is refused")
  func droppedRows() throws {
    let columns = [
      Column("x", [0, 1, 2, .nan, 4, 5]),
      Column("activity", texts: ["a", "a", "a", "a", "a", "b"]),
    ]
    #expect(throws: SeriesError.missingValues(column: "x", count: 1, firstRow: 3)) {
      try recipe().prepared(Series(columns: columns))
    }
    let crossing = recipe(LabelOptions(crossesChanges: true))
    let prepared = try crossing.prepared(
      Series(columns: columns, timestamps: (0..<6).map { Int64($0) }))
    let part = TrainingPart(unsplit: prepared)
    let frame = try crossing.fitted(to: part).frame(part, warmUp: .none)
    // Rows 0, 1, 2 and 4, 5 of the file.
    #expect((0..<frame.count).map { frame.windows.inputRows($0) } == [0..<2, 1..<3, 3..<5])
  }

  @Test("A column that is named twice is read once")
  func doubledColumns() {
    let recipe = Recipe(
      target: "activity", label: LabelOptions(), subject: "activity", sequence: "x",
      features: ["x"], window: WindowOptions(lookback: 2))
    #expect(recipe.trainingColumns == ["x", "activity"])
    #expect(task.recipe.trainingColumns == ["x", "y", "activity", "person"])
    #expect(task.recipe.categories == ["activity", "person"])
  }

  @Test("Labels and groups are not scaled, and a rule for them is refused")
  func scaling() throws {
    #expect(task.fitted.scale(of: "activity") == nil)
    #expect(task.fitted.scale(of: "person") == nil)
    var stray = task.recipe
    stray.scalingByColumn = ["activity": .none]
    #expect(
      throws: SeriesError.missingColumn(name: "activity", nearest: nil, available: ["x", "y"])
    ) { try stray.fitted(to: task.split.train) }
  }

  @Test("The scalers see the training subjects only")
  func trainingSubjects() throws {
    let person = try task.series.column("person")
    let outsiders = person.indices.filter { ["r", "s"].contains(person.category($0)) }
    #expect(outsiders.count == 72)
    func scales(changing rows: [Int]) throws -> [ColumnScale?] {
      var values = try task.series.column("y").values
      for row in rows { values[row] = 1e6 }
      let series = task.series.adding([Column("y", values)])
      let split = try SubjectSplit(test: ["s"], validation: ["r"]).split(
        task.recipe.prepared(series), by: "person")
      let fitted = try task.recipe.fitted(to: split.train)
      return ["x", "y"].map(fitted.scale(of:))
    }
    let before = ["x", "y"].map(task.fitted.scale(of:))
    #expect(try scales(changing: outsiders) == before)
    #expect(try scales(changing: [0]) != before)
  }

  @Test("A recipe of labels survives JSON, also after fitting; one without says nothing of them")
  func roundTrip() throws {
    var fitted = task.fitted
    fitted.calibration = TemperatureScaling(temperature: 1.7)
    let again = try JSONDecoder().decode(FittedRecipe.self, from: JSONEncoder().encode(fitted))
    #expect(again == fitted)
    #expect(again.calibration?.temperature == 1.7)
    #expect(again.recipe.subject == "person")
    let forecast = try SmallTraining().fitted
    let text = String(decoding: try JSONEncoder().encode(forecast), as: UTF8.self)
    for key in ["label", "subject", "sequence", "classes", "calibration", "wholeSequences"] {
      #expect(!text.contains("\"\(key)\""))
    }
  }
}
