import SluiceData
import SluiceExplain
import SluiceModels
import Testing

@Suite("Shares of raw columns")
struct AttributionSourcesTests {
  @Test(
    "Derived columns go back to their sources, in equal parts where there are several; sums stay")
  func sources() throws {
    let derived = try DerivedFeatures([
      .lag(.init(column: "power", by: [2])),
      .product(.init(columns: ["power", "voltage"])),
      .exponentialMean(.init(column: "power lag 2", span: 3)),
    ])
    let recipe = Recipe(
      target: "power", features: ["power", "heat"], derived: derived,
      calendar: try CalendarFeatures([.timeOfDay]), window: WindowOptions(lookback: 2))
    #expect(recipe.inputs.count == 7)
    let shares = Attribution(
      method: "m", answer: "+1", inputs: recipe.inputs, steps: 2,
      values: (1...28).map(Float.init), answers: [100, 300], baselines: [72, 22])
    let summed = shares.summed(toSourcesOf: recipe)
    #expect(summed.inputs == ["power", "heat", "voltage", "calendar"])
    // 1 power, 2 heat, 3 its lag, 4 the product, 5 the mean of the lag, 6 and 7 the clock.
    #expect(Array(summed.values.prefix(4)) == [1 + 3 + 2 + 5, 2, 2, 13])
    #expect(summed.completenessGaps == shares.completenessGaps)
    #expect(summed.answers == shares.answers && summed.steps == 2)
  }

  @Test("A column that is called calendar keeps its name")
  func calendarColumn() throws {
    let recipe = Recipe(
      target: "power", features: ["calendar"], calendar: try CalendarFeatures([.week]),
      window: WindowOptions(lookback: 1))
    let shares = Attribution(
      method: "m", answer: "+1", inputs: recipe.inputs, steps: 1, values: [1, 2, 3], answers: [6])
    let summed = shares.summed(toSourcesOf: recipe)
    #expect(summed.inputs == ["calendar", "the calendar"] && summed.values == [1, 5])
  }
}
