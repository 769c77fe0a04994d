import SluiceModels
import SluiceNN
import Testing

@Suite struct LearningRateRangeTests {
  let task: SmallTraining

  init() throws { task = try SmallTraining() }

  @Test("the rate rises by a constant factor, and the weights are put back")
  func rates() throws {
    let network = try task.network()
    let before = network.bits
    let range = try Trainer(settings: task.settings, seed: 1).learningRateRange(
      network, training: task.training.windows, from: 1e-4, to: 1e-2, updates: 21)
    #expect(network.bits == before)
    #expect(range.points.count == 21)
    #expect(abs(range.points[0].learningRate - 1e-4) < 1e-9)
    #expect(abs(range.points[10].learningRate - 1e-3) < 1e-8)
    #expect(abs(range.points[20].learningRate - 1e-2) < 1e-7)
  }

  @Test("it goes through more updates than an epoch has, and suggests a rate that learns")
  func suggestion() throws {
    let network = try task.network()
    let range = try Trainer(settings: task.settings, seed: 1).learningRateRange(
      network, training: task.training.windows, from: 1e-5, to: 1, updates: 60)
    let suggestion = try #require(range.suggestion)
    #expect(suggestion > 1e-4 && suggestion < 1)
  }

  @Test("a loss that runs away ends the test early and leaves finite weights")
  func runaway() throws {
    var settings = task.settings
    settings.optimizer = .sgd()
    let network = try task.network()
    let before = network.bits
    let range = try Trainer(settings: settings, seed: 1).learningRateRange(
      network, training: task.training.windows, from: 1e-3, to: 1e30, updates: 80)
    #expect(range.points.count < 80)
    #expect(network.bits == before)
  }

  @Test("the suggestion is the rate before the steepest fall")
  func steepest() throws {
    let range = LearningRateRange(points: [
      .init(learningRate: 1, loss: 5), .init(learningRate: 2, loss: 4.5),
      .init(learningRate: 3, loss: 2), .init(learningRate: 4, loss: 1.5),
    ])
    #expect(range.suggestion == 2)
    // A jump between the first batches and a single one later are chance, the long fall is not.
    let losses = (0..<40).map { update in
      let start = update == 0 ? 10.0 : 5.0
      return start + (update == 16 ? 0.3 : 0) - 0.1 * Double(min(max(update - 22, 0), 10))
    }
    let noisy = LearningRateRange(
      points: losses.enumerated().map { .init(learningRate: Float($0 + 1), loss: $1) })
    let suggestion = try #require(noisy.suggestion)
    #expect(suggestion > 20 && suggestion < 35, "\(suggestion)")
    let rising = LearningRateRange(points: [
      .init(learningRate: 1, loss: 1), .init(learningRate: 2, loss: 2),
    ])
    #expect(rising.suggestion == nil)
  }
}
