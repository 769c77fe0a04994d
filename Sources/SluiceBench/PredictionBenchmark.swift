import SluiceNN
import SluiceTensor

/// Times forecasts of one sample: the exact window, and one reading with the state carried over.
///
/// The recurrent layers stream; the dense layers after them take the state of the last one.
struct PredictionBenchmark {
  let workload: Workload
  let cell: CellChoice
  let seconds: Double

  func run() throws -> [(String, JSONValue)] {
    let network = try workload.model(cell).built(inputSize: workload.features, seed: 1)
    let window = workload.noise([1, workload.steps, workload.features])
    var result: [(String, JSONValue)] = [
      ("workload", .text(workload.name)), ("threads", .number(Double(Threads.count), 0)),
    ]
    let whole = microseconds { _ = network.predict(window) }
    if var stack = StreamingStack(of: network) {
      let readings = window.values
      let head = network.stages.dropFirst()
      let windowTime = microseconds {
        stack.reset()
        stack.advance(readings)
        var context = ForwardContext()
        var y = Tensor(stack.output, shape: [1, stack.outputSize])
        withoutGradients {
          for stage in head { y = stage(y, &context) }
        }
      }
      let features = workload.features
      var place = 0
      let step = readings.withUnsafeBufferPointer { readings in
        microseconds {
          stack.advance(UnsafeBufferPointer(rebasing: readings[place..<(place + features)]))
          place = (place + features) % readings.count
        }
      }
      result += [
        ("windowMicroseconds", .number(windowTime, 3)), ("stepMicroseconds", .number(step, 3)),
      ]
    } else {
      result.append(("windowMicroseconds", .number(whole, 3)))
    }
    return result + [
      ("networkMicroseconds", .number(whole, 3)), ("cell", .text(cell.rawValue)),
      ("isa", .text("\(InstructionSet.current)")),
    ]
  }

  /// The median time of one call, timed in groups: one may be shorter than the clock can tell.
  private func microseconds(_ call: () -> Void) -> Double {
    let group = 100
    for _ in 0..<group { call() }
    let timing = Timing(seconds: seconds / 3) { _ in
      for _ in 0..<group { call() }
    }
    return timing.median / Double(group) * 1e6
  }
}

extension StreamingStack {
  /// The recurrent layers of a network that begins with them; nil if one runs backward.
  init?(of network: Network) {
    guard let (layers, weights) = (network.stages.first as? RecurrentStackModule)?.stack,
      layers.allSatisfy({ $0.direction == .forward })
    else { return nil }
    self.init(layers: layers, weights: weights)
  }
}
