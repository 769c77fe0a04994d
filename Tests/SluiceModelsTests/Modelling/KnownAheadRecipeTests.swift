import Foundation
import SluiceData
import Testing

@testable import SluiceModels

/// Recipes that read some columns ahead: what is known of the future helps, and nothing else is read.
@Suite struct KnownAheadRecipeTests {
  private typealias Task = KnownAheadTask

  private func error(of bundle: ModelBundle, _ series: Series) throws -> Float {
    let table = try bundle.predict(series)
    let pairs = zip(table.forecasts[0].values, table.actual).filter { !$1.isNaN }
    #expect(pairs.count > 50)
    return pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Float(pairs.count)
  }

  @Test(
    "A target that the known column tells is forecast without error, and badly without the lead")
  func helps() throws {
    let series = Task.series(rows: 300).rows(200..<300)
    #expect(try error(of: Task.ridge(Task.recipe()), series) < 0.05)
    #expect(try error(of: Task.ridge(Task.recipe(lead: false)), series) > 2)
  }

  @Test("The column is read, its lead is an input, and a row of a stream holds the lead")
  func columns() throws {
    var recipe = try Task.recipe()
    #expect(recipe.inputs == ["y", "price lead 5"])
    #expect(recipe.readings == ["y", "price"])
    #expect(recipe.trainingColumns == ["y", "price"])
    #expect(recipe.rowColumns == ["y", "price lead 5"])
    recipe.features = ["y", "price"]
    #expect(recipe.rowColumns == ["y", "price", "price lead 5"])
    let bundle = try Task.ridge(Task.recipe())
    #expect(try bundle.stream().columns == ["y", "price lead 5"])
  }

  @Test("Rows of the future serve the leads and are cut; without them the last rows are dropped")
  func future() throws {
    let recipe = try Task.recipe()
    let (rows, report) = try recipe.preparation(of: Task.series(rows: 105, future: 5))
    #expect(rows.columnNames == ["y", "price lead 5"])
    #expect(rows.count == 100)
    #expect(report.rowsBefore == 100)
    #expect(report.futureRows == 5)
    #expect(report.rowsDropped == 0)
    #expect(rows["price lead 5"]?[99] == Task.price(104))
    let (fewer, lacking) = try recipe.preparation(of: Task.series(rows: 100))
    #expect(fewer.count == 95)
    #expect(lacking.futureRows == 0)
    #expect(lacking.rowsDropped == 5)
    #expect(lacking.rowsDroppedForFeatures == 5)
    #expect(try Task.recipe(lead: false).preparation(of: fewer).report.futureRows == nil)
    // A declared column without a lead: its rows of the future are no rows either.
    var plain = try Task.recipe(lead: false)
    plain.features = ["y", "price"]
    plain.knownAhead = ["price"]
    #expect(try plain.prepared(Task.series(rows: 105, future: 5)).count == 100)
    #expect(try plain.preparation(of: Task.series(rows: 105, future: 5)).report.rowsDropped == 0)
  }

  @Test("No fill makes up readings of the future, nor a lead beyond the end; holes are filled")
  func fills() throws {
    var recipe = try Task.recipe()
    let fills: [SluiceData.Fill] = [
      .forwardFill(limit: 9), .constant(value: 1, limit: 9), .linear(limit: 9),
    ]
    for fill in fills {
      recipe.cleaning = Cleaning(fill: fill)
      let (rows, report) = try recipe.preparation(of: Task.series(rows: 105, future: 5))
      #expect(rows.count == 100)
      #expect(report.filled == [:])
      #expect(rows["y"]?[99] == 20 - Task.price(99) / 2)
      let few = try recipe.preparation(of: Task.series(rows: 102, future: 2))
      #expect(few.series.count == 97)
      #expect(few.report.filled["price lead 5"] == 0)
      // Where a stretch ends the next one's prices are not known, and are not made up either.
      let torn = try recipe.prepared(Task.series(rows: 105, future: 5, gapBefore: 50))
      #expect(torn.count == 95)
      #expect(torn["price lead 5"]?[44] == Task.price(49))
      #expect(torn["price lead 5"]?[45] == Task.price(55))
    }
    recipe.cleaning = Cleaning(fill: .forwardFill(limit: 1))
    let whole = Task.series(rows: 105, future: 5)
    var prices = try whole.column("price").values
    prices[50] = .nan
    let holed = try recipe.preparation(of: whole.adding([Column("price", prices)]))
    #expect(holed.series.count == 100)
    #expect(holed.report.filled == ["price lead 5": 1])
    #expect(holed.series["price lead 5"]?[45] == Task.price(49))
  }

