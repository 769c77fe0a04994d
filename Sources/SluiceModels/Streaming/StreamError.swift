/// What can go wrong when readings are streamed into a model.
public enum StreamError: Error, Equatable, CustomStringConvertible {
  /// A row has another number of values than the stream has columns.
  case columns(expected: [String], found: Int)
  /// A row's time does not lie after that of the row before.
  case timeOrder(time: Int64, previous: Int64)
  /// The model needs time stamps and a row has none.
  case noTime
  /// A value is infinite, or missing where the recipe neither fills nor drops it.
  case badValue(column: String, value: Float)
  /// A preparation step looks at later rows, which a stream does not have.
  case notCausal(step: String)
  /// The recipe brings readings to a grid of time, of which a stream knows no whole cell.
  case resampled
  /// The network cannot be advanced one step at a time.
  case notSteppable(layer: String)
  /// A sequence that is labeled as a whole has more rows than the model takes.
  case sequenceTooLong(lookback: Int)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .columns(let expected, let found):
      return "A row of the stream has \(found) values; it needs \(expected.count): "
        + "\(expected.joined(separator: ", "))."
    case .timeOrder(let time, let previous):
      return "A row of the stream has the time \(time) (microseconds since 1970), the row before "
        + "it \(previous): each must come after the one before."
    case .noTime:
      return "The model was trained with time stamps: give each row of the stream its time."
    case .badValue(let column, let value):
      return "Column \"\(column)\" is \(value) in a row of the stream, and the recipe neither "
        + "fills nor drops such rows."
    case .notCausal(let step):
      return "The recipe's \(step) looks at later rows, which a stream does not have yet: train "
        + "with a rule that looks back only: cleaning.fill: {forwardFill: ...}, cleaning.outliers without "
        + "centered: true."
    case .resampled:
      return
        "The model was trained on readings brought to a grid (cleaning.resample), which a stream "
        + "does not do: predict from all rows, or bring the readings to the grid yourself and train "
        + "without cleaning.resample."
    case .notSteppable(let layer):
      return "The layer \(layer) needs the whole window, so its states cannot be advanced row by "
        + "row: stream by windows."
    case .sequenceTooLong(let lookback):
      return "The sequence goes on after \(lookback) rows, but the model labels whole sequences of "
        + "at most so many (window.lookback): begin a new stream for each sequence, or train with a "
        + "larger window.lookback or without window.wholeSequences."
    }
  }
}
