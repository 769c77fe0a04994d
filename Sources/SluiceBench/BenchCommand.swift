import ArgumentParser
import Foundation
import SluiceTensor

@main
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice-bench",
    abstract: "Times Sluice on networks of fixed sizes.",
    discussion: "A training step is forward, backward and an Adam update, in Float32.")

  @Option(help: "\(Workload.all.map(\.name).joined(separator: ", ")).")
  var workload = "W1"

  @Option(help: "How many threads share the work; by default one a core.")
  var threads: Int?

  @Option(help: "The recurrent layers: lstm, gru or bidirectional.")
  var cell = "lstm"

  @Option(help: "The kernels' instruction set: baseline, avx2 or avx512; by default the widest.")
  var isa: String?

  @Option(help: "Times the reader on a file of readings instead of a network.", completion: .file())
  var read: String?

  @Option(
    help: "Times the preparation of the household file, with 20 derived features, instead.",
    completion: .file())
  var prepare: String?

  @Option(help: "How long to measure.")
  var seconds = 3.0

  @Flag(help: "Times forecasts of one sample instead of training steps.")
  var predict = false

  @Flag(
    help: "Times integrated gradients of 64 points for 1,000 windows instead of training steps.")
  var explain = false

  @Flag(
    help: "Times the study around trials that do nothing, in an SQLite file, instead of a network.")
  var study = false

  @Flag(help: "Prints one line of JSON.")
  var json = false

  /// Runs the command; as with `sluice`, arguments that cannot be used end with 2.
  static func main() {
    do {
      var command = try parse()
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { Self.exit(withError: error) }
      FileHandle.standardError.write(Data("\(fullMessage(for: error))\n".utf8))
      Self.exit(withError: ExitCode(2))
    }
  }

  func validate() throws {
    guard seconds > 0, seconds.isFinite else {
      throw ValidationError("--seconds must be above 0, found \(seconds).")
    }
  }

  mutating func run() throws {
    guard let chosen = Workload.all.first(where: { $0.name == workload }) else {
      throw ValidationError("no workload \(workload); there are W1 to W6 and W4b")
    }
    guard let cell = CellChoice(rawValue: cell) else {
      throw ValidationError("no cell \(cell); there are lstm, gru and bidirectional")
    }
    if let isa {
      guard let set = InstructionSet.available.first(where: { "\($0)" == isa }) else {
        throw ValidationError("this machine runs \(InstructionSet.available), not \(isa)")
      }
      InstructionSet.current = set
    }
    if let threads {
      guard threads >= 1 else { throw ValidationError("threads is at least 1, got \(threads)") }
      Threads.count = threads
    }
    let result =
      if let read {
        try ReadBenchmark(path: read).run()
      } else if let prepare {
        try PreparationBenchmark(path: prepare).run()
      } else if study {
        try StudyBenchmark(seconds: seconds).run()
      } else if explain {
        try ExplanationBenchmark(workload: chosen, cell: cell, seconds: seconds).run()
      } else if predict {
        try PredictionBenchmark(workload: chosen, cell: cell, seconds: seconds).run()
      } else {
        try TrainingBenchmark(workload: chosen, cell: cell, seconds: seconds).run()
      }
    if json {
      print("{" + result.map { "\"\($0.0)\": \($0.1.json)" }.joined(separator: ", ") + "}")
    } else {
      for (name, value) in result { print("\(name): \(value.plain)") }
    }
  }
}
