import Foundation
import SluiceData
import SluiceNN
import Testing

@testable import SluiceModels

/// Streams of models that look ahead: each row tells what is known of the rows to come.
@Suite struct KnownAheadStreamTests {
  private typealias Task = KnownAheadTask

  /// Leads of two distances, and what is made from one of them; the price itself is an input where asked.
  private func recipe(price: Bool, fill: SluiceData.Fill?) throws -> Recipe {
    var recipe = try Task.recipe()
    recipe.features = price ? ["y", "price"] : ["y"]
    recipe.derived = try DerivedFeatures([
      .lag(.init(column: "y", by: [2])),
      .lead(.init(column: "price", by: [5, 2])),
      .rolling(.init(column: "price lead 5", window: 3, statistics: [.mean, .slope])),
      .product(.init(columns: ["y", "price lead 2"])),
    ])
    recipe.cleaning = Cleaning(outliers: .hampel(.init(window: 5, centered: false)), fill: fill)
    recipe.calendar = try CalendarFeatures([.timeOfDay])
    recipe.scalingByColumn = ["price lead 5": .minMax()]
    return recipe
  }

  private func saved(_ bundle: ModelBundle) throws -> ModelBundle {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-ahead-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try bundle.save(to: path)
    return try ModelBundle(reading: path)
  }

  private func network(_ recipe: Recipe) throws -> ModelBundle {
    let fitted = try recipe.fitted(
      to: TrainingPart(unsplit: recipe.prepared(Task.series(rows: 200))))
    let model = Sequential {
      LSTM(5)
      Dense(1)
    }
    return ModelBundle(
      model: .network(try model.built(inputSize: recipe.inputs.count, seed: 3)), recipe: fitted,
      seed: 3)
  }

  /// All forecasts of a stream that is told of each row what the later ones of its stretch hold.
  private func streamed(
    _ bundle: ModelBundle, _ series: Series, rows: Int, gapBefore: Int = .max,
    mode: ForecastStream.Mode = .windows
  ) throws -> [Float] {
    var stream = try bundle.stream(mode: mode)
    let (y, price) = (try series.column("y"), try series.column("price"))
    var values: [Float] = []
    for row in 0..<rows {
      func ahead(_ distance: Int) -> Float {
        let later = row + distance
        return later < series.count && (row < gapBefore) == (later < gapBefore)
          ? price[later] : .nan
      }
      let told: [String: Float] = [
        "y": y[row], "price": price[row], "price lead 5": ahead(5), "price lead 2": ahead(2),
      ]
      values += try stream.push(told, at: series.timestamps?[row])?.values ?? []
    }
    return values
  }

  @Test("A stream gives the bits of the batch, after loading too", arguments: [false, true])
  func equalsBatch(price: Bool) throws {
    let bundle = try network(recipe(price: price, fill: nil))
    let loaded = try saved(bundle)
    #expect(loaded.recipe == bundle.recipe)
    let columns =
      price
      ? ["y", "price", "price lead 5", "price lead 2"] : ["y", "price lead 5", "price lead 2"]
    #expect(try Set(loaded.stream().columns) == Set(columns))
    for gapBefore in [Int.max, 61] {
      let series = Task.series(rows: 125, future: 5, gapBefore: gapBefore)
      let batch = try bundle.predict(series).forecasts[0].values
      #expect(batch.count == (gapBefore == 61 ? 105 : 115))
      for mode in [ForecastStream.Mode.windows, .states] {
        let stream = try streamed(loaded, series, rows: 120, gapBefore: gapBefore, mode: mode)
        #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
      }
    }
    // What is known ahead does count.
    let series = Task.series(rows: 125, future: 5)
    let dearer = series.adding([Column("price", try series.column("price").map { $0 + 1 })])
    #expect(try bundle.predict(dearer).forecasts != bundle.predict(series).forecasts)
  }

  @Test("Holes among the readings known ahead are filled alike")
  func holes() throws {
    let bundle = try saved(network(recipe(price: true, fill: .forwardFill(limit: 2))))
    let whole = Task.series(rows: 125, future: 5)
    var (y, price) = (try whole.column("y").values, try whole.column("price").values)
    for row in [20, 33, 34, 70] { y[row] = .nan }
    for row in [21, 50, 51, 90, 91, 92, 123] { price[row] = .nan }
    let series = whole.adding([Column("y", y), Column("price", price)])
    let batch = try bundle.predict(series).forecasts[0].values
    #expect(batch.count > 80)
    for mode in [ForecastStream.Mode.windows, .states] {
      let stream = try streamed(bundle, series, rows: 120, mode: mode)
      #expect(stream.map(\.bitPattern) == batch.map(\.bitPattern))
    }
  }

  @Test("A baseline streams over leads, too", arguments: ["persistence", "ridge"])
  func baselines(name: String) throws {
    let recipe = try recipe(price: false, fill: nil)
    let split = try Split(try recipe.prepared(Task.series(rows: 200)), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let parts = try fitted.frames(split).training.holdingOut(lastFraction: 0.2)
    let baselines = try Baselines().fitted(to: parts.training, validation: parts.validation)
    let bundle = try saved(
      ModelBundle(model: .baseline(try #require(baselines[name])), recipe: fitted, seed: 1))
    let series = Task.series(rows: 125, future: 5)
    let batch = try bundle.predict(series).forecasts[0].values
    #expect(try streamed(bundle, series, rows: 120) == batch)
  }

  @Test("A lead that the caller does not know leaves the row out where nothing is filled")
  func unknown() throws {
    let bundle = try Task.ridge(Task.recipe())
    var stream = try bundle.stream()
    for row in 0..<4 {
      _ = try stream.push(
        [20 - Task.price(row) / 2, Task.price(row + 5)], at: Int64(row) * Task.minute)
    }
    #expect(try stream.push([3, .nan], at: 4 * Task.minute) == nil)
    #expect(throws: SeriesError.self) {
      try stream.push(["y": 3, "price": 3], at: 5 * Task.minute)
    }
  }
}
