import Foundation
import Sluice
import Testing

/// The code of the article "From readings to a stream", with what it does.
@Suite struct FromReadingsToAStreamTests {
  @Test func theWholeWayFromAFileToAStream() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "sluice-article-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("wave.csv").path
    let file = folder.appendingPathComponent("model.safetensors").path
    let readings = (0..<1200).map { row -> Float in
      let wave = sin(Double(row) * 0.3)
      let noise = Double(row * 37 % 101) / 505
      return Float(wave + noise)
    }
    let rows = readings.enumerated().map { "\($0.offset),\($0.element)" }
    try ("row,power\n" + rows.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)

    let series = try SeriesReader().read(path: path).series
    let split = try Split(series, trainFraction: 0.8)
    let recipe = try Recipe(
      target: "power", features: ["power"], window: WindowOptions(lookback: 30, horizon: 5)
    ).fitted(to: split.train)
    let (training, test) = try recipe.frames(split)
    let parts = try training.holdingOut(lastFraction: 0.1)

    let network = try Sequential {
      LSTM(8)
      Dense(1)
    }.built(inputSize: 1, seed: 1)
    let settings = TrainingSettings(optimizer: .adam(learningRate: 0.01), batchSize: 64, epochs: 10)
    let result = try Trainer(settings: settings, seed: 1).fit(
      network, training: parts.training.windows, validation: parts.validation.windows)
    let baselines = try Baselines().fitted(to: parts.training, validation: parts.validation)
    #expect(result.summary.epochs <= 10)

    let evaluation = try Evaluation(
      of: NetworkModel(network), against: baselines, on: test, streams: RandomStreams(seed: 1))
    print(evaluation.verdict.sentence)

    try ModelBundle(
      model: .network(network), recipe: recipe, baselines: baselines, seed: 1
    ).save(to: file)

    var stream = try ModelBundle(reading: file).stream()
    for reading in readings {
      if let forecast = try stream.push([reading]) { print(forecast.values) }
    }

    // The stream's last forecast is the table's: the same window, the same bits.
    let table = try ModelBundle(reading: file).predict(series)
    var again = try ModelBundle(reading: file).stream()
    var last: [Float]?
    for reading in readings { last = try again.push([reading])?.values }
    #expect(last?.first == table.forecasts.first?.values.last)
  }
}
