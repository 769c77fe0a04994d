import SluiceNN
import SluiceTensor

/// Times training steps (forward, backward, Adam) through the public path of the library.
struct TrainingBenchmark {
  let workload: Workload
  let cell: CellChoice
  let seconds: Double

  func run() throws -> [(String, JSONValue)] {
    let network = try workload.model(cell).built(inputSize: workload.features, seed: 1)
    var optimizer = OptimizerState(.adam(learningRate: 0.01), parameters: network.parameters)
    let batches = workload.batches()
    let streams = RandomStreams(seed: 1)
    var count = 0
    func step(_ index: Int) {
      var context = ForwardContext(isTraining: true, random: streams.stream("dropout/\(count)"))
      count += 1
      let (inputs, targets) = batches[index % batches.count]
      Loss.mse.value(network(inputs, &context), targets).backward()
      optimizer.step(learningRate: 0.01)
    }
    for index in batches.indices { step(index) }
    let firstEpoch = ProcessMeter.age
    for index in 0..<5 { step(index) }
    let requests = StoragePool.statistics.misses
    let timing = Timing(seconds: seconds, step)
    let freshBuffers = StoragePool.statistics.misses - requests
    var result: [(String, JSONValue)] = [
      ("workload", .text(workload.name)), ("threads", .number(Double(Threads.count), 0)),
      ("msPerStep", .number(timing.median * 1e3, 4)),
      ("gflops", .number(workload.operations(cell) / timing.median * 1e-9, 1)),
    ]
    if workload.name == "W1" { result.append(("firstEpochSeconds", .number(firstEpoch, 3))) }
    result += [
      ("peakMegabytes", .number(ProcessMeter.peakMegabytes, 1)),
      ("bestMsPerStep", .number(timing.best * 1e3, 4)),
      ("cell", .text(cell.rawValue)), ("isa", .text("\(InstructionSet.current)")),
      ("freshBuffers", .number(Double(freshBuffers), 0)),
    ]
    return result
  }
}
