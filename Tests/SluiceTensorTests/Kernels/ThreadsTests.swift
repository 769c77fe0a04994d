import Synchronization
import Testing

@testable import SluiceTensor

extension KernelTests {
  @Suite struct ThreadsTests {
    @Test("every block runs exactly once, for any number of threads", arguments: [1, 2, 3, 8])
    func coverage(threads: Int) {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = threads
      for blocks in [0, 1, 2, 3, 7, 64, 1000] {
        var visits = [Int](repeating: 0, count: blocks)
        for _ in 0..<20 {
          visits.withUnsafeMutableBufferPointer { visits in
            nonisolated(unsafe) let visits = visits
            Threads.run(blocks: blocks) { visits[$0] += 1 }
          }
        }
        #expect(visits == [Int](repeating: 20, count: blocks))
      }
    }

    @Test("what is made of numbers stands in their order", arguments: [1, 2, 3])
    func mapped(threads: Int) {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = threads
      for count in [0, 1, 2, 7, 64] {
        #expect(Threads.map(count) { "\($0)" } == (0..<count).map(String.init))
      }
    }

    @Test("slices cover every item exactly once", arguments: [1, 2, 3])
    func slices(threads: Int) {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = threads
      let cases = [(0, 1), (1, 1), (7, 0), (16384, 1), (50_001, 1), (5, 20_000), (19, 3000)]
      for (count, floats) in cases {
        var visits = [Int](repeating: 0, count: count)
        visits.withUnsafeMutableBufferPointer { visits in
          nonisolated(unsafe) let visits = visits
          Threads.run(slicesOf: count, floatsEach: floats) { slice in
            for item in slice { visits[item] += 1 }
          }
        }
        #expect(visits == [Int](repeating: 1, count: count))
      }
    }

    @Test("a call from inside a block runs its blocks itself, in order")
    func nested() {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = 3
      var orders = [[Int]](repeating: [], count: 8)
      orders.withUnsafeMutableBufferPointer { orders in
        nonisolated(unsafe) let orders = orders
        Threads.run(blocks: 8) { outer in
          Threads.run(blocks: 5) { orders[outer].append($0) }
        }
      }
      #expect(orders == [[Int]](repeating: [0, 1, 2, 3, 4], count: 8))
    }

    @Test("calls side by side have a share of the threads each, and all blocks run")
    func shares() {
      let before = Threads.count
      defer { Threads.count = before }
      Threads.count = 5
      let seen = Mutex<[Int: (share: Int, sum: Int)]>([:])
      for _ in 0..<3 {
        Threads.concurrently(3) { index in
          var visits = [Int](repeating: 0, count: 100)
          visits.withUnsafeMutableBufferPointer { visits in
            nonisolated(unsafe) let visits = visits
            for _ in 0..<50 { Threads.run(blocks: 100) { visits[$0] += 1 } }
          }
          let sum = visits.reduce(0, +)
          seen.withLock { $0[index] = (Threads.count, sum) }
        }
        seen.withLock { seen in
          #expect((0..<3).map { seen[$0]?.share } == [2, 2, 1])
          #expect((0..<3).map { seen[$0]?.sum } == [5000, 5000, 5000])
        }
      }
      #expect(Threads.count == 5)
    }

    @Test("several callers at once all finish")
    func concurrentCallers() async {
      await withTaskGroup(of: Int.self) { group in
        for _ in 0..<4 {
          group.addTask {
            let total = Atomic<Int>(0)
            for _ in 0..<50 {
              Threads.run(blocks: 9) { total.wrappingAdd($0, ordering: .relaxed) }
            }
            return total.load(ordering: .relaxed)
          }
        }
        for await total in group { #expect(total == 50 * 36) }
      }
    }
  }
}
