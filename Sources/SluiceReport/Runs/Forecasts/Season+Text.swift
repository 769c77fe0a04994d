import SluiceModels

extension Season {
  /// What the season is and how it is known, in a sentence.
  var text: String {
    let length = rows == 1 ? "one row" : "\(NumberText.count(rows)) rows"
    let origin =
      switch origin {
      case .given: "as the experiment says"
      case .autocorrelation: "at which the training part repeats itself"
      case .clock: "which the clock suggests, though the training part hardly repeats itself"
      case .none: "since the training part shows no repetition"
      }
    return "The season of the seasonal naive forecast and of MASE is \(length), \(origin)."
  }
}
