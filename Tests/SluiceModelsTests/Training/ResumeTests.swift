import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import Testing

@Suite final class ResumeTests {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-resume-\(UInt64.random(in: 0...(.max)))")
  let task: SmallTraining

  init() throws { task = try SmallTraining() }
  deinit { try? FileManager.default.removeItem(at: folder) }

  /// All that a run can keep at once: averages, a schedule with a memory, clipping, accumulation.
  var settings: TrainingSettings {
    var settings = task.settings
    settings.optimizer = .nadam(learningRate: 0.02)
    settings.schedule = .warmUp(steps: 3, then: .reduceOnPlateau(factor: 0.5, patience: 0))
    settings.clipping = .norm(0.5)
    settings.penalties = [WeightPenalty(l1: 1e-4, l2: 1e-4)]
    settings.accumulation = 2
    settings.batchSize = 5
    settings.emaDecay = 0.9
    settings.epochs = 5
    return settings
  }

  /// Ends training after a number of batches, as a user would.
  final class Interrupter: TrainingObserver {
    let request: StopRequest
    var left: Int

    init(_ request: StopRequest, after batches: Int) {
      self.request = request
      left = batches
    }

    func batchEnded(_ progress: TrainingProgress) {
      left -= 1
      if left <= 0 { request.stop() }
    }
  }

  func fit(
    _ network: Network, _ settings: TrainingSettings, seed: UInt64 = 3, stoppingAfter: Int? = nil,
    resuming: Bool = true, validation: Bool = true, data: String? = nil
  ) throws -> TrainingResult {
    let request = StopRequest()
    let trainer = Trainer(
      settings: settings, seed: seed,
      observers: stoppingAfter.map { [Interrupter(request, after: $0)] } ?? [],
      checkpoints: CheckpointPolicy(folder: folder, seconds: 0, dataFingerprint: data),
      stopRequest: request)
    return try trainer.fit(
      network, training: task.training.windows,
      validation: validation ? task.validation.windows : nil, resuming: resuming)
  }

