#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Sluice

/// Turns the first Ctrl-C, or `kill`, into a polite request; a second one ends the process at once.
enum Interrupts {
  /// The request that a signal makes.
  static let request = StopRequest()

  /// Begins to listen.
  static func listen() {
    // A class instance is made before any signal can arrive: its first use must not be in a handler.
    _ = request.isMade
    // A parent may have started the process with these signals held back.
    var signals = sigset_t()
    sigemptyset(&signals)
    for name in [SIGINT, SIGTERM] {
      sigaddset(&signals, name)
      signal(name) { name in
        Interrupts.request.stop()
        signal(name, SIG_DFL)
      }
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

/// The user has ended a command before its time.
struct Interrupted: Error, CustomStringConvertible {
  let description: String
}
