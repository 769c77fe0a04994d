import SluiceModels

/// The Shapley values of the players of each window, for one answer.
public struct ShapleyShares: Hashable, Sendable {
  /// The values of one window, `M` players.
  public struct Window: Hashable, Sendable {
    /// The players; with pruning those of one window may be others than those of the next.
    public let players: Players
    /// The share of each player, `M` of them, in units of the answer; they sum to the answer less the
    /// baseline.
    public let shares: [Double]
    /// The standard error of each share, `M` of them; nil where the estimator does not know it, or makes
    /// none.
    public let standardErrors: [Double]?
    /// The answer for the window.
    public let answer: Double
    /// The answer without any player: the mean over the background.
    public let baseline: Double
  }

  /// The name of the method, such as `kernel-shap`.
  public let method: String
  /// The name of the answer, such as `+1` or a class.
  public let answer: String
  /// The names of the inputs, `F` of them.
  public let inputs: [String]
  /// The number of steps of a window, `T`.
  public let steps: Int
  /// Which readings are one player.
  public let sharing: SharedReadings
  /// The values of each window, `N` of them.
  public let windows: [Window]

  /// The shares of the single readings.
  ///
  /// A player of several readings gives each the same part of its share: the game does not tell them
  /// apart.
  public var attribution: Attribution {
    Attribution(
      method: method, answer: answer, inputs: inputs, steps: steps,
      values: windows.flatMap { window in
        let parts = zip(window.shares, window.players.cells).map { Float($0 / Double($1)) }
        return window.players.ofCell.map { parts[$0] }
      },
      answers: windows.map { Float($0.answer) }, baselines: windows.map { Float($0.baseline) },
      sharing: sharing, notes: notes)
  }

  /// How far random draws may be off, and how many old steps are one player.
  private var notes: [String] {
    var notes: [String] = []
    let errors = windows.flatMap { $0.standardErrors ?? [] }
    if let largest = errors.max() {
      let mean = errors.reduce(0, +) / Double(errors.count)
      notes.append(
        "The shares come from random orders: their standard errors are "
          + "\(PlainNumber.text(mean, digits: 2)) on average, at most "
          + "\(PlainNumber.text(largest, digits: 2)).")
    }
    let joined = windows.map(\.players.joinedSteps).filter { $0 > 0 }
    if let most = joined.max(), let least = joined.min() {
      notes.append(
        "In \(joined.count) of \(windows.count) windows the oldest steps, \(least) to \(most) of "
          + "\(steps), are one player, whose share is spread evenly over them.")
    }
    return notes
  }
}
