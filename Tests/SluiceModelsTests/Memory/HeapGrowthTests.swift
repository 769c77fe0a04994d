import SluiceData
import SluiceModels
import SluiceNN
import SluiceTensor
import TestSupport
import Testing

/// Each test measures in a process of its own: the heap belongs to the whole process, and the other
/// tests run meanwhile.
@Suite struct HeapGrowthTests {
  /// 5,000 steps that kept the smallest array each would keep 240,000 bytes; what the process itself
  /// needs comes in pages.
  static let allowance = 128 << 10

  @Test("memory does not grow from training step to training step")
  func trainingSteps() async {
    await #expect(processExitsWith: .success) {
      let task = try SmallTraining()
      let network = try task.network()
      var optimizer = OptimizerState(.adam(), parameters: network.parameters)
      let rows = Array(0..<11)
      var step: UInt64 = 0
      let growth = HeapMeter.growth(over: 5_000) {
        let batch = task.training.windows.samples(rows[...])
        var context = ForwardContext(isTraining: true, random: RandomStream(seed: step))
        context.lengths = batch.lengths
        Loss.mse.value(network(batch.inputs, &context), batch.targets).backward()
        GradientClipping.norm(1).apply(to: network.parameters)
        optimizer.step(learningRate: 0.001)
        step += 1
      }
      #expect(growth ?? 0 < HeapGrowthTests.allowance)
    }
  }

  @Test("memory does not grow from reading to reading of a stream")
  func streamedReadings() async {
    await #expect(processExitsWith: .success) {
      let task = try SmallTraining()
      let bundle = ModelBundle(model: .network(try task.network()), recipe: task.fitted, seed: 1)
      for mode in [ForecastStream.Mode.windows, .states] {
        var stream = try bundle.stream(mode: mode)
        var time: Int64 = 0
        let growth = try HeapMeter.growth(over: 5_000) {
          _ = try stream.push([Float(time % 7), Float(time % 5)], at: time * 60_000_000)
          time += 1
        }
        #expect(growth ?? 0 < HeapGrowthTests.allowance, "\(mode)")
      }
    }
  }
}
