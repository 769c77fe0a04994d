import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

@Suite final class ModelBundleTests {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-bundle-\(UInt64.random(in: 0...(.max)))")
  let task: SmallTraining
  var path: String { folder.appendingPathComponent("model.safetensors").path }

  init() throws {
    task = try SmallTraining()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func bundle(seed: UInt64 = 1) throws -> ModelBundle {
    ModelBundle(
      model: .network(try task.network(seed: seed)), recipe: task.fitted, seed: seed,
      dataFingerprint: "0123456789abcdef")
  }

  func baseline(_ name: String) throws -> ModelBundle {
    let fitted = try Baselines().fitted(to: task.training, validation: task.validation)
    return ModelBundle(
      model: .baseline(try #require(fitted[name])), recipe: task.fitted, baselines: fitted, seed: 1)
  }

  @Test("a saved network forecasts raw rows to the bit as before")
  func roundTrip() throws {
    var saved = try bundle()
    saved.unit = "kW"
    try saved.save(to: path)
    let loaded = try ModelBundle(reading: path)
    let before = try saved.predict(task.series)
    let after = try loaded.predict(task.series)
    #expect(before.forecasts == after.forecasts)
    #expect(before.times == after.times)
    #expect(loaded.recipe == saved.recipe)
    #expect(loaded.seed == 1)
    #expect(loaded.dataFingerprint == saved.dataFingerprint)
    #expect(loaded.unit == "kW")
    #expect(loaded.sluiceVersion == SluiceVersion.current)
  }

  @Test("a bundle keeps the harmonics of its calendar")
  func calendar() throws {
    var recipe = task.recipe
    recipe.calendar = try CalendarFeatures(
      harmonics: [.timeOfDay: 3, .week: 1], zone: "Asia/Tokyo")
    let fitted = try recipe.fitted(to: TrainingPart(unsplit: task.series))
    let network = try task.model.built(inputSize: 2 + 8, seed: 1)
    try ModelBundle(model: .network(network), recipe: fitted, seed: 1).save(to: path)
    let loaded = try ModelBundle(reading: path)
    #expect(loaded.recipe == fitted)
    #expect(loaded.recipe.recipe.calendar?.harmonics == [3, 1])
  }

  @Test("a bundle without a unit, as those of older versions, has none")
  func noUnit() throws {
    try bundle().save(to: path)
    #expect(try SafetensorsFile(reading: path).metadata["unit"] == nil)
    #expect(try ModelBundle(reading: path).unit == nil)
  }

  @Test("equal bundles have equal bytes")
  func repeatable() throws {
    try bundle().save(to: path)
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    try bundle().save(to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    try bundle(seed: 2).save(to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != first)
  }

  @Test(
    "any baseline can be the model", arguments: ["ridge", "persistence", "seasonalNaive", "mean"])
  func baselines(name: String) throws {
    let saved = try baseline(name)
    try saved.save(to: path)
    let loaded = try ModelBundle(reading: path)
    #expect(loaded.model.windowModel.name == name)
    #expect(try loaded.predict(task.series).forecasts == saved.predict(task.series).forecasts)
    #expect(loaded.baselines == saved.baselines)
  }

  @Test("prediction needs history only; the latest forecast is the last of all")
  func prediction() throws {
    let bundle = try bundle()
    let all = try bundle.predict(task.series)
    // From the second row on, one forecast of three steps after each of the 131 rows.
    #expect(all.count == 130)
    #expect(all.steps == [1, 2, 3])
    #expect(all.actual[0] == task.series["a"]?[2])
    #expect(all.actual[129 * 3].isNaN)
    let latest = try bundle.predictLatest(task.series)
    let values = try #require(all["network"])
    #expect(latest["network"] == Array(values[(129 * 3)...]))
    #expect(latest.times == [131, 132, 133].map { Int64($0) * 60_000_000 })
  }

  @Test("what happened stands beside the forecasts when the target is known, feature or not")
  func actualOfATargetThatIsNoFeature() throws {
    var recipe = task.recipe
    recipe.features = ["b"]
    let model = Sequential {
      LSTM(3)
      Dense(3)
    }
    let bundle = ModelBundle(
      model: .network(try model.built(inputSize: 1, seed: 1)),
      recipe: try recipe.fitted(to: TrainingPart(unsplit: task.series)), seed: 1)
    let known = try bundle.predict(task.series)
    #expect(known.actual[0] == task.series["a"]?[2])
    let unknown = try bundle.predict(task.series.selecting(["b"]))
    #expect(unknown.actual.allSatisfy { $0.isNaN })
    #expect(unknown.forecasts == known.forecasts)
  }

  @Test("rows at another interval than the training rows' are refused, a gap is not")
  func otherInterval() throws {
    func rows(_ seconds: [Int64]) -> Series {
      Series(
        columns: task.series.rows(0..<seconds.count).columns,
        timestamps: seconds.map { $0 * 1_000_000 })
    }
    var bundle = try bundle()
    for (step, found) in [(1, 1), (39, 39), (91, 91), (3600, 3600)] as [(Int64, Int64)] {
      let error = SeriesError.otherInterval(expected: 60_000_000, found: found * 1_000_000)
      #expect(throws: error) { try bundle.predict(rows((0..<20).map { $0 * step })) }
      #expect(throws: error) { try bundle.predictLatest(rows((0..<20).map { $0 * step })) }
    }
    for step in [41, 60, 89] as [Int64] {
      #expect(try bundle.predict(rows((0..<20).map { $0 * step })).actual.count > 0)
    }
    // Every second row is missing, but for the last ones: gaps are what windows are cut at.
    #expect(try bundle.predict(rows([0, 120, 240, 360, 480, 540, 600])).actual.count > 0)
    // Two rows with a gap between them are too few rows, not another interval.
    #expect(throws: WindowError.self) { try bundle.predict(rows([0, 3600])) }
    var recipe = task.recipe
    recipe.window.crossesGaps = true
    bundle.recipe = try recipe.fitted(to: TrainingPart(unsplit: task.series))
    #expect(try bundle.predict(rows((0..<20).map { $0 * 3600 })).actual.count > 0)
  }

  @Test("a column that prediction lacks is named")
  func missingColumn() throws {
    let lacking = try task.series.selecting(["a"])
    #expect {
      try bundle().predict(lacking)
    } throws: { error in
      guard case SeriesError.missingColumn(let name, _, _) = error else { return false }
      return name == "b"
    }
  }

  /// Saves a bundle, lets its content be changed, and loads it.
  func loading(
    resealed: Bool = true, _ change: (inout SafetensorsFile) -> Void
  ) throws -> ModelBundle {
    try bundle().save(to: path)
    var file = try SafetensorsFile(reading: path)
    change(&file)
    if resealed { file.metadata["checksum"] = BundleFormat.checksum(file) }
    try file.write(to: path)
    return try ModelBundle(reading: path)
  }

  /// The error that loading a changed bundle throws.
  func refusal(
    resealed: Bool = true, _ change: (inout SafetensorsFile) -> Void
  ) -> BundleError? {
    do {
      _ = try loading(resealed: resealed, change)
      return nil
    } catch {
      return error as? BundleError
    }
  }

  @Test("an unchanged bundle passes")
  func unchanged() throws {
    _ = try loading { _ in }
  }

  @Test("an edited weight or text is found")
  func edited() throws {
    let weight = refusal(resealed: false) { $0.tensors["network.4.bias"] = .filled(1, shape: [3]) }
    guard case .edited(path, _, _) = weight else {
      Issue.record("\(String(describing: weight))")
      return
    }
    let text = refusal(resealed: false) { file in
      file.metadata["recipe"] = file.metadata["recipe"]?.replacing(":7", with: ":8")
    }
    guard case .edited = text else {
      Issue.record("\(String(describing: text))")
      return
    }
  }

  @Test("missing, extra and mis-shaped tensors are named")
  func tensors() {
    #expect(
      refusal { $0.tensors["network.0.weightHH"] = nil }
        == .missingTensor(file: path, name: "0.weightHH"))
    #expect(
      refusal { $0.tensors["network.9.bias"] = .zeros([1]) }
        == .extraTensor(file: path, name: "9.bias"))
    #expect(
      refusal { $0.tensors["network.4.bias"] = .zeros([5]) }
        == .wrongShape(file: path, name: "4.bias", expected: [3], found: [5]))
    #expect(
      refusal { $0.tensors["golden.rows"] = nil }
        == .missingTensor(file: path, name: "golden.rows"))
    #expect(
      refusal { $0.tensors["golden.rows"] = .zeros([10, 3]) }
        == .wrongShape(file: path, name: "golden.rows", expected: [10, 2], found: [10, 3]))
  }

  @Test("a model that answers otherwise than when it was saved is refused")
  func golden() {
    let refused = refusal { file in
      file.tensors["network.4.bias"] = .filled(0.01, shape: [3])
    }
    guard case .otherOutputs = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    let notANumber = refusal { file in
      file.tensors["network.4.bias"] = .filled(.nan, shape: [3])
    }
    guard case .otherOutputs = notANumber else {
      Issue.record("\(String(describing: notANumber))")
      return
    }
  }

  @Test("a newer version says to update")
  func newer() {
    #expect(
      refusal { $0.metadata["formatVersion"] = "2" }
        == .newerVersion(file: path, found: 2, supported: 1))
  }

  @Test(
    "an entry that is missing or makes no sense is named",
    arguments: ["recipe", "model", "seed", "checksum", "formatVersion"])
  func entries(name: String) {
    for value in [nil, "{\"x\": 1}"] {
      let refused = refusal(resealed: name != "checksum") { $0.metadata[name] = value }
      switch refused {
      case .badEntry(_, let entry, _): #expect(entry == name)
      case .edited: #expect(name == "checksum" && value != nil)
      default: Issue.record("\(name): \(String(describing: refused))")
      }
    }
  }

  @Test("a file that is no bundle is refused")
  func notABundle() throws {
    #expect(
      refusal { $0.metadata["format"] = nil }
        == .notABundle(
          file: path, reason: "it is a safetensors file, but its header has no Sluice entries"))
    try bundle().save(to: path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    for length in [0, 7, 100, bytes.count - 1] {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect {
        try ModelBundle(reading: path)
      } throws: { error in
        guard case BundleError.notABundle = error else { return false }
        return true
      }
    }
  }

  @Test("no training row is in the file")
  func noRows() throws {
    try bundle().save(to: path)
    let file = try SafetensorsFile(reading: path)
    let rows = Set(try #require(task.series["a"]).values + (task.series["b"]?.values ?? []))
    let golden = try #require(file.tensors["golden.rows"])
    #expect(golden.values.allSatisfy { !rows.contains($0) })
    #expect(golden.values.count == 20)
  }

  /// Written by `writeFixture` below with version 0.1.0, not to be written again.
  @Test("a bundle of format version 1 stays readable")
  func oldVersion() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "bundle-v1", withExtension: "safetensors", subdirectory: "Fixtures"))
    let loaded = try ModelBundle(reading: url.path)
    #expect(loaded.recipe == task.fitted)
    #expect(loaded.seed == 1)
    let expected = try bundle().predict(task.series).forecasts[0].values
    let found = try loaded.predict(task.series).forecasts[0].values
    #expect(zip(expected, found).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test(
    "writes the fixture of version 1",
    .enabled(if: ProcessInfo.processInfo.environment["SLUICE_WRITE_FIXTURES"] != nil))
  func writeFixture() throws {
    let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/bundle-v1.safetensors")
    try bundle().save(to: fixtures.path)
  }
}
