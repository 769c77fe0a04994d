/// How far a long piece of work has come, as text for a terminal or for a log.
///
/// The bar neither prints nor reads the clock: it is told the time and returns what to write, or
/// nil while nothing new is worth showing. On a terminal that is one line drawn over and over, at most
/// 15 times a second; elsewhere a plain line every 10 %.
///
///     var bar = ProgressBar("training", total: 100, width: 80, isTerminal: true, start: now)
///     if let text = bar.update(12, detail: "loss 0.31", at: now) { write(text) }
public struct ProgressBar: Sendable {
  private let label: String
  private let total: Int
  private let width: Int
  private let isTerminal: Bool
  private let start: Double
  private var lastShown = -Double.infinity
  private var nextTenth = 1
  private var isFinished = false

  /// A bar for work of `total` pieces.
  ///
  /// - Parameters:
  ///   - label: What is being done.
  ///   - total: How many pieces there are.
  ///   - width: Characters that fit on a line of the terminal.
  ///   - isTerminal: Whether lines can be drawn over; otherwise plain lines are made.
  ///   - start: Seconds of a steady clock when the work began.
  public init(_ label: String, total: Int, width: Int, isTerminal: Bool, start: Double) {
    self.label = label
    self.total = max(total, 0)
    self.width = width
    self.isTerminal = isTerminal
    self.start = start
  }

  /// What to write when `completed` pieces are done; nil when there is nothing new to show.
  ///
  /// - Parameters:
  ///   - completed: How many pieces are done.
  ///   - detail: What else is worth knowing, such as the loss.
  ///   - now: Seconds of the clock that `start` was read from.
  public mutating func update(_ completed: Int, detail: String = "", at now: Double) -> String? {
    let share = share(of: completed)
    guard !isFinished else { return nil }
    if isTerminal {
      guard share >= 1 || now - lastShown >= 1 / 15 else { return nil }
      lastShown = now
      return "\r" + line(share, detail, now) + "\u{1B}[K"
    }
    guard Int(share * 10) >= nextTenth else { return nil }
    nextTenth = Int(share * 10) + 1
    let rest = detail.isEmpty ? "" : "  \(detail)"
    return "\(label): \(Int(share * 100))% \(times(share, now))\(rest)\n"
  }

  /// What to write when the work has ended, early or not; nil where no line is left open.
  public mutating func finish() -> String? {
    defer { isFinished = true }
    return isTerminal && !isFinished && lastShown > -.infinity ? "\n" : nil
  }

  /// The line of a terminal for `completed` pieces, without anything to place it.
  public func line(_ completed: Int, detail: String = "", at now: Double) -> String {
    line(share(of: completed), detail, now)
  }

  private func share(of completed: Int) -> Double {
    total == 0 ? 1 : min(max(Double(completed) / Double(total), 0), 1)
  }

  private func line(_ share: Double, _ detail: String, _ now: Double) -> String {
    let percent = Int(share * 100)
    let number = String(repeating: " ", count: percent < 10 ? 2 : percent < 100 ? 1 : 0)
    let head = "\(label) "
    let tail = " \(number)\(percent)% \(times(share, now))" + (detail.isEmpty ? "" : "  \(detail)")
    // The bar has an edge on both sides, and the last column of a window stays free.
    let room = width - head.count - tail.count - 3
    // Too narrow a window for a bar: the figures matter more.
    guard room >= 5 else { return String((head + tail.dropFirst()).prefix(max(width - 1, 0))) }
    return head + Self.bar(share, width: min(room, 40)) + tail
  }

  /// A bar of eighths of a character between two edges, `width` characters within.
  public static func text(_ share: Double, width: Int) -> String {
    bar(min(max(share, 0), 1), width: width)
  }

  /// A bar of eighths of a character.
  static func bar(_ share: Double, width: Int) -> String {
    let eighths = Int((share * Double(width) * 8).rounded(.down))
    let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    var text = String(repeating: "█", count: eighths / 8)
    if eighths % 8 > 0 { text.append(parts[eighths % 8 - 1]) }
    return "▕" + text + String(repeating: " ", count: width - text.count) + "▏"
  }

  /// Time taken, and what is left at the same pace.
  private func times(_ share: Double, _ now: Double) -> String {
    let taken = max(now - start, 0)
    guard share > 0, share < 1 else { return Self.clock(taken) }
    return Self.clock(taken) + ", " + Self.clock(taken / share * (1 - share)) + " left"
  }

  /// "0:07", "12:05", "1:02:03".
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e8).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let minutes = whole / 60
    return minutes < 60
      ? "\(minutes):\(two(whole % 60))"
      : "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
  }
}
