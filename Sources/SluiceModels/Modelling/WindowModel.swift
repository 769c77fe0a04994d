/// Anything that forecasts the windows of a frame: a network or a baseline.
///
/// All models see the same frame and answer in the target's own units, so that their errors can be
/// compared number by number.
public protocol WindowModel: Sendable {
  /// The model's name in tables and files: `network` or a baseline's.
  var name: String { get }

  /// Number of trained parameters; 0 for a rule.
  var parameterCount: Int { get }

  /// Returns the forecasts for all windows of a frame.
  ///
  /// - Returns: Row-major `[N, P]`, in the target's own units.
  /// - Throws: When the frame lacks what the model needs, such as a column.
  func outputs(for frame: WindowFrame) throws -> [Float]

  /// Returns the number of multiply-adds that one forecast from a full window takes.
  func multiplyAdds(lookback: Int) -> Int
}