  @Test("interrupted again and again, training ends with the bits of a run that never stopped")
  func interrupted() throws {
    let whole = try task.network()
    let plain = Trainer(settings: settings, seed: 3)
    let expected = try plain.fit(
      whole, training: task.training.windows, validation: task.validation.windows)

    var stream = RandomStream(seed: 5)
    var runs = 0
    while true {
      // Each life begins with a network of other weights: all must come from the checkpoint.
      let network = try task.network(seed: UInt64(100 + runs))
      if runs == 0 { try network.parameters.load(try task.network().parameters.tensors) }
      let result = try fit(network, settings, stoppingAfter: Int(stream.next() % 17) + 1)
      runs += 1
      guard result.summary.stopped != .interrupted else { continue }
      #expect(network.bits == whole.bits)
      #expect(result.history.epochs.map(\.loss) == expected.history.epochs.map(\.loss))
      #expect(
        result.history.epochs.map(\.validationLoss)
          == expected.history.epochs.map(\.validationLoss))
      #expect(
        result.history.epochs.map(\.learningRate) == expected.history.epochs.map(\.learningRate))
      #expect(result.summary.bestEpoch == expected.summary.bestEpoch)
      break
    }
    #expect(runs > 5)
  }

  @Test("a run that was killed goes on from whatever checkpoint it left, at any update")
  func killed() throws {
    let whole = try task.network()
    let copies = folder.appendingPathComponent("copies")
    try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
    // A kill leaves the last checkpoint behind and nothing else: keep each one that was written.
    final class Keeper: TrainingObserver {
      let from: URL
      let to: URL
      var count = 0

      init(from: URL, to: URL) { (self.from, self.to) = (from, to) }

      func batchEnded(_ progress: TrainingProgress) {
        let copy = to.appendingPathComponent("\(count).safetensors")
        if (try? FileManager.default.copyItem(at: from, to: copy)) != nil { count += 1 }
      }
    }
    let policy = CheckpointPolicy(folder: folder, seconds: 0)
    let keeper = Keeper(from: policy.last, to: copies)
    _ = try Trainer(settings: settings, seed: 3, observers: [keeper], checkpoints: policy).fit(
      whole, training: task.training.windows, validation: task.validation.windows)
    #expect(keeper.count > 50)
    for copy in stride(from: 1, to: keeper.count, by: 13) {
      try FileManager.default.removeItem(at: policy.last)
      try FileManager.default.copyItem(
        at: copies.appendingPathComponent("\(copy).safetensors"), to: policy.last)
      let network = try task.network(seed: 77)
      _ = try fit(network, settings)
      #expect(network.bits == whole.bits, "from checkpoint \(copy)")
    }
  }

  @Test("a finished run that is resumed does nothing; with more epochs it goes on")
  func finished() throws {
    let network = try task.network()
    let result = try fit(network, settings)
    let again = try task.network(seed: 9)
    let second = try fit(again, settings)
    #expect(again.bits == network.bits)
    #expect(second.history.epochs.count == result.history.epochs.count)
    var longer = settings
    longer.epochs = 8
    #expect(try fit(again, longer).history.epochs.count == 8)
  }

  @Test("the best weights are a file of their own")
  func bestFile() throws {
    let network = try task.network()
    _ = try fit(network, settings)
    let policy = CheckpointPolicy(folder: folder)
    let best = try SafetensorsFile(reading: policy.best.path)
    let other = try task.network(seed: 9)
    try other.parameters.load(best.tensors)
    #expect(other.bits == network.bits)
  }

  @Test("a checkpoint of another run is refused, and what differs is named")
  func otherRun() throws {
    _ = try fit(try task.network(), settings)
    func refusal(_ body: () throws -> TrainingResult) -> String? {
      do {
        _ = try body()
        return nil
      } catch TrainingError.otherRun(_, let what, _, _) {
        return what
      } catch {
        return "\(error)"
      }
    }
    #expect(refusal { try fit(try task.network(), settings, seed: 4) } == "seed")
    var other = settings
    other.batchSize = 6
    #expect(refusal { try fit(try task.network(), other) } == "training settings")
    #expect(
      refusal { try fit(try task.network(), settings, validation: false) }
        == "number of validation windows")
  }

  @Test("a checkpoint made with other readings is refused, unless nobody knows which they were")
  func otherData() throws {
    let path = CheckpointPolicy(folder: folder).last.path
    _ = try fit(try task.network(), settings, stoppingAfter: 5, data: "aaaa")
    #expect(throws: TrainingError.otherData(file: path, expected: "aaaa", found: "bbbb")) {
      // Other readings give other numbers of windows, too: the fingerprint says more.
      try fit(try task.network(), settings, validation: false, data: "bbbb")
    }
    _ = try fit(try task.network(), settings, stoppingAfter: 5, data: "aaaa")
    _ = try fit(try task.network(), settings, stoppingAfter: 5)
  }

  @Test("a damaged checkpoint is refused with its name")
  func damaged() throws {
    _ = try fit(try task.network(), settings)
    let path = CheckpointPolicy(folder: folder).last
    let bytes = try Data(contentsOf: path)
    for broken in [bytes.dropLast(5), Data(), Data("nonsense".utf8)] {
      try broken.write(to: path)
      #expect {
        try fit(try task.network(), settings)
      } throws: { error in
        guard case TrainingError.badCheckpoint(let file, _) = error else { return false }
        return file == path.path
      }
    }
    // Another architecture: the tensors do not fit.
    try bytes.write(to: path)
    let wider = try Sequential {
      LSTM(6)
      Dense(3)
    }.built(inputSize: 2, seed: 1)
    #expect(throws: TrainingError.self) { try fit(wider, settings) }
  }

  @Test("without resuming, an old checkpoint is left aside")
  func afresh() throws {
    let network = try task.network()
    _ = try fit(network, settings)
    let again = try task.network()
    let result = try fit(again, settings, resuming: false)
    #expect(result.history.epochs.count == settings.epochs)
    #expect(again.bits == network.bits)
  }
}
