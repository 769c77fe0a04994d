/// Anything that forecasts or labels the windows of a frame: a network or a baseline.
///
/// All models see the same frame and answer in the same form, forecasts in the target's own units or
/// probabilities of the classes, so that they can be compared number by number.
public protocol WindowModel: Sendable {
  /// The model's name in tables and files: `network` or a baseline's.
  var name: String { get }

  /// Number of trained parameters; 0 for a rule.
  var parameterCount: Int { get }

  /// Returns the answers for all windows of a frame.
  ///
  /// - Returns: Forecasts in the target's own units, row-major `[N, P]`; or probabilities, `[N, K]`, and
  ///   `[N, T, K]` where each step is labeled.
  /// - Throws: When the frame lacks what the model needs, such as a column.
  func outputs(for frame: WindowFrame) throws -> [Float]

  /// Returns the number of multiply-adds that one answer for a full window takes.
  func multiplyAdds(lookback: Int) -> Int
}
