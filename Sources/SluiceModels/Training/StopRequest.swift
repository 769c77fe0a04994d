import Synchronization

/// A flag by which anybody may ask a training run to end after the batch in hand.
///
/// Setting it is safe from any thread and from a signal handler.
public final class StopRequest: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Creates a request that nobody has made yet.
  public init() {}

  /// Asks the run to end.
  public func stop() {
    flag.store(true, ordering: .relaxed)
  }

  /// Whether the run was asked to end.
  public var isMade: Bool {
    flag.load(ordering: .relaxed)
  }
}
