import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The whole of `sluice explain`: which readings move the answers of a trained model.
public struct ExplanationRun {
  /// What is explained.
  private let model: ModelBundle.Model
  /// The way from raw rows to what the model sees.
  private let recipe: FittedRecipe
  /// What the model is called.
  private let name: String
  /// The target's unit; nil when it is not known.
  private let unit: String?
  /// Where the windows are from, such as "the test part".
  private let source: String
  /// The windows to choose from.
  private let frame: WindowFrame
  /// Windows that show how windows usually look.
  private let background: WindowFrame
  /// Where the background is from, such as "training windows".
  private let backgroundSource: String
  /// The model as it was loaded; nil for one that was trained just now.
  private let loaded: LoadedModel?
  /// The folder of the run; nil for a bundle file.
  private let folder: String?

  /// Opens a run or a bundle.
  ///
  /// - Parameters:
  ///   - path: The run directory, or a bundle file.
  ///   - data: The readings whose windows are explained; nil takes the test part of the run.
  /// - Throws: ``ExplanationError``, ``RunError``, ``ConfigError``, and the errors of the modules below.
  public init(_ path: String, data: String? = nil) throws {
    let model = try LoadedModel(path)
    self.model = model.bundle.model
    recipe = model.bundle.recipe
    unit = model.unit
    let isFile = Folder.exists(path) && !Folder.isFolder(path)
    folder = isFile ? nil : RunDirectory.trimmed(path)
    name = isFile ? path : try FinishedRun(path).name
    loaded = model
    if isFile, data == nil { throw ExplanationError.noReadings(path) }
    let given = try data.map { try model.frame(predicting: $0) }
    let experiment = isFile ? nil : try FinishedRun(path).experiment
    guard let experiment, given == nil || (experiment.data.path.map(Folder.exists) ?? true) else {
      // Without the training rows, what is explained has to say what readings usually are.
      guard let given, let data else { throw ExplanationError.noReadings(path) }
      (frame, background) = (given, given)
      (source, backgroundSource) = ("the readings of \(data)", "the windows of \(data)")
      return
    }
    let cut = try experiment.cut(experiment.prepared(experiment.readSeries()).series)
    frame = given ?? cut.test.with(recipe)
    background = cut.training.with(recipe)
    source = data.map { "the readings of \($0)" } ?? "the test part"
    backgroundSource = Self.training
  }

  /// Where the background is from where the training part is there.
  private static let training = "training windows"

  /// Looks at a network that was trained just now, on its test part.
  init(_ run: TrainedRun) {
    model = .network(run.network)
    recipe = run.recipe
    name = run.experiment.name
    unit = run.experiment.unit
    source = "the test part"
    frame = run.data.test.with(run.recipe)
    background = run.data.training.with(run.recipe)
    backgroundSource = Self.training
    loaded = nil
    folder = nil
  }

  /// Explains.
  ///
  /// - Throws: `ExplainError` for answers that the model does not have, for a method whose gradient it lacks,
  ///   and for a baseline that looks beyond its window; ``ExplanationError`` when no window fits; the errors
  ///   of the modules below.
  public func report(_ settings: ExplanationSettings) throws -> ExplanationReport {
    let function = try model.explainedFunction(
      recipe: recipe, classScore: settings.classScore ?? .probability)
    let name = settings.method(hasGradient: function is any DifferentiableFunction)
    try settings.checkUse(of: name, labels: recipe.classes != nil)
    // What cannot be tried out is said before the work, not after it.
    _ = try settings.sweptReadings(of: function)
    let (chosen, focus) = try windows(settings)
    let windows = try function.windows(of: chosen)
    let usual = try function.windows(
      of: background.selecting(Self.spread(background.wholeWindows, 200)))
    let baseline = try baseline(settings, of: function, for: name, usual: usual)
    let method = settings.attributionMethod(name, from: baseline.window, background: usual)
    let isOwnClass = settings.answers == .one && recipe.classes != nil
    let attributions =
      isOwnClass
      ? [try ownClass(of: windows, function, by: method)]
      : try numbers(settings.answers, of: function).map {
        try method.attribution(of: function, windows: windows, answer: $0)
      }
    let shown =
      settings.sumsSources
      ? attributions.map { $0.summed(over: InputGroup.byColumn(of: recipe.recipe)) } : attributions
    var report = ExplanationReport(
      title: self.name, model: model.windowModel.name, target: recipe.recipe.target,
      unit: recipe.classes == nil ? unit : nil, source: source, baseline: baseline.text,
      reference: function is NetworkFunction ? referenceText : nil,
      windows: ExplainedWindows(chosen, inputs: shown.first?.inputs),
      answers: shown.map { .init($0) }, focus: focus)
    if recipe.recipe.derived != nil {
      for place in report.answers.indices {
        report.answers[place].attribution.notes.append(Self.derivedNote)
      }
    }
    if settings.trustWindows > 0 {
      let examination = TrustExamination(
        windows: settings.trustWindows, random: RandomStreams(seed: settings.seed))
      for (place, attribution) in attributions.enumerated() {
        report.answers[place].trust = try examination.trust(
          in: method, of: function, windows: windows, of: attribution)
      }
    }
    if let missing = frame.missingLead {
      for place in report.answers.indices {
        report.answers[place].attribution.notes.append(missing.description)
      }
    }
    if settings.isThorough {
      let work = Thorough(
        function: function, windows: windows, frame: frame, focus: focus, settings: settings)
      try work.add(to: &report, attributions: attributions)
    }
    return report
  }

