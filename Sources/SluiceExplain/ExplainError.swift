/// What cannot be explained, and why.
public enum ExplainError: Error, Equatable, CustomStringConvertible {
  /// The bundle holds a baseline, which has no gradient.
  case baseline(name: String)
  /// A method needs the gradient of a function that has none.
  case noGradient(method: String)
  /// A forecast step was asked for that the model does not make.
  case noSuchStep(found: Int, steps: [Int])
  /// A class was asked for that the model does not know.
  case noSuchClass(name: String, nearest: String?, classes: [String])
  /// A forecast step was asked of a model that labels.
  case labels(classes: [String])
  /// A class was asked of a model that forecasts.
  case forecasts(steps: [Int])
  /// There is no answer of a number.
  case noSuchAnswer(found: Int, answers: [String])
  /// The windows are not those of the function.
  case windows(expected: [Int], found: [Int])
  /// There is no window to explain, or none to compare with.
  case noWindows(purpose: String)
  /// Some windows have fewer readings than the lookback.
  case shortWindows(count: Int, of: Int, shortest: Int, lookback: Int)
  /// A frame has other inputs than the function.
  case otherInputs(expected: [String], found: [String])
  /// A baseline window has another shape than the windows that are explained.
  case baselineShape(expected: [Int], found: [Int])
  /// A number is infinite or not a number.
  case notFinite(name: String)
  /// A setting has an impossible value.
  case setting(name: String, expected: String, found: String)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .baseline(let name):
      return "The bundle holds the baseline \(name), no network: it has no gradient, and so there "
        + "is no saliency, input x gradient or integrated gradient of it. What remains are methods "
        + "that ask for answers only, such as occlusion or Shapley values, on a function of your "
        + "own (ExplainedFunction); or train a network that beats the baseline."
    case .noGradient(let method):
      return "\(method) needs the derivatives of the function, which gives answers only: make it "
        + "a DifferentiableFunction, or take a method that asks for answers only, such as "
        + "occlusion or Shapley values."
    case .noSuchStep(let found, let steps):
      return "There is no forecast of step +\(found): the model forecasts "
        + "\(Self.listed(steps.map { "+\($0)" })). Ask for one of these, or train with a longer "
        + "horizon."
    case .noSuchClass(let name, let nearest, let classes):
      return "There is no class \"\(name)\"" + (nearest.map { ": did you mean \"\($0)\"?" } ?? ".")
        + " The classes are \(Self.listed(classes))."
    case .labels(let classes):
      return "The model gives labels, not forecasts: ask for a class, one of "
        + "\(Self.listed(classes))."
    case .forecasts(let steps):
      return "The model forecasts, it gives no labels: ask for a step, one of "
        + "\(Self.listed(steps.map { "+\($0)" }))."
    case .noSuchAnswer(let found, let answers):
      return "There is no answer \(found): there are \(answers.count), counted from 0 "
        + "(\(Self.listed(answers)))."
    case .windows(let expected, let found):
      return "The windows have the shape \(found), the function takes [windows, \(expected[0]) "
        + "steps, \(expected[1]) inputs]: gather them with windows(of:) of a frame of its recipe."
    case .noWindows(let purpose):
      return "There is no window \(purpose): choose at least one."
    case .shortWindows(let count, let total, let shortest, let lookback):
      return
        "\(count) of \(total) windows have fewer readings than the lookback of \(lookback), the "
        + "shortest \(shortest): leave them out (warm-up none, or WindowFrame.selecting with the "
        + "frame's wholeWindows), for what lies behind their end moves nothing."
    case .otherInputs(let expected, let found):
      return "The frame has the inputs \(Self.listed(found)), the network was trained with "
        + "\(Self.listed(expected)): make the frame with the recipe of the network's bundle."
    case .baselineShape(let expected, let found):
      return
        "The baseline window has the shape \(found), windows have \(expected) (steps, inputs): "
        + "give one scaled window of that shape."
    case .notFinite(let name):
      return "The \(name) is infinite or not a number: look for extreme readings, or take weights "
        + "of an earlier epoch."
    case .setting(let name, let expected, let found):
      return "\(name) must be \(expected), found \(found)."
    }
  }

  /// The first names of a list, and how many there are when not all are shown.
  private static func listed(_ names: [String]) -> String {
    names.count <= 12
      ? names.joined(separator: ", ")
      : names.prefix(10).joined(separator: ", ") + ", ... (\(names.count) in all)"
  }
}