  @Test("Leads cross a gap in the clock only where windows do")
  func gaps() throws {
    var recipe = try Task.recipe()
    let series = Task.series(rows: 100, gapBefore: 50)
    #expect(try recipe.prepared(series).count == 90)
    recipe.window.crossesGaps = true
    let rows = try recipe.prepared(series)
    #expect(rows.count == 95)
    #expect(rows["price lead 5"]?[49] == Task.price(54))
  }

  @Test("Readings on a grid of time have the leads of the grid's rows")
  func resampled() throws {
    var recipe = try Task.recipe()
    recipe.cleaning = Cleaning(resample: try Resampling(every: "2 min", aggregate: .last))
    let (rows, report) = try recipe.preparation(of: Task.series(rows: 110, future: 10))
    #expect(rows.count == 50)
    #expect(report.futureRows == 5)
    // The tenth row of the grid ends with minute 19, the fifth row behind it with minute 29.
    #expect(rows["price lead 5"]?[9] == Task.price(29))
  }

  @Test("Forecasts behind the last reading rest on the rows of the future")
  func forecasts() throws {
    let bundle = try Task.ridge(Task.recipe())
    let table = try bundle.predict(Task.series(rows: 105, future: 5))
    #expect(table.missingLead == nil)
    #expect(table.count == 97)
    #expect(table.times?.last == 104 * Task.minute)
    for (place, row) in (100..<105).enumerated() {
      let forecast = table.forecasts[0].values[92 + place]
      #expect(abs(forecast - (20 - Task.price(row) / 2)) < 0.1)
    }
    let latest = try bundle.predictLatest(Task.series(rows: 105, future: 5))
    #expect(latest.forecasts[0].values == table.forecasts[0].values.suffix(1))
    #expect(latest.times == [104 * Task.minute])
  }

