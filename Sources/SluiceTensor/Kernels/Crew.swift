import CSluiceKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The persistent threads behind ``Threads``: they spin for a moment after a job, then sleep.
///
/// A training step of a small network lasts 0.15 ms and has several parallel phases, so that a job
/// must start within a microsecond: no task, no queue, no lock on the way of a spinning worker.
final class Crew: @unchecked Sendable {
  static let shared = Crew(size: Threads.processors)
  static let largestSize = 256

  /// How often a worker looks for a job before it sleeps: some 100 microseconds.
  private static let spins = 6000

  private let wantedSize: Atomic<Int>
  private let isTaken = Atomic<Bool>(false)
  /// The number of the job in the high bits, how many threads take part in the low sixteen.
  private let announcement = Atomic<UInt64>(0)
  private let sleepers = Atomic<Int>(0)
  private let unfinished = Atomic<Int>(0)

  // Written by the owner of `isTaken` before a job is announced, read by its participants only.
  private var job: Job?
  private var startedWorkers = 0
  private let shares: UnsafeMutablePointer<Share>

  private let lock: UnsafeMutablePointer<pthread_mutex_t>
  private let bell: UnsafeMutablePointer<pthread_cond_t>

  private typealias Job = UnsafePointer<(Int) -> Void>

  /// The blocks that a thread begins with; padded, so that no two share a cache line.
  private struct Share: ~Copyable {
    let next = Atomic<Int>(0)
    var end = 0
    /// What `next` is taken from when the share is gone through from its end; zero otherwise.
    var mirror = 0
    var padding: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) =
      (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  }

  /// Creates a crew for callers of its own; its threads are started when they are first needed and
  /// never end.
  init(size: Int) {
    wantedSize = Atomic(size)
    shares = .allocate(capacity: Crew.largestSize)
    for index in 0..<Crew.largestSize { (shares + index).initialize(to: Share()) }
    lock = .allocate(capacity: 1)
    bell = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(bell, nil)
  }

  var size: Int {
    get { wantedSize.load(ordering: .relaxed) }
    set { wantedSize.store(newValue, ordering: .relaxed) }
  }

  func run(blocks: Int, reversed: Bool, _ body: (Int) -> Void) {
    let (taken, _) = isTaken.compareExchange(
      expected: false, desired: true, ordering: .acquiring)
    guard taken else {
      for block in 0..<blocks { body(reversed ? blocks - 1 - block : block) }
      return
    }
    let participants = min(size, blocks)
    startWorkers(participants - 1)
    for index in 0..<participants {
      let (start, end) = (blocks * index / participants, blocks * (index + 1) / participants)
      shares[index].next.store(start, ordering: .relaxed)
      shares[index].end = end
      shares[index].mirror = reversed ? start + end - 1 : 0
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { job in
        self.job = job
        unfinished.store(participants - 1, ordering: .relaxed)
        announce(participants)
        work(as: 0, of: participants, job)
        waitForWorkers()
        self.job = nil
      }
    }
    isTaken.store(false, ordering: .releasing)
  }

  private func announce(_ participants: Int) {
    let number = (announcement.load(ordering: .relaxed) >> 16) &+ 1
    // Sequentially consistent against `sleepers`: either the worker that goes to sleep sees the
    // announcement or the announcer sees the sleeper.
    announcement.store(number << 16 | UInt64(participants), ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      // The sleeper holds the lock until it waits; who wakes must find it free.
      pthread_mutex_lock(lock)
      pthread_mutex_unlock(lock)
      pthread_cond_broadcast(bell)
    }
  }

  /// Not inlined: whatever it retains of the closure is released before a worker says that it has
  /// finished.
  @inline(never)
  private func work(as index: Int, of participants: Int, _ job: Job) {
    for offset in 0..<participants {
      let share = (index + offset) % participants
      let (end, mirror) = (shares[share].end, shares[share].mirror)
      while true {
        let block = shares[share].next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard block < end else { break }
        job.pointee(mirror > 0 ? mirror - block : block)
      }
    }
  }

  private func waitForWorkers() {
    var turns = 0
    while unfinished.load(ordering: .acquiring) > 0 {
      turns += 1
      // A worker that lost its core needs ours.
      if turns > Crew.spins { sched_yield() } else { sluice_pause() }
    }
  }

  // MARK: Workers

  private func startWorkers(_ wanted: Int) {
    while startedWorkers < wanted {
      startedWorkers += 1
      let start = Unmanaged.passRetained(Start(self, startedWorkers))
      #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(&thread, nil, { Crew.begin($0) }, start.toOpaque())
        if let thread { pthread_detach(thread) }
      #else
        var thread = pthread_t()
        let result = pthread_create(
          &thread, nil, { argument in argument.flatMap { Crew.begin($0) } }, start.toOpaque())
        pthread_detach(thread)
      #endif
      precondition(result == 0, "Threads: the system refuses to start a thread (\(result))")
    }
  }

  private final class Start {
    let crew: Crew
    let index: Int
    let announcement: UInt64

    init(_ crew: Crew, _ index: Int) {
      self.crew = crew
      self.index = index
      announcement = crew.announcement.load(ordering: .relaxed)
    }
  }

  private static func begin(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
    start.crew.lendToThisThread()
    start.crew.serve(as: start.index, after: start.announcement)
    return nil
  }

  private func serve(as index: Int, after announcement: UInt64) {
    var seen = announcement
    while true {
      seen = nextAnnouncement(after: seen)
      let participants = Int(seen & 0xFFFF)
      // A thread that takes no part may be late and must not look at the job.
      guard index < participants, let job else { continue }
      work(as: index, of: participants, job)
      unfinished.wrappingSubtract(1, ordering: .releasing)
    }
  }

  private func nextAnnouncement(after seen: UInt64) -> UInt64 {
    for _ in 0..<Crew.spins {
      let current = announcement.load(ordering: .acquiring)
      if current != seen { return current }
      sluice_pause()
    }
    pthread_mutex_lock(lock)
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while announcement.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(bell, lock)
    }
    sleepers.wrappingSubtract(1, ordering: .relaxed)
    pthread_mutex_unlock(lock)
    return announcement.load(ordering: .acquiring)
  }
}