  /// Where the share of a lag stands.
  private static let derivedNote =
    "A column that is made of older readings, such as a lag, is credited at the row at which the model "
    + "reads it, not at the older rows that it is made of: a lag of 24 in the last row is the reading 24 "
    + "rows before."

  /// What forecasts are told relative to, such as "the last reading"; nil where they are told as they are.
  private var referenceText: String? {
    recipe.recipe.targetReference.map(\.words)
  }

  /// The window that shares are counted from, and what it is called; no name for methods without one.
  private func baseline(
    _ settings: ExplanationSettings, of function: any ModelFunction,
    for method: ExplanationSettings.Method, usual: Tensor
  ) throws -> (window: BaselineWindow, text: String?) {
    switch method {
    case .saliency, .smoothGrad: return (.zeros, nil)
    case .inputTimesGradient: return (.zeros, Self.zerosText)
    case .expectedGradients:
      return (.zeros, "\(usual.shape[0]) of \(backgroundSource), the mean over them")
    case .integratedGradients, .kernelSHAP, .permutationShapley, .exactShapley, .occlusion: break
    }
    switch settings.baseline ?? .mean {
    case .zeros: return (.zeros, Self.zerosText)
    case .mean: return (.mean(of: usual), "the mean of each input over \(backgroundSource)")
    case .window(let path):
      guard let loaded else { throw ExplanationError.noReadings(path) }
      let given = try loaded.frame(predicting: path)
      guard let last = given.wholeWindows.last else {
        throw ExplanationError.noWindows(
          lookback: function.steps, of: given.count, ofSequences: given.isOfSequences)
      }
      let window = try function.windows(of: given.selecting([last]))
      return (.window(window.selected(axis: 0, 0)), "the last window of \(path)")
    }
  }

  private static let zerosText = "zeros in scaled units"

  /// The shares of the class that each window is given.
  private func ownClass(
    of windows: Tensor, _ function: any ModelFunction, by method: any AttributionMethod
  ) throws -> Attribution {
    let given = ClassificationMetrics.mostProbable(
      function.values(windows), classes: function.answers.count)
    let parts = try Set(given).sorted().map { label in
      let members = given.indices.filter { given[$0] == label }
      return (
        members,
        try method.attribution(of: function, windows: windows.selecting(members), answer: label)
      )
    }
    return Attribution(joining: parts, answer: ExplanationReport.ownClass)
  }

