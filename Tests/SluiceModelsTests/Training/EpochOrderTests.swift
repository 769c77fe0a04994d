import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct EpochOrderTests {
  let streams = RandomStreams(seed: 7)

  @Test("each epoch visits every window once", arguments: [0, 1, 2, 101])
  func permutation(count: Int) {
    var order = EpochOrder(count: count)
    order.arrange(epoch: 3, streams: streams)
    #expect(order.indices.sorted() == Array(0..<count))
  }

  @Test("an epoch's order depends on seed and epoch only, not on the epochs before it")
  func independent() {
    var one = EpochOrder(count: 101)
    var two = EpochOrder(count: 101)
    one.arrange(epoch: 1, streams: streams)
    let first = one.indices
    one.arrange(epoch: 2, streams: streams)
    two.arrange(epoch: 2, streams: streams)
    #expect(one.indices == two.indices)
    #expect(one.indices != first)
    two.arrange(epoch: 2, streams: RandomStreams(seed: 8))
    #expect(one.indices != two.indices)
  }

  @Test("every window lands in every place equally often")
  func uniform() {
    var counts = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 5)
    var order = EpochOrder(count: 5)
    for epoch in 1...10_000 {
      order.arrange(epoch: epoch, streams: streams)
      for (place, index) in order.indices.enumerated() { counts[place][index] += 1 }
    }
    // 2,000 expected; five standard deviations are 200.
    #expect(counts.allSatisfy { row in row.allSatisfy { abs($0 - 2_000) < 200 } })
  }
}
