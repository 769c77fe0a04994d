import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Threads {
  /// Calls `body` on several threads at once, each with its share of the workers, and returns when all
  /// have returned.
  ///
  /// Inside, ``count`` is the share, at least 1, and ``run(blocks:reversed:_:)`` uses no more: as many
  /// computations run side by side as there are calls, none in the others' way.
  ///
  /// - Parameters:
  ///   - calls: How many calls there are, at least 1.
  ///   - body: What each call does; it is told its number, from 0 on.
  public static func concurrently(_ calls: Int, _ body: @escaping @Sendable (Int) -> Void) {
    precondition(calls >= 1, "Threads.concurrently: \(calls) calls")
    let total = count
    let threads = (0..<calls).map { index in
      let share = max(1, total / calls + (index < total % calls ? 1 : 0))
      return SharingThread.start { Crew.withOwn(size: share) { body(index) } }
    }
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// A thread that runs one closure, with the stack of a main thread.
private enum SharingThread {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  static func start(_ body: @escaping () -> Void) -> pthread_t {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, 8 << 20)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let result = pthread_create(
        &thread, attributes, { SharingThread.run($0) }, work)
    #else
      var thread: pthread_t? = pthread_t()
      var number = pthread_t()
      let result = pthread_create(
        &number, attributes, { $0.flatMap { SharingThread.run($0) } }, work)
      thread = number
    #endif
    guard result == 0, let thread else {
      preconditionFailure("Threads: the system refuses to start a thread (\(result))")
    }
    return thread
  }

  private static func run(_ work: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
    return nil
  }
}

extension Crew {
  /// The crew of the calling thread: its own, or the one that all others share.
  static var current: Crew {
    guard let own = pthread_getspecific(key) else { return shared }
    return Unmanaged<Crew>.fromOpaque(own).takeUnretainedValue()
  }

  /// Makes the crew that of the calling thread, for as long as the thread lives.
  func lendToThisThread() {
    pthread_setspecific(Crew.key, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Runs a closure on a thread that has a crew of its own.
  ///
  /// Crews are kept for the next caller, because their threads never end.
  static func withOwn(size: Int, _ body: () -> Void) {
    let crew = idle.withLock { $0.popLast() } ?? Crew(size: size)
    crew.size = size
    crew.lendToThisThread()
    body()
    pthread_setspecific(key, nil)
    idle.withLock { $0.append(crew) }
  }

  private static let idle = Mutex<[Crew]>([])

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let result = pthread_key_create(&key, nil)
    precondition(result == 0, "Threads: the system has no more keys for threads (\(result))")
    return key
  }()
}
