import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Features left out by what they tell about the target.
@Suite struct FeatureSelectionTests {
  /// 600 rows: `y` follows `cause` of the row before and, in its size only, `bent`; `copy` repeats `cause`,
  /// `noise` tells nothing, `flat` never changes.
  private static func series(spoiltFrom spoilt: Int = 600) -> Series {
    var random = RandomStreams(seed: 5).stream("selection")
    func column() -> [Float] { (0..<600).map { _ in Float(random.normalDouble()) } }
    let (cause, bent, noise, other, rest) = (column(), column(), column(), column(), column())
    var y = [Float](repeating: 0, count: 600)
    for row in 1..<600 {
      y[row] = cause[row - 1] + 1.5 * abs(bent[row - 1]) + 0.2 * rest[row]
      if row >= spoilt { y[row] = 5 * noise[row - 1] }
    }
    return Series(
      columns: [
        Column("noise", noise), Column("cause", cause), Column("bent", bent),
        Column("copy", zip(cause, other).map { $0 + 0.05 * $1 }),
        Column("flat", [Float](repeating: 2, count: 600)), Column("y", y),
      ], timestamps: (0..<600).map { Int64($0) * 60_000_000 })
  }

  private func recipe(_ rule: FeatureSelection) throws -> Recipe {
    Recipe(
      target: "y", features: ["noise", "cause", "bent", "copy", "flat"],
      derived: try DerivedFeatures([
        .lag(.init(column: "noise", by: [1, 2])), .difference(.init(column: "cause")),
      ]), selection: rule, window: WindowOptions(lookback: 3))
  }

  private func fitted(
    _ rule: FeatureSelection, spoiltFrom spoilt: Int = 600
  ) throws -> FittedRecipe {
    let recipe = try recipe(rule)
    let split = try Split(
      try recipe.prepared(Self.series(spoiltFrom: spoilt)), train: 0..<480, test: 480..<590)
    return try recipe.fitted(to: split.train)
  }

  private func reason(_ fitted: FittedRecipe, _ name: String) -> String {
    fitted.dropped?.first { $0.name == name }?.reason ?? "kept"
  }

  @Test(
    "Mutual information sees bent relations, correlation straight ones, permutation what a ridge uses"
  )
  func methods() throws {
    let information = try fitted(.init(method: .mutualInformation, keep: 3))
    #expect(information.recipe.features == ["cause", "bent", "copy"])
    #expect(information.dropped?.count == 5)
    let straight = try fitted(.init(method: .correlation, keep: 3))
    #expect(straight.recipe.inputs == ["cause", "copy", "cause difference 1"])
    let ridge = try fitted(.init(method: .permutation, threshold: 0.05))
    #expect(ridge.recipe.features.contains("cause"))
    #expect(!ridge.recipe.inputs.contains("noise"))
    #expect(!ridge.recipe.inputs.contains("bent"))
  }

