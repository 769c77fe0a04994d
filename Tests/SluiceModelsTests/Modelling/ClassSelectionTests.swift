import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Features left out by what they tell about labels.
@Suite struct ClassSelectionTests {
  private let task: SmallClassification
  /// The task's rows with `noise`, which tells nothing, and `shape`, whose size alone tells the class.
  private let series: Series

  init() throws {
    task = try SmallClassification()
    var random = RandomStreams(seed: 3).stream("classes")
    let labels = try task.series.column("activity")
    let noise = labels.map { _ in Float(random.normalDouble()) }
    let shape = labels.map { ($0 + 0.2) * Float(random.normalDouble()) }
    series = task.series.adding([Column("noise", noise), Column("shape", shape)])
  }

  private func fitted(
    _ rule: FeatureSelection, everyStep: Bool = false
  ) throws -> FittedRecipe {
    var recipe = task.recipe
    if everyStep { recipe.label = LabelOptions(everyStep: true) }
    recipe.features = ["noise", "shape", "y"]
    recipe.derived = try DerivedFeatures([.lag(.init(column: "noise"))])
    recipe.selection = rule
    let split = try SubjectSplit(test: ["s"]).split(recipe.prepared(series), by: "person")
    return try recipe.fitted(to: split.train)
  }

  private func reason(_ fitted: FittedRecipe, _ name: String) -> String {
    fitted.dropped?.first { $0.name == name }?.reason ?? "kept"
  }

  @Test("Each method keeps what tells the class", arguments: [false, true])
  func methods(everyStep: Bool) throws {
    let information = try fitted(.init(method: .mutualInformation, keep: 2), everyStep: everyStep)
    #expect(information.recipe.inputs == ["shape", "y"])
    // The means of the classes of `shape` are alike: only its spread tells them apart.
    let straight = try fitted(.init(method: .correlation, threshold: 0.5), everyStep: everyStep)
    #expect(straight.recipe.inputs == ["y"])
    let permuted = try fitted(.init(method: .permutation, keep: 1), everyStep: everyStep)
    #expect(permuted.recipe.inputs == ["y"])
  }

  @Test("What is left out is named with what it tells about the labels")
  func reasons() throws {
    let information = try fitted(.init(method: .mutualInformation, keep: 1))
    let noise = reason(information, "noise")
    #expect(noise.hasPrefix("has a mutual information of "), "\(noise)")
    #expect(
      noise.contains(" with activity, rank ") && noise.hasSuffix(" of 4; 1 are kept"), "\(noise)")
    let straight = reason(try fitted(.init(method: .correlation, threshold: 0.5)), "shape")
    #expect(straight.hasPrefix("has a correlation ratio of "), "\(straight)")
  }

  @Test("Rows of the test part have no say")
  func trainingOnly() throws {
    let rule = FeatureSelection(method: .correlation, keep: 1)
    var recipe = task.recipe
    recipe.features = ["noise", "y"]
    recipe.selection = rule
    func kept(spoilt persons: Set<String>) throws -> [String] {
      let owners = try series.column("person")
      let y = try series.column("y").values.enumerated().map { row, value in
        persons.contains(owners.category(row) ?? "") ? Float(row % 2) : value
      }
      let rows = series.adding([Column("y", y)])
      let split = try SubjectSplit(test: ["s"]).split(recipe.prepared(rows), by: "person")
      return try recipe.fitted(to: split.train).recipe.features
    }
    #expect(try kept(spoilt: []) == ["y"])
    #expect(try kept(spoilt: ["s"]) == ["y"])
    #expect(try kept(spoilt: ["p", "q", "r"]) == ["noise"])
  }

  @Test("The bundle and its stream know the rest only")
  func bundle() throws {
    let fitted = try fitted(.init(method: .mutualInformation, keep: 1))
    #expect(fitted.recipe.readings == ["y"])
    #expect(fitted.classes?.count == 3)
    let network = try Sequential {
      LSTM(3)
      Dense(3)
    }.built(inputSize: 1, seed: 1)
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-chosen-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelBundle(model: .network(network), recipe: fitted, seed: 1).save(to: path)
    let bundle = try ModelBundle(reading: path)
    #expect(bundle.recipe == fitted)
    #expect(try bundle.labelStream().columns == ["y"])
    let labels = try bundle.classify(series.selecting(["y", "person"]))
    #expect(labels.count == 4 * (36 - 4))
  }

  @Test("The places of a channel's statistics are its own and those of its pairs")
  func places() {
    let names = WindowStatistics.names(of: ["a", "b", "c"])
    let found = WindowStatistics.places(of: 1, channels: 3).map { names[$0] }
    #expect(found.count == 13)
    #expect(found.prefix(11).allSatisfy { $0.hasPrefix("b: ") })
    #expect(found.suffix(2) == ["correlation of a and b", "correlation of b and c"])
    #expect(WindowStatistics.places(of: 0, channels: 1) == Array(0..<11))
  }
}
