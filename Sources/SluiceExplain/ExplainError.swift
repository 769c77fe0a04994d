/// What cannot be explained, and why.
public enum ExplainError: Error, Equatable, CustomStringConvertible {
  /// A network was asked for, and the bundle holds a baseline.
  case baseline(name: String)
  /// A baseline looks at readings of the target, which is no input.
  case targetUnseen(name: String, target: String)
  /// A baseline looks at readings before its window.
  case beforeWindow(name: String, target: String, rowsBack: Int, lookback: Int)
  /// A baseline's answers are others than those that follow from its windows.
  case otherAnswers(name: String, count: Int, of: Int)
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
      return "The bundle holds the baseline \(name), no network: take the bundle's "
        + "explainedFunction(), which explains either."
    case .targetUnseen(let name, let target):
      return "\(name) repeats readings of \(target), which is none of the model's inputs: its "
        + "windows hold nothing that moves the forecast. Train with \(target) among the features "
        + "to have it explained."
    case .beforeWindow(let name, let target, let rowsBack, let lookback):
      return "\(name) repeats the reading of \(target) \(rowsBack) rows before the last one, which "
        + "lies before its window of \(lookback) rows: nothing in the window moves the forecast. A "
        + "lookback of \(rowsBack + 1) or more would hold it."
    case .otherAnswers(let name, let count, let total):
      return
        "\(name) answers otherwise than its windows say in \(count) of \(total) windows: it looks "
        + "at more than they hold, such as readings before outliers were cut, or rows that the clock "
        + "finds. Such answers cannot be shared out over the readings."
    case .noGradient(let method):
      return
        "\(method) needs derivatives, and the model gives answers only: take a method that asks "
        + "for nothing else (kernel-shap, permutation-shapley or occlusion); a function of your own "
        + "can be a DifferentiableFunction."
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
      return "The frame has the inputs \(Self.listed(found)), the model was trained with "
        + "\(Self.listed(expected)): make the frame with the recipe of the model's bundle."
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
