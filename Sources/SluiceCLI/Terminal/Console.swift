#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import SluiceReport
import SluiceTensor

/// What is said to the person at the keyboard, as opposed to the numbers asked for: all of it goes
/// to standard error.
enum Console {
  /// Whether standard error is a terminal, where a line may be drawn over.
  static let isTerminal = isatty(STDERR_FILENO) != 0

  /// How numbers on standard output are dressed.
  static var style: TerminalStyle {
    TerminalStyle(usesColours: isatty(STDOUT_FILENO) != 0 && getenv("NO_COLOR") == nil)
  }

  /// The terminal's width in characters; 80 when there is none.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Writes a line.
  static func say(_ line: String) { write(line + "\n") }

  /// Writes text as it is.
  static func write(_ text: String) {
    var text = text
    // When nobody listens any more: talk is not worth failing for.
    _ = text.withUTF8 { UnsafeRawBufferPointer($0).written(to: STDERR_FILENO) }
  }
}
