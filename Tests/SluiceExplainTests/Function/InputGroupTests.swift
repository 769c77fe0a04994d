import SluiceData
import SluiceExplain
import SluiceModels
import Testing

@Suite("Groups of inputs")
struct InputGroupTests {
  private let recipe: Recipe

  init() throws {
    recipe = Recipe(
      target: "a", features: ["a", "b"],
      derived: try DerivedFeatures([
        .difference(.init(column: "b", by: [1])),
        .rolling(.init(column: "b difference 1", window: 3, statistics: [.mean])),
        .product(.init(columns: ["a", "b"])),
        .lag(.init(column: "c", by: [2])),
      ]),
      calendar: try CalendarFeatures([.timeOfDay]), window: WindowOptions(lookback: 4))
  }

  @Test("Inputs go to the raw columns that they come from, what the clock makes to the time")
  func columns() {
    let inputs = recipe.inputs
    #expect(inputs.count == 8)
    let groups = InputGroup.byColumn(of: recipe)
    #expect(groups.map(\.name) == ["a", "b", "c", "time"])
    #expect(groups.map(\.inputs) == [[0, 4], [1, 2, 3, 4], [5], [6, 7]])
  }

  @Test("Whether a column was missing belongs to the column")
  func indicators() {
    var filled = recipe
    filled.cleaning = Cleaning(fill: .forwardFill(limit: 1), indicators: .columns(["b"]))
    #expect(filled.inputs[6] == "b_missing")
    let groups = InputGroup.byColumn(of: filled)
    #expect(groups.map(\.name) == ["a", "b", "c", "time"])
    #expect(groups.map(\.inputs) == [[0, 4], [1, 2, 3, 4, 6], [5], [7, 8]])
  }

  @Test("Summed shares are those of all inputs of a column; what two made goes half to each")
  func sums() {
    let attribution = Attribution(
      method: "m", answer: "+1", inputs: recipe.inputs, steps: 1,
      values: [1, 2, 4, 8, 16, 32, 64, 128], answers: [300], baselines: [45],
      unit: .slope, notes: ["n"])
    let summed = attribution.summed(over: InputGroup.byColumn(of: recipe))
    #expect(summed.values == [9, 22, 32, 192])
    #expect(summed.inputs == ["a", "b", "c", "time"])
    #expect(summed.completenessGaps == attribution.completenessGaps)
    #expect(summed.notes == ["n"] && summed.unit == .slope)
    #expect(attribution.summed(over: InputGroup.each(of: recipe.inputs)) == attribution)
  }
}