  @Test("A window whose lead is missing gets no forecast, and it is said what is missing")
  func missing() throws {
    let bundle = try Task.ridge(Task.recipe())
    let table = try bundle.predict(Task.series(rows: 102, future: 2))
    #expect(table.count == 94)
    #expect(table.times?.last == 101 * Task.minute)
    let missing = try #require(table.missingLead)
    #expect(
      missing.description == """
        There is no answer after the last 3 rows (from 1970-01-01 01:37:00 on): price must be known \
        5 rows ahead, and its reading for 1970-01-01 01:42:00 is missing. Add rows behind the last one \
        that hold price and the time, and leave their other cells empty.
        """)
    #expect(throws: ForecastError.missingLead(missing)) {
      try bundle.predictLatest(Task.series(rows: 102, future: 2))
    }
    let alone = try #require(try bundle.predict(Task.series(rows: 104, future: 4)).missingLead)
    #expect(alone.description.hasPrefix("There is no answer after the last row (1970-01-01 01:39"))
    // Too few rows for a window, because the last of them lack their leads.
    #expect {
      try bundle.predict(Task.series(rows: 8))
    } throws: { error in
      guard case ForecastError.missingLead(let missing) = error else { return false }
      return missing.rows == 5 && missing.firstRow == 3
    }
  }

  @Test("Without a clock a missing lead is told by its row")
  func numbered() throws {
    var recipe = try Task.recipe()
    recipe.warmUp = .none
    func numbered(_ rows: Int) -> Series { Series(columns: Task.series(rows: rows).columns) }
    let split = try Split(try recipe.prepared(numbered(200)), trainFraction: 0.8)
    let fitted = try recipe.fitted(to: split.train)
    let missing = try #require(try fitted.frame(predicting: numbered(20)).missingLead)
    #expect(missing.description.contains("its reading for row 21 is missing"))
    #expect(!missing.description.contains("time"))
  }

  @Test(
    "A lead of a column that is not declared, or of the target, is refused before any row is read")
  func undeclared() throws {
    var recipe = try Task.recipe()
    recipe.knownAhead = nil
    let wanted = FeatureError.notKnownAhead("price lead 5", column: "price", known: [])
    #expect(throws: wanted) { try recipe.prepared(Task.series(rows: 100)) }
    #expect("\(wanted)".contains("features.knownAhead: [price]"))
    recipe.knownAhead = ["y", "price"]
    recipe.derived = try DerivedFeatures([.lead(.init(column: "y", by: [1]))])
    #expect(throws: FeatureError.leadOfTarget("y lead 1", target: "y")) {
      try recipe.prepared(Task.series(rows: 100))
    }
  }

  @Test("A selection may keep the lead alone, and the target tells where the present ends")
  func selected() throws {
    var recipe = try Task.recipe()
    recipe.selection = FeatureSelection(method: .correlation, keep: 1)
    let series = Task.series(rows: 200)
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(series)))
    #expect(fitted.recipe.inputs == ["price lead 5"])
    #expect(fitted.recipe.knownAhead == ["price"])
    #expect(fitted.recipe.readings == ["price"])
    let future = Task.series(rows: 105, future: 5)
    #expect(try fitted.frame(predicting: future).series.count == 100)
    // Without the target nothing tells, and each row whose lead is known is one of the present.
    let prices = try future.selecting(["price"])
    #expect(try fitted.frame(predicting: prices).series.count == 100)
    var others = try Task.recipe()
    others.derived = try DerivedFeatures([
      .lead(.init(column: "price", by: [5])), .lag(.init(column: "y", by: [1])),
    ])
    others.selection = FeatureSelection(method: .correlation, keep: 1)
    let kept = try others.fitted(to: TrainingPart(unsplit: others.prepared(series)))
    #expect(kept.recipe.derived?.columnNames == ["price lead 5"])
  }

  @Test("A recipe that knows nothing ahead is written as before, and one that does comes back")
  func coding() throws {
    let plain = try JSONEncoder().encode(Task.recipe(lead: false))
    #expect(!String(decoding: plain, as: UTF8.self).contains("knownAhead"))
    let recipe = try Task.recipe()
    let data = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == recipe)
  }

  @Test("Labels: no lead reaches into another subject's rows, with and without a clock")
  func labels() throws {
    let task = try SmallClassification()
    var recipe = task.recipe
    recipe.features = ["x"]
    recipe.derived = try DerivedFeatures([.lead(.init(column: "y", by: [2]))])
    recipe.knownAhead = ["y"]
    let y = try task.series.column("y").values
    for series in [task.series, Series(columns: task.series.columns)] {
      // Four persons of 36 rows, the last two of which each have no lead.
      let rows = try recipe.prepared(series)
      #expect(rows.count == 4 * 34)
      let leads = try rows.column("y lead 2")
      #expect(leads[33] == y[35])
      #expect(leads[34] == y[38])
    }
    var missing = y
    missing[20] = .nan
    let holed = Series(columns: task.series.columns).adding([Column("y", missing)])
    #expect(throws: SeriesError.missingValues(column: "y lead 2", count: 1, firstRow: 18)) {
      try recipe.prepared(holed)
    }
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(task.series)))
    var x = try task.series.column("x").values
    for row in 34..<36 { x[row] = .nan }
    let rows = task.series.adding([Column("x", x)]).rows(0..<36)
    let person = try rows.selecting(["x", "y", "person"])
    #expect(try fitted.frame(predicting: person).series.count == 34)
  }
}
