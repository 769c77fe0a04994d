import SluiceExplain

/// How shares of a unit are spoken of: what a reading did, or what a small change of it would do.
struct ShareWords {
  /// What shares are measured in.
  let unit: ShareUnit
  /// "forecast" or "score".
  let answer: String

  /// "moves", as in "load moves the forecast most".
  var moves: String { unit == .answer ? "moves" : "could move" }

  /// "moved", as in "What each input moved in each window".
  var moved: String { unit == .answer ? "moved" : "could move" }

  /// What the colours of a window say.
  var colours: String {
    switch unit {
    case .answer:
      "the colour what each reading moved: orange raised the \(answer), blue lowered it"
    case .slope:
      "the colour what a small rise of each reading would do: orange raises the \(answer), blue lowers it"
    case .size:
      "the colour how much a small change of each reading would move the \(answer), up or down: the "
        + "darker, the more"
    }
  }

  /// What the place of a dot says.
  var dots: String {
    switch unit {
    case .answer: "A dot right of 0 raised the \(answer), left of 0 it lowered it."
    case .slope:
      "A dot right of 0: a small rise of all its readings would raise the \(answer), left of 0 lower it."
    case .size:
      "The farther right a dot, the more small changes of its readings would move the \(answer), up or "
        + "down."
    }
  }

  /// What a share is.
  var share: String {
    switch unit {
    case .answer:
      "What one reading adds to the \(answer), compared with the \(answer) for a window in which it tells "
        + "nothing. Shares have a sign: they raise or lower."
    case .slope:
      "By how much the \(answer) would rise for one unit of the scaled reading, were it a straight line "
        + "from here on. It tells what a small change would do, not what the reading did. It has a "
        + "sign: below 0 a rise of the reading lowers the \(answer)."
    case .size:
      "By how much the \(answer) would change for one unit of the scaled reading, were it a straight line "
        + "from here on. It tells what a small change would do, not what the reading did, and it has no "
        + "sign: up and down look the same."
    }
  }
}
