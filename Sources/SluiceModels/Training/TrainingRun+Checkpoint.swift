import Foundation
import SluiceNN
import SluiceTensor

/// What a checkpoint says about its run beside the tensors.
private struct CheckpointHeader: Codable {
  static let version = 1

  var version = CheckpointHeader.version
  /// Nil where nobody gave one, as in the checkpoints of earlier versions.
  var dataFingerprint: String?
  var seed: UInt64
  var windows: Int
  var validationWindows: Int
  var settings: TrainingSettings
  var optimizerSteps: Int
  var state: TrainingState
}

extension TrainingRun {
  private static let headerKey = "sluice.checkpoint"

  /// Writes a checkpoint if enough time has passed since the last one.
  mutating func writeCheckpointIfDue() throws {
    guard let policy = trainer.checkpoints else { return }
    if trainer.clock() - checkpointTime >= policy.seconds { try writeCheckpoint() }
  }

  /// Writes all that going on needs, and the best weights on their own if they are new.
  mutating func writeCheckpoint() throws {
    guard let policy = trainer.checkpoints else { return }
    try FileManager.default.createDirectory(
      at: policy.folder, withIntermediateDirectories: true)
    try checkpoint().write(to: policy.last.path)
    if let best, checkpointedBest != state.stopping.bestEpoch {
      try SafetensorsFile(tensors: best).write(to: policy.best.path)
      checkpointedBest = state.stopping.bestEpoch
    }
    checkpointTime = trainer.clock()
  }

  private func checkpoint() throws -> SafetensorsFile {
    var saved = state
    saved.secondsBefore = seconds()
    let header = CheckpointHeader(
      dataFingerprint: trainer.checkpoints?.dataFingerprint, seed: trainer.seed,
      windows: training.count, validationWindows: validation?.count ?? 0,
      settings: settings, optimizerSteps: optimizer.stepCount, state: saved)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = String(decoding: try encoder.encode(header), as: UTF8.self)

    var tensors: [String: Tensor] = [:]
    for (path, tensor) in network.parameters.tensors { tensors["weights/\(path)"] = tensor }
    for (name, tensor) in optimizer.tensors { tensors["optimizer/\(name)"] = tensor }
    for (path, tensor) in best ?? [:] { tensors["best/\(path)"] = tensor }
    if let average {
      for (element, tensor) in zip(network.parameters, average.values) {
        tensors["average/\(element.path)"] = tensor
      }
    }
    return SafetensorsFile(tensors: tensors, metadata: [TrainingRun.headerKey: json])
  }

  /// Takes up the last checkpoint; begins afresh when there is none.
  ///
  /// - Throws: ``TrainingError`` when the checkpoint belongs to another run or is damaged.
  mutating func resume() throws {
    guard let policy = trainer.checkpoints else { return }
    let path = policy.last.path
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      let file = try SafetensorsFile(reading: path)
      let header = try header(of: file, path: path)
      try check(header, path: path)
      try restore(header, tensors: file.tensors)
    } catch let error as TrainingError {
      throw error
    } catch {
      throw TrainingError.badCheckpoint(file: path, reason: "\(error)")
    }
  }

  private func header(of file: SafetensorsFile, path: String) throws -> CheckpointHeader {
    guard let json = file.metadata[TrainingRun.headerKey] else {
      throw TrainingError.badCheckpoint(file: path, reason: "it has no header of a training run")
    }
    struct Version: Decodable { var version: Int }
    let version = try JSONDecoder().decode(Version.self, from: Data(json.utf8)).version
    if version > CheckpointHeader.version {
      throw TrainingError.badCheckpoint(
        file: path, reason: "a newer version of Sluice wrote it (format \(version))")
    }
    return try JSONDecoder().decode(CheckpointHeader.self, from: Data(json.utf8))
  }

  /// Throws unless going on would give the same weights as never having stopped.
  private func check(_ header: CheckpointHeader, path: String) throws {
    func same<Value: Equatable>(_ what: String, _ expected: Value, _ found: Value) throws {
      guard expected != found else { return }
      throw TrainingError.otherRun(
        file: path, what: what, expected: "\(expected)", found: "\(found)")
    }
    // First, because other readings change the numbers of windows, too, which would say less.
    if let expected = header.dataFingerprint, let found = trainer.checkpoints?.dataFingerprint,
      expected != found
    {
      throw TrainingError.otherData(file: path, expected: expected, found: found)
    }
    try same("seed", trainer.seed, header.seed)
    try same("number of training windows", training.count, header.windows)
    try same("number of validation windows", validation?.count ?? 0, header.validationWindows)
    // More epochs or more patience may be asked for; the schedule sees the new number of epochs.
    var found = header.settings
    found.epochs = settings.epochs
    found.patience = settings.patience
    guard settings != found else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    throw TrainingError.otherRun(
      file: path, what: "training settings",
      expected: String(decoding: try encoder.encode(settings), as: UTF8.self),
      found: String(decoding: try encoder.encode(found), as: UTF8.self))
  }

  private mutating func restore(_ header: CheckpointHeader, tensors: [String: Tensor]) throws {
    func group(_ name: String) -> [String: Tensor] {
      var group: [String: Tensor] = [:]
      for (key, tensor) in tensors where key.hasPrefix("\(name)/") {
        group[String(key.dropFirst(name.count + 1))] = tensor
      }
      return group
    }
    let parameters = network.parameters
    let restored = try OptimizerState(
      settings.optimizer, parameters: parameters, tensors: group("optimizer"),
      stepCount: header.optimizerSteps)
    // Loading checks names and shapes, so the network serves to check the other sets of weights too.
    if header.state.stopping.bestEpoch != nil {
      try parameters.load(group("best"))
      best = parameters.tensors
    }
    if let decay = settings.emaDecay {
      try parameters.load(group("average"))
      average = WeightAverage(
        decay: Float(decay), values: parameters.map { $0.parameter.value.detached() })
    }
    try parameters.load(group("weights"))
    optimizer = restored
    state = header.state
    checkpointedBest = state.stopping.bestEpoch
  }
}
