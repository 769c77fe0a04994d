import Synchronization

/// Recycles the buffers of tensors, so that a training step allocates nothing once it is warm.
///
/// Buffers come in size classes, four to each power of two. A buffer goes back to its class when
/// the last tensor that uses it is gone, and the next request of that class gets it, contents and
/// all. Fresh large buffers would cost page faults in every step.
package enum StoragePool {
  /// What the pool has done since the process began.
  package struct Statistics: Sendable {
    /// Requests that needed fresh memory.
    package var misses = 0
    /// Requests that a recycled buffer served.
    package var hits = 0
    /// Bytes that lie in the pool, waiting for use.
    package var idleBytes = 0
  }

  private struct State: Sendable {
    // Addresses as integers: a pointer may not cross the boundary of a mutex.
    var idle = [[UInt]](repeating: [], count: 240)
    var statistics = Statistics()
  }

  /// Idle bytes above which returned buffers go back to the system.
  private static let idleLimit = 1 << 30
  private static let state = Mutex(State())

  /// Counts of requests and idle bytes so far.
  package static var statistics: Statistics { state.withLock { $0.statistics } }

  /// Returns the class of buffers that hold a number of floats, at least one.
  static func sizeClass(holding count: Int) -> Int {
    if count <= 16 { return 0 }
    let last = count - 1
    let exponent = Int.bitWidth - 1 - last.leadingZeroBitCount
    let quarter = (last >> (exponent - 2)) & 3
    return (exponent - 4) * 4 + quarter + 1
  }

  /// Returns how many floats the buffers of a class hold.
  static func capacity(ofClass index: Int) -> Int {
    if index == 0 { return 16 }
    let (exponent, quarter) = ((index - 1) / 4 + 4, (index - 1) % 4)
    return (5 + quarter) << (exponent - 2)
  }

  /// Takes a buffer of a class, with undefined contents, aligned to a cache line.
  static func take(sizeClass: Int) -> UnsafeMutablePointer<Float> {
    let capacity = capacity(ofClass: sizeClass)
    let recycled = state.withLock { state -> UInt? in
      guard let address = state.idle[sizeClass].popLast() else {
        state.statistics.misses += 1
        return nil
      }
      state.statistics.hits += 1
      state.statistics.idleBytes -= capacity * 4
      return address
    }
    if let recycled, let pointer = UnsafeMutablePointer<Float>(bitPattern: recycled) {
      return pointer
    }
    return UnsafeMutableRawPointer.allocate(byteCount: capacity * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: capacity)
  }

  /// Puts a buffer back into its class.
  static func give(_ pointer: UnsafeMutablePointer<Float>, sizeClass: Int) {
    let bytes = capacity(ofClass: sizeClass) * 4
    let kept = state.withLock { state in
      guard state.statistics.idleBytes + bytes <= idleLimit else { return false }
      state.idle[sizeClass].append(UInt(bitPattern: pointer))
      state.statistics.idleBytes += bytes
      return true
    }
    if !kept { UnsafeMutableRawPointer(pointer).deallocate() }
  }
}
