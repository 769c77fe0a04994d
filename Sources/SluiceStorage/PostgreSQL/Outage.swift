#if PostgreSQL
  import Synchronization

  /// How long a database is waited for that does not answer: from its first silence on, once for all
  /// calls of a storage, those that begin later too.
  final class Outage: Sendable {
    /// The seconds that pass, from any moment on.
    static let seconds: @Sendable () -> Double = {
      begin.duration(to: .now) / .seconds(1)
    }

    private static let begin = SuspendingClock.now

    private struct State {
      var begun: Double?
      var isTold = false
    }

    private let place: String
    private let patience: Double
    private let clock: @Sendable () -> Double
    private let say: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// Creates a patience of so many seconds, which has not been tried yet.
    ///
    /// - Parameter say: Told when waiting begins and when it was worth it, a line each.
    init(
      of place: String, patience: Double, clock: @escaping @Sendable () -> Double = seconds,
      say: @escaping @Sendable (String) -> Void
    ) {
      self.place = place
      self.patience = patience
      self.clock = clock
      self.say = say
    }

    /// The seconds to wait after a failed try: none after the first, then 1, 2, 4 and so on.
    ///
    /// - Parameters:
    ///   - tries: How many tries of this call have failed, from 1 on.
    ///   - reason: What the last one said.
    /// - Returns: Nil when the patience is at its end.
    func pause(afterTries tries: Int, because reason: String) -> Double? {
      let (pause, isNews) = state.withLock { state -> (Double?, Bool) in
        let now = clock()
        let begun = state.begun ?? now
        state.begun = begun
        let left = begun + patience - now
        if tries == 1 { return (left >= 0 ? 0 : nil, false) }
        guard left > 0 else { return (nil, false) }
        defer { state.isTold = true }
        let doubled = Double(1 << min(tries - 2, 30))
        return (min(doubled, left), !state.isTold)
      }
      if isNews {
        say(
          "The database \(place) does not answer (\(reason)): trying again for up to "
            + "\(patience.formatted) s.")
      }
      return pause
    }

    /// Notes that the database has answered.
    func isOver() {
      let isNews = state.withLock { state in
        defer { state = State() }
        return state.isTold
      }
      if isNews { say("The database \(place) answers again.") }
    }
  }

  extension Double {
    /// The number, without a fraction where it is whole.
    fileprivate var formatted: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
  }
#endif
