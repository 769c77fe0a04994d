import SluiceNN
import SluiceTensor

/// Times forecasts of one sample: the exact window, and one reading with the state carried over.
struct PredictionBenchmark {
  let workload: Workload
  let cell: CellChoice
  let seconds: Double

  func run() throws -> [(String, JSONValue)] {
    let network = try workload.model(cell).built(inputSize: workload.features, seed: 1)
    let window = workload.noise([1, workload.steps, workload.features])
    let reading = workload.noise([1, 1, workload.features])
    let whole = microseconds { _ = network.predict(window) }

    var state = NetworkState()
    let step = microseconds {
      var context = ForwardContext(initialState: state, returnsFinalState: true)
      _ = withoutGradients { network(reading, &context) }
      state = context.finalState
    }
    return [
      ("workload", .text(workload.name)), ("threads", .number(Double(Threads.count), 0)),
      ("windowMicroseconds", .number(whole, 3)), ("stepMicroseconds", .number(step, 3)),
      ("cell", .text(cell.rawValue)), ("isa", .text("\(InstructionSet.current)")),
    ]
  }

  /// The median time of one call, timed in groups: one may be shorter than the clock can tell.
  private func microseconds(_ call: () -> Void) -> Double {
    let group = 100
    for _ in 0..<group { call() }
    let timing = Timing(seconds: seconds / 2) { _ in
      for _ in 0..<group { call() }
    }
    return timing.median / Double(group) * 1e6
  }
}