  @Test("Each feature that is left out is named with the reason")
  func reasons() throws {
    let kept = try fitted(.init(method: .mutualInformation, keep: 3))
    #expect(
      reason(kept, "noise").hasPrefix("has a mutual information of "), "\(reason(kept, "noise"))")
    #expect(reason(kept, "noise").contains(" with y 1 row later, rank "))
    #expect(reason(kept, "noise").hasSuffix(" of 8; 3 are kept"))
    let threshold = try fitted(.init(method: .correlation, threshold: 0.2))
    #expect(reason(threshold, "flat").contains("a correlation of 0"))
    #expect(reason(threshold, "flat").hasSuffix("below the threshold of 0.2"))
    let copies = try fitted(.init(method: .correlation, threshold: 0.2, copiesAbove: 0.98))
    let (first, second) = ("cause", "copy")
    let copy = reason(copies, first) == "kept" ? second : first
    let original = copy == second ? first : second
    #expect(
      reason(copies, copy).hasPrefix("is nearly a copy of \(original) (correlation 0.99"),
      "\(reason(copies, copy))")
    #expect(reason(copies, original) == "kept")
  }

  @Test("Test rows have no say")
  func trainingOnly() throws {
    let rule = FeatureSelection(method: .correlation, keep: 2)
    // Prepared rows begin two rows later: the training part ends with row 481.
    #expect(try fitted(rule, spoiltFrom: 482) == fitted(rule))
    #expect(try fitted(rule, spoiltFrom: 300) != fitted(rule))
  }

  @Test("What is left out is not needed any more: bundle, prediction and stream have the rest only")
  func narrowed() throws {
    // Of the two lags one is kept: the other one is computed, but not looked at.
    var recipe = try recipe(.init(method: .correlation, keep: 2))
    recipe.derived = try DerivedFeatures([
      .lag(.init(column: "cause", by: [1, 2])), .lag(.init(column: "noise", by: [1])),
    ])
    recipe.scalingByColumn = ["noise": .none]
    recipe.window.horizon = 2
    recipe.features = ["noise", "bent", "y"]
    let series = Self.series()
    var y = try series.column("y").values
    let cause = try series.column("cause")
    for row in 3..<600 { y[row] = cause[row - 3] + 0.9 * y[row - 1] }
    let rows = series.adding([Column("y", y)])
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: recipe.prepared(rows)))
    #expect(fitted.recipe.inputs == ["y", "cause lag 1"])
    #expect(fitted.recipe.readings == ["y", "cause"])
    #expect(fitted.recipe.selection == nil)
    #expect(fitted.scalers.flatMap(\.columns).map(\.column) == ["y", "cause lag 1"])
    let network = try Sequential {
      LSTM(3)
      Dense(1)
    }.built(inputSize: 2, seed: 1)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-selected-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelBundle(model: .network(network), recipe: fitted, seed: 1).save(to: path)
    let bundle = try ModelBundle(reading: path)
    #expect(bundle.recipe == fitted)
    #expect(
      bundle.recipe.dropped?.map(\.name).sorted() == [
        "bent", "cause lag 2", "noise", "noise lag 1",
      ])
    let known = try rows.selecting(["y", "cause"])
    let batch = try bundle.predict(known).forecasts[0].values
    #expect(batch.count > 500)
    for mode in [ForecastStream.Mode.windows, .states] {
      var stream = try bundle.stream(mode: mode)
      #expect(stream.columns == ["y", "cause"])
      var streamed: [Float] = []
      for row in 0..<600 {
        streamed +=
          try stream.push([y[row], cause[row]], at: Int64(row) * 60_000_000)?.values ?? []
      }
      #expect(streamed.map(\.bitPattern) == batch.map(\.bitPattern))
    }
  }

  @Test("What is learnt decides: with a reference, features are ranked by the difference")
  func reference() throws {
    var random = RandomStreams(seed: 6).stream("selection")
    var (level, y) = (Float(0), [Float]())
    let push = (0..<400).map { _ in Float(random.normalDouble()) }
    for row in 0..<400 {
      level += row > 0 ? push[row - 1] : 0
      y.append(level)
    }
    let series = Series(
      columns: [Column("y", y), Column("push", push)],
      timestamps: (0..<400).map { Int64($0) * 60_000_000 })
    var recipe = Recipe(
      target: "y", features: ["y", "push"], selection: .init(method: .correlation, keep: 1),
      window: WindowOptions(lookback: 2))
    #expect(try recipe.fitted(to: TrainingPart(unsplit: series)).recipe.features == ["y"])
    recipe.targetReference = .lastReading
    #expect(try recipe.fitted(to: TrainingPart(unsplit: series)).recipe.features == ["push"])
  }

  @Test("A threshold that nothing reaches and settings out of range are refused")
  func errors() throws {
    #expect {
      try fitted(.init(method: .correlation, threshold: 0.999))
    } throws: {
      guard case SelectionError.nothingLeft(0.999, _, let score) = $0 else { return false }
      return score > 0.4 && "\($0)".contains("lower the threshold")
    }
    func decoded(_ json: String) throws -> FeatureSelection {
      try JSONDecoder().decode(FeatureSelection.self, from: Data(json.utf8))
    }
    #expect(try decoded(#"{"keep": 3}"#) == .init(method: .mutualInformation, keep: 3))
    let rule = FeatureSelection(method: .permutation, threshold: 0.1, copiesAbove: 0.9)
    #expect(try decoded(String(decoding: JSONEncoder().encode(rule), as: UTF8.self)) == rule)
    for wrong in [
      "{}", #"{"keep": 1, "threshold": 0}"#, #"{"keep": 0}"#, #"{"threshold": -1}"#,
      #"{"keep": 1, "copiesAbove": 1}"#, #"{"method": "luck", "keep": 1}"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") { try decoded(wrong) }
    }
  }
}
