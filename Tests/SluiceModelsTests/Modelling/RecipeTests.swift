import Foundation
import SluiceData
import SluiceModels
import Testing

@Suite struct RecipeTests {
  let recipe = Recipe(
    target: "power", features: ["power", "voltage"], scaling: .minMax(),
    scalingByColumn: ["voltage": .standard], window: WindowOptions(lookback: 30, horizon: 5),
    warmUp: .zeroPadded)

  @Test("a recipe survives JSON, also after fitting")
  func roundTrip() throws {
    let again = try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe))
    #expect(again == recipe)
    let series = Series(columns: [
      Column("power", [0.1, 0.7, 1.0 / 3]), Column("voltage", [230, 240.7, 236.2]),
    ])
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: series))
    let fittedAgain = try JSONDecoder().decode(
      FittedRecipe.self, from: JSONEncoder().encode(fitted))
    #expect(fittedAgain == fitted)
    #expect(fitted.scale(of: "power")?.scale != fitted.scale(of: "voltage")?.scale)
  }

  @Test("absent keys take their defaults")
  func defaults() throws {
    let json = #"{"target": "x", "window": {"lookback": 7}}"#
    let decoded = try JSONDecoder().decode(Recipe.self, from: Data(json.utf8))
    #expect(decoded == Recipe(target: "x", window: WindowOptions(lookback: 7)))
    #expect(decoded.features == ["x"])
  }

  @Test(
    "impossible features are refused with their key",
    arguments: [
      #"{"target": "x", "features": [], "window": {"lookback": 7}}"#,
      #"{"target": "x", "features": ["a", "a"], "window": {"lookback": 7}}"#,
    ])
  func refused(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Recipe.self, from: Data(json.utf8))
    }
  }

  @Test("rows are dropped for missing features and targets in training, for features in prediction")
  func missing() throws {
    let series = Series(columns: [
      Column("x", [1, .nan, 3, 4, 5, 6]), Column("y", [1, 2, .nan, 4, 5, .nan]),
      Column("unused", [.nan, .nan, .nan, .nan, .nan, .nan]),
    ])
    let recipe = Recipe(
      target: "y", features: ["x"], scaling: .none, window: WindowOptions(lookback: 2))
    let prepared = try recipe.prepared(series)
    #expect(prepared.columnNames == ["x", "y"])
    #expect(prepared["x"]?.values == [1, 4, 5])
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: prepared))
    let frame = try fitted.frame(predicting: series)
    #expect(frame.series["x"]?.values == [1, 3, 4, 5, 6])
  }

  @Test("a scaling rule for a column that is no part of the recipe is refused")
  func strayScaling() throws {
    var recipe = recipe
    recipe.scalingByColumn = ["voltage": .standard, "voltge": .none]
    let series = Series(columns: [Column("power", [1, 2]), Column("voltage", [1, 2])])
    #expect(
      throws: SeriesError.missingColumn(
        name: "voltge", nearest: "voltage", available: ["power", "voltage"])
    ) { try recipe.fitted(to: TrainingPart(unsplit: series)) }
  }

  @Test("a feature that the rows lack is named")
  func missingColumn() {
    let series = Series(columns: [Column("power", [1, 2])])
    #expect(throws: SeriesError.self) { try recipe.prepared(series) }
  }
}
