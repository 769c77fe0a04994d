import Foundation
import SluiceExperiment
import SluiceModels
import Testing

/// A run goes on with the readings that it was begun with, and with no others.
@Suite final class ResumedDataTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("sluice-resumed-\(UUID().uuidString)")
  private var readings: URL { folder.appendingPathComponent("readings.csv") }
  private var run: String { folder.appendingPathComponent("run").path }

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Ends training after a number of batches, as a user would.
  private final class Interrupter: TrainingObserver {
    private let request: StopRequest
    private var left: Int

    init(_ request: StopRequest, after batches: Int) {
      self.request = request
      left = batches
    }

    func batchEnded(_ progress: TrainingProgress) {
      left -= 1
      if left <= 0 { request.stop() }
    }
  }

  private func write(lastReading: String) throws {
    var text = "x,y\n"
    for row in 0..<199 { text += "\(row % 7),\(row % 13)\n" }
    text += "3,\(lastReading)\n"
    try Data(text.utf8).write(to: readings)
  }

  private func train(stoppingAfter batches: Int? = nil) throws -> ExperimentRun.Outcome {
    let experiment = try ExperimentFile.experiment(
      yaml: """
        data: {path: readings.csv, reader: {header: true, delimiter: ",", time: {columns: []}}}
        target: y
        features: {columns: [x, y]}
        window: {lookback: 4}
        model: [LSTM: {hiddenSize: 3}, Dense: {units: 1}]
        training: {batchSize: 20, epochs: 3}
        """, source: folder.appendingPathComponent("exp.yaml").path)
    let request = StopRequest()
    return try ExperimentRun(
      experiment: experiment,
      observers: batches.map { [Interrupter(request, after: $0)] } ?? [], stop: request
    ).write(to: run, resumes: true, checkpointSeconds: 0)
  }

  @Test func `resuming with other readings is refused, and both are named`() throws {
    try write(lastReading: "5")
    guard case .interrupted = try train(stoppingAfter: 4) else {
      Issue.record("not interrupted")
      return
    }
    // One reading of the test part: nothing that the network has seen.
    try write(lastReading: "6")
    #expect {
      try train()
    } throws: { error in
      guard case TrainingError.otherData(let file, let expected, let found) = error else {
        return false
      }
      let words = "\(error)"
      return file.hasPrefix(self.run) && expected != found && expected.count == 16
        && words.contains(expected) && words.contains(found)
    }
    // The checkpoint outlives the refusal: with the first readings the run goes on.
    try write(lastReading: "5")
    guard case .finished = try train() else {
      Issue.record("not finished")
      return
    }
  }
}
