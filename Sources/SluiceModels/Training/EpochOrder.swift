import SluiceTensor

/// The order in which one epoch visits the windows.
///
/// It depends on the run's seed and the epoch's number only: so a resumed run draws the same order
/// again, and nothing of it needs saving. One array serves all epochs.
struct EpochOrder {
  private(set) var indices: [Int]

  /// Creates the order of time.
  init(count: Int) {
    indices = Array(0..<count)
  }

  /// Arranges the windows for one epoch (counted from 1): a Fisher-Yates shuffle of the order of time.
  mutating func arrange(epoch: Int, streams: RandomStreams) {
    var stream = streams.stream("shuffle/\(epoch)")
    indices.withUnsafeMutableBufferPointer { order in
      for i in order.indices { order[i] = i }
      var last = order.count - 1
      while last > 0 {
        order.swapAt(last, stream.below(last + 1))
        last -= 1
      }
    }
  }
}
