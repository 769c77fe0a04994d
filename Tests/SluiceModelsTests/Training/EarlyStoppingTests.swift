import Testing

@testable import SluiceModels

@Suite struct EarlyStoppingTests {
  /// Feeds losses epoch by epoch; returns the state and the epoch at which the rule stopped.
  func run(_ losses: [Double], _ rule: EarlyStopping) -> (EarlyStopping.State, Int?) {
    var state = EarlyStopping.State()
    for (i, loss) in losses.enumerated() {
      _ = state.judge(loss, epoch: i + 1, rule: rule)
      if state.isOver(rule) { return (state, i + 1) }
    }
    return (state, nil)
  }

  @Test("stops after patience epochs without an improvement and knows the best epoch")
  func patience() {
    let (state, stopped) = run([3, 2, 1, 1.5, 1.2, 1, 0.5], EarlyStopping(patience: 3))
    #expect(stopped == 6)
    #expect(state.bestEpoch == 3)
    #expect(state.bestLoss == 1)
  }

  @Test("an improvement smaller than the minimum change does not count")
  func minimumChange() {
    let rule = EarlyStopping(patience: 2, minimumChange: 0.1)
    let (state, stopped) = run([1, 0.95, 0.91, 0.88], rule)
    #expect(stopped == 3)
    #expect(state.bestEpoch == 1)
    let (better, never) = run([1, 0.95, 0.88], rule)
    #expect(never == nil)
    #expect(better.bestEpoch == 3)
  }

  @Test("epochs before the start epoch are not judged")
  func startEpoch() {
    let (state, stopped) = run([0.1, 0.2, 5, 4, 6, 7], EarlyStopping(patience: 2, startEpoch: 3))
    #expect(state.bestEpoch == 4)
    #expect(stopped == 6)
  }

  @Test("a loss that is not a number is never the best")
  func notANumber() {
    let (state, _) = run([.nan, 2, .nan], EarlyStopping())
    #expect(state.bestEpoch == 2)
    #expect(state.waited == 1)
  }

  @Test("without patience nothing ever stops")
  func endless() {
    let (_, stopped) = run(Array(repeating: 1, count: 1000), EarlyStopping())
    #expect(stopped == nil)
  }
}
