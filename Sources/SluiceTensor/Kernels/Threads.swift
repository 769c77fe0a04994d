#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The workers that share the blocks of a computation.
///
/// A computation is cut into blocks by its shape alone and every block writes results of its own, so
/// results are the same to the bit for any ``count``.
public enum Threads {
  /// The number of threads that share the work, the caller's included; by default one a core.
  public static var count: Int {
    get { Crew.current.size }
    set {
      precondition(newValue >= 1, "Threads.count is at least 1, got \(newValue)")
      Crew.current.size = min(newValue, Crew.largestSize)
    }
  }

  /// Calls `body` once for each block in `0..<blocks`, on all threads at once, and returns when all
  /// have returned.
  ///
  /// Each thread begins with a share of neighbouring blocks and then takes what others have left. One
  /// caller at a time has the workers: a call from inside a block, or while another thread is inside
  /// `run`, does its blocks by itself, in order.
  ///
  /// - Parameters:
  ///   - blocks: How many blocks there are; decided by the shape, never by the number of threads.
  ///   - reversed: Whether each thread goes through its share from the end: after another run over the same
  ///     blocks, it then begins with those whose data it touched last.
  ///   - body: The work of one block; it runs on several threads at once and must write only what
  ///     belongs to its block.
  public static func run(blocks: Int, reversed: Bool = false, _ body: (Int) -> Void) {
    guard blocks > 1, Crew.current.size > 1 else {
      for block in 0..<blocks { body(reversed ? blocks - 1 - block : block) }
      return
    }
    Crew.current.run(blocks: blocks, reversed: reversed, body)
  }

  /// Returns what `body` makes of each number from 0 on, made by several threads at once.
  ///
  /// - Parameters:
  ///   - count: How many there are.
  ///   - body: Makes one of them; it runs on several threads at once.
  package static func map<Value>(_ count: Int, _ body: (Int) -> Value) -> [Value] {
    var values = [Value?](repeating: nil, count: count)
    values.withUnsafeMutableBufferPointer { values in
      run(blocks: count) { values[$0] = body($0) }
    }
    return values.compactMap(\.self)
  }

  /// Calls `body` with slices that together are `0..<count`, on all threads at once.
  ///
  /// A slice holds 16384 floats or one item: the hand-over of less would cost more than it saves.
  ///
  /// - Parameters:
  ///   - count: How many items there are.
  ///   - floats: The floats that an item stands for.
  ///   - body: The work on some items; it must write only what belongs to them.
  static func run(slicesOf count: Int, floatsEach floats: Int, _ body: (Range<Int>) -> Void) {
    let length = max(1, 16384 / max(1, floats))
    run(blocks: (count + length - 1) / length) { slice in
      body(slice * length..<min(count, (slice + 1) * length))
    }
  }

  static let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