  /// The windows that are explained, and the number of the one that is looked at closely.
  private func windows(
    _ settings: ExplanationSettings
  ) throws -> (frame: WindowFrame, focus: Int) {
    let whole = frame.wholeWindows
    guard var close = whole.last else {
      throw ExplanationError.noWindows(
        lookback: frame.windows.options.lookback, of: frame.count,
        ofSequences: frame.isOfSequences)
    }
    if let moment = settings.moment {
      guard frame.series.timestamps != nil else { throw ExplanationError.noClock }
      // Windows stand in the order of time, unless subjects take turns.
      let known = whole.filter {
        frame.windows.inputTimes($0).map { $0.upperBound <= moment.microseconds } ?? false
      }
      let latest = known.max { a, b in
        (frame.windows.inputTimes(a)?.upperBound ?? 0)
          < (frame.windows.inputTimes(b)?.upperBound ?? 0)
      }
      guard let latest else { throw ExplanationError.tooEarly(moment) }
      close = latest
    }
    var chosen = Self.spread(whole, settings.windows)
    if !chosen.contains(close) { chosen[chosen.count - 1] = close }
    chosen.sort()
    return (frame.selecting(chosen), chosen.firstIndex(of: close) ?? 0)
  }

  /// Some of the numbers, evenly spread, the last among them.
  static func spread(_ numbers: [Int], _ count: Int) -> [Int] {
    guard numbers.count > count else { return numbers }
    return (1...count).map { numbers[$0 * numbers.count / count - 1] }
  }

  /// The numbers of the answers that are asked for.
  private func numbers(
    _ answers: ExplanationSettings.Answers, of function: any ModelFunction
  ) throws -> [Int] {
    switch answers {
    case .all: Array(function.answers.indices)
    case .step(let step): [try function.answer(step: step)]
    case .label(let name): [try function.answer(class: name)]
    case .one: [function.answers.count - 1]
    }
  }

  /// Where the page is written when nothing else is said: beside the report of the run.
  public var pagePath: String? { folder.map { "\($0)/\(RunFiles.explanation)" } }
}

extension WindowFrame {
  /// Whether a window is a whole sequence, so that more readings make more windows, not longer ones.
  fileprivate var isOfSequences: Bool { windows.options.wholeSequences }
}

extension TargetReference {
  /// What it is called.
  fileprivate var words: String {
    switch self {
    case .lastReading: "the last reading"
    case .season: "the reading of the season before"
    case .movingAverage: "the mean of the last readings"
    case .line: "a straight line in time"
    }
  }
}

/// Why there is nothing to explain.
public enum ExplanationError: Error, Equatable, CustomStringConvertible {
  /// A bundle alone holds no readings.
  case noReadings(String)
  /// No window has all its readings.
  case noWindows(lookback: Int, of: Int, ofSequences: Bool = false)
  /// A moment was asked for, and the readings have no clock.
  case noClock
  /// There is no input of a name.
  case noInput(String, inputs: [String])
  /// A window has no row so far back.
  case tooFarBack(Int, lookback: Int)
  /// No window ends at or before the moment.
  case tooEarly(Moment)
  /// Something was asked for that the method has no use for.
  case noUse(of: String, expected: String, found: String)
  /// A score of classes was chosen for a forecast.
  case scoreOfForecast

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .noReadings(let path):
      return "\(path) is a bundle and holds no readings: give those to explain with --data."
    case .noWindows(let lookback, let count, true):
      return "None of the \(count) sequences has the \(lookback) readings of a window: give longer "
        + "sequences, or train with a window.lookback of at most their length."
    case .noWindows(let lookback, let count, false):
      return "None of the \(count) windows has all of its \(lookback) readings: give more readings "
        + "without a gap between them."
    case .noClock:
      return "The readings have no time stamps, so no window belongs to a moment: leave --at out, "
        + "and the last window is looked at closely."
    case .noInput(let name, let inputs):
      let nearest = Spelling.nearest(to: name, in: inputs).map { " Did you mean \($0)?" } ?? ""
      return "There is no input \(name) to try out.\(nearest) The inputs are "
        + inputs.joined(separator: ", ") + "."
    case .tooFarBack(let rows, let lookback):
      return
        "A window has \(lookback) rows: its first one lies \(lookback - 1) before the last one, "
        + "not \(rows)."
    case .noUse(let option, let expected, let found):
      return
        "--\(option) is for \(expected); the method is \(found). Leave it out, or change the method."
    case .scoreOfForecast:
      return "--score is for classes; the model forecasts. Leave it out."
    case .tooEarly(let moment):
      return "No whole window ends at or before \(moment): ask for a later moment."
    }
  }
}
