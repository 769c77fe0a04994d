import Foundation
import SluiceData
import SluiceTensor
import Testing

@Suite struct ScalerTests {
  private struct Fixture: Decodable {
    let names: [String]
    let columns: [[Float?]]
    let scaled: [String: [[Double?]]]
  }

  private func fixture() throws -> Fixture {
    let url = try #require(
      Bundle.module.url(forResource: "scalers", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  @Test("Scaled values are those of scikit-learn")
  func scikitLearn() throws {
    let fixture = try fixture()
    let series = Series(
      columns: zip(fixture.names, fixture.columns).map { Column($0, $1.map { $0 ?? .nan }) })
    let scalers: [(String, any Scaler)] = [
      ("standard", StandardScaler()), ("minMax", MinMaxScaler()),
      ("minMaxSymmetric", MinMaxScaler(lower: -1, upper: 1)), ("robust", RobustScaler()),
      ("robustWide", RobustScaler(lower: 0.05, upper: 0.95)),
    ]
    for (name, scaler) in scalers {
      let scaled = try scaler.fitted(to: TrainingPart(unsplit: series)).transform(series)
      for (column, expected) in zip(scaled.columns, try #require(fixture.scaled[name])) {
        for (value, expected) in zip(column, expected) {
          guard let expected else {
            #expect(value.isNaN)
            continue
          }
          #expect(
            abs(Double(value) - expected) <= 1e-6 * max(1, abs(expected)),
            "\(name) \(column.name)")
        }
      }
    }
  }

  @Test("Every scaler keeps its promises")
  func conformance() throws {
    try checkScaler(NoScaler())
    try checkScaler(MinMaxScaler())
    try checkScaler(MinMaxScaler(lower: -1, upper: 3))
    try checkScaler(StandardScaler())
    try checkScaler(RobustScaler())
  }

  @Test("A scaler sees the training rows only and remembers which they were")
  func trainingRows() throws {
    let series = Series(
      columns: [Column("x", [0, 2, 4, 100])], timestamps: [10, 20, 30, 40])
    let split = try Split(series, train: 0..<3, test: 3..<4)
    let fitted = try MinMaxScaler().fitted(to: split.train)
    #expect(fitted.rows == 3)
    #expect(fitted.from == 10)
    #expect(fitted.to == 30)
    #expect(try fitted.transform(series)["x"]?.values == [0, 0.5, 1, 25])
  }

  @Test("A constant column is an error under min-max, and 0 under standard scaling")
  func constant() throws {
    let part = TrainingPart(
      unsplit: Series(columns: [Column("x", [1, 2]), Column("flat", [0.1, 0.1])]))
    #expect(throws: ScalerError.constantColumn(name: "flat", value: 0.1)) {
      try MinMaxScaler().fitted(to: part)
    }
    let scaled = try StandardScaler().fitted(to: part).transform(part.series)
    #expect(scaled["flat"]?.values == [0, 0])
  }

  @Test("Columns without readings, infinite ones and unknown ones are errors")
  func badColumns() throws {
    let part = TrainingPart(
      unsplit: Series(columns: [Column("x", [1, 2]), Column("gone", [.nan, .nan])]))
    #expect(throws: ScalerError.noValues(column: "gone")) {
      try StandardScaler().fitted(to: part)
    }
    let infinite = TrainingPart(unsplit: Series(columns: [Column("x", [1, .infinity])]))
    #expect(throws: SeriesError.infiniteValue(column: "x", row: 1)) {
      try StandardScaler().fitted(to: infinite)
    }
    let fitted = try StandardScaler().fitted(to: part, columns: ["x"])
    #expect(throws: ScalerError.notFitted(column: "y", fitted: ["x"])) {
      try fitted.inverseTransform([1], column: "y")
    }
  }

  @Test("A choice of scaler is written as a name or with its settings")
  func choice() throws {
    func decoded(_ json: String) throws -> ScalerChoice {
      try JSONDecoder().decode(ScalerChoice.self, from: Data(json.utf8))
    }
    #expect(try decoded("\"standard\"") == .standard)
    #expect(try decoded("\"minMax\"") == .minMax())
    #expect(
      try decoded("{\"minMax\": {\"lower\": -1}}")
        == .minMax(MinMaxScaler(lower: -1, upper: 1)))
    for choice in [ScalerChoice.none, .minMax(), .standard, .robust()] {
      let json = try JSONEncoder().encode(choice)
      #expect(try JSONDecoder().decode(ScalerChoice.self, from: json) == choice)
    }
    #expect(throws: DecodingError.self) { try decoded("\"standart\"") }
    #expect(throws: DecodingError.self) { try decoded("{\"minMax\": {\"lower\": 2}}") }
  }
}

/// Checks what every scaler must do: leave missing readings missing, come back to the reading, survive
/// being saved, depend on training rows only, and treat one row as it treats many.
func checkScaler(
  _ scaler: some Scaler, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var random = RandomStreams(seed: 11).stream("scaler")
  let values = (0..<997).map { row in
    row % 31 == 5 ? Float.nan : 200 + 40 * (random.uniform() - 0.5)
  }
  let other = (0..<997).map { _ in random.uniform() * 1e-3 }
  let series = Series(columns: [Column("a", values), Column("b", other)])
  let split = try Split(series, trainFraction: 0.7)
  let fitted = try scaler.fitted(to: split.train)

  let scaled = try fitted.transform(series)
  let back = try fitted.inverseTransform(scaled)
  for name in ["a", "b"] {
    let original = try series.column(name)
    let returned = try back.column(name)
    let forward = try scaled.column(name)
    let scale = try fitted.scale(of: name)
    let size = max(abs(Float(scale.offset)), original.filter { !$0.isNaN }.map(abs).max() ?? 0)
    for row in original.indices {
      #expect(
        original[row].isNaN
          ? forward[row].isNaN && returned[row].isNaN
          : abs(returned[row] - original[row]) <= 2 * size.ulp,
        "\(scaler) \(name) row \(row)", sourceLocation: sourceLocation)
      if !original[row].isNaN {
        #expect(scale.transform(original[row]) == forward[row], sourceLocation: sourceLocation)
      }
    }
    #expect(
      try fitted.transform(original.filter { !$0.isNaN }, column: name)
        == forward.filter { !$0.isNaN },
      sourceLocation: sourceLocation)
  }

  let spoilt = series.adding([Column("a", values[..<697] + [Float](repeating: 1e6, count: 300))])
  let again = try scaler.fitted(to: Split(spoilt, trainFraction: 0.7).train)
  #expect(again == fitted, sourceLocation: sourceLocation)
  let json = try JSONEncoder().encode(fitted)
  #expect(
    try JSONDecoder().decode(FittedScaler.self, from: json) == fitted,
    sourceLocation: sourceLocation)
}
