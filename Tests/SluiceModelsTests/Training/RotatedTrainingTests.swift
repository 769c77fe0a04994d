import Foundation
import SluiceData
import SluiceNN
import SluiceTensor
import Testing

@testable import SluiceModels

/// Training on windows whose sensors are turned.
@Suite final class RotatedTrainingTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-rotation-\(UInt64.random(in: 0...(.max)))")
  private let training: WindowFrame
  private let validation: WindowFrame

  /// Three persons who rest and walk with a sensor of three axes; two train, one validates.
  init() throws {
    let rows = 0..<72
    func wave(_ row: Int, _ period: Int) -> Float {
      abs(Float(row % period) / Float(period) - 0.5) * Float(1 + row / 12 % 2)
    }
    let series = Series(
      columns: [
        Column("x", rows.map { wave($0, 5) }), Column("y", rows.map { 9 + wave($0, 7) }),
        Column("z", rows.map { 3 * wave($0, 3) }),
        Column("activity", texts: rows.map { $0 / 12 % 2 == 0 ? "rest" : "walk" }),
        Column("person", texts: rows.map { ["p", "q", "r"][$0 / 24] }),
      ], timestamps: nil)
    let recipe = Recipe(
      target: "activity", label: LabelOptions(), subject: "person", features: ["x", "y", "z"],
      window: WindowOptions(lookback: 4), warmUp: .none)
    let split = try SubjectSplit(test: ["r"], validation: ["q"]).split(
      recipe.prepared(series), by: "person")
    let fitted = try recipe.fitted(to: split.train)
    training = try fitted.frame(split.train, warmUp: .none)
    validation = try fitted.frame(try #require(split.validation), warmUp: .none)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func settings(_ degrees: Double?) -> TrainingSettings {
    TrainingSettings(
      loss: .crossEntropy(), optimizer: .adam(learningRate: 0.02), batchSize: 5, epochs: 4,
      patience: nil, restoreBest: false,
      rotation: degrees.map { SensorRotation(degrees: $0, sensors: [["x", "y", "z"]]) })
  }

  private func network(_ seed: UInt64 = 1) throws -> Network {
    try Sequential {
      LSTM(4)
      Dense(2)
    }.built(inputSize: 3, seed: seed)
  }

  @Test("Only what is learnt from is turned, anew in each epoch; labels stay")
  func samples() throws {
    let source = try training.samples(weighing: settings(30))
    let streams = RandomStreams(seed: 1)
    let plain = training.windows.batch([2, 7])
    func learnt(_ epoch: Int) -> SampleBatch {
      source.samples([2, 7], epoch: epoch, streams: streams)
    }
    #expect(source.samples([2, 7]).inputs.values == plain.inputs.values)
    #expect(learnt(1).inputs.shape == plain.inputs.shape)
    #expect(learnt(1).inputs.values != plain.inputs.values)
    #expect(learnt(1).inputs.values != learnt(2).inputs.values)
    #expect(learnt(1).inputs.values == learnt(1).inputs.values)
    #expect(learnt(1).targets.values == plain.targets.values)
    let checked = try validation.samples()
    #expect(
      checked.samples([0, 3], epoch: 1, streams: streams).inputs.values
        == validation.windows.batch([0, 3]).inputs.values)
    let unturned = try training.samples(weighing: settings(nil))
    #expect(
      unturned.samples([2, 7], epoch: 1, streams: streams).inputs.values == plain.inputs.values)
  }

  @Test("The turn is made in the sensor's own units, behind the scaler")
  func units() throws {
    let batch = try training.samples(weighing: settings(30))
      .samples([4], epoch: 1, streams: RandomStreams(seed: 1))
    let plain = training.windows.batch([4])
    func lengths(_ values: [Float]) throws -> [Double] {
      let scales = try ["x", "y", "z"].map { try #require(training.recipe.scale(of: $0)) }
      var lengths: [Double] = []
      for row in 0..<4 {
        var sum = 0.0
        for (place, scale) in scales.enumerated() {
          let own = Double(scale.inverseTransform(values[row * 3 + place]))
          sum += own * own
        }
        lengths.append(sum.squareRoot())
      }
      return lengths
    }
    let pairs = try zip(lengths(batch.inputs.values), lengths(plain.inputs.values))
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test("The loss of training is that of the turned windows, validation sees them as they are")
  func losses() throws {
    func epochs(_ degrees: Double?) throws -> [History.Epoch] {
      var settings = settings(degrees)
      settings.epochs = 2
      // Too small a rate to change a loss by the updates themselves.
      settings.optimizer = .adam(learningRate: 1e-12)
      return try Trainer(settings: settings, seed: 1).fit(
        network(), training: training.samples(weighing: settings),
        validation: validation.samples()
      ).history.epochs
    }
    let (turned, plain) = try (epochs(60), epochs(nil))
    #expect(turned.map(\.validationLoss) == plain.map(\.validationLoss))
    #expect(abs(turned[0].loss - plain[0].loss) > 1e-4)
    // Anew in each epoch, while the windows themselves are the same.
    #expect(abs(turned[0].loss - turned[1].loss) > 1e-4)
    #expect(abs(plain[0].loss - plain[1].loss) < 1e-6)
  }

  @Test("Interrupted after every third batch, training ends with the bits of a whole run")
  func resumed() throws {
    final class Interrupter: TrainingObserver {
      let request: StopRequest
      var left = 3
      init(_ request: StopRequest) { self.request = request }
      func batchEnded(_ progress: TrainingProgress) {
        left -= 1
        if left == 0 { request.stop() }
      }
    }
    let settings = settings(30)
    let whole = try network()
    _ = try Trainer(settings: settings, seed: 3).fit(
      whole, training: training.samples(weighing: settings))
    var runs = 0
    while runs < 50 {
      let part = try network(runs == 0 ? 1 : 99)
      let request = StopRequest()
      let result = try Trainer(
        settings: settings, seed: 3, observers: [Interrupter(request)],
        checkpoints: CheckpointPolicy(folder: folder, seconds: 0), stopRequest: request
      ).fit(part, training: training.samples(weighing: settings), resuming: true)
      runs += 1
      guard result.summary.stopped != .interrupted else { continue }
      #expect(part.bits == whole.bits)
      break
    }
    #expect(runs > 3 && runs < 50)
    // With another rule the rest would be of another run.
    let other = self.settings(31)
    #expect(throws: TrainingError.self) {
      try Trainer(
        settings: other, seed: 3, checkpoints: CheckpointPolicy(folder: folder, seconds: 0)
      ).fit(network(), training: training.samples(weighing: other), resuming: true)
    }
  }

  @Test("A sensor that the windows do not have is an error")
  func missing() throws {
    var settings = settings(30)
    settings.rotation?.sensors = [["x", "y", "zz"]]
    #expect(
      throws: SeriesError.missingColumn(name: "zz", nearest: "z", available: ["x", "y", "z"])
    ) { try training.samples(weighing: settings) }
  }
}
