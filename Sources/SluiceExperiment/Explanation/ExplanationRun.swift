import SluiceData
import SluiceExplain
import SluiceModels
import SluiceNN
import SluiceReport
import SluiceTensor

/// The whole of `sluice explain`: which readings move the answers of a trained network.
public struct ExplanationRun {
  /// What is explained.
  private let network: Network
  /// The way from raw rows to what the network sees.
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
  /// The folder of the run; nil for a bundle file.
  private let folder: String?

  /// Opens a run or a bundle.
  ///
  /// - Parameters:
  ///   - path: The run directory, or a bundle file.
  ///   - data: The readings whose windows are explained; nil takes the test part of the run.
  /// - Throws: `ExplainError` when the bundle holds no network; ``ExplanationError``, ``RunError``,
  ///   ``ConfigError``, and the errors of the modules below.
  public init(_ path: String, data: String? = nil) throws {
    let model = try LoadedModel(path)
    guard case .network(let network) = model.bundle.model else {
      throw ExplainError.baseline(name: model.bundle.model.windowModel.name)
    }
    self.network = network
    recipe = model.bundle.recipe
    unit = model.unit
    let isFile = Folder.exists(path) && !Folder.isFolder(path)
    folder = isFile ? nil : RunDirectory.trimmed(path)
    name = isFile ? path : try FinishedRun(path).name
    if let data {
      frame = try model.frame(predicting: data)
      background = frame
      source = "the readings of \(data)"
      return
    }
    if isFile { throw ExplanationError.noReadings(path) }
    let experiment = try FinishedRun(path).experiment
    let cut = try experiment.cut(experiment.prepared(experiment.readSeries()).series)
    frame = cut.test.with(recipe)
    background = cut.training.with(recipe)
    source = "the test part"
  }

  /// Looks at a network that was trained just now, on its test part.
  init(_ run: TrainedRun) {
    network = run.network
    recipe = run.recipe
    name = run.experiment.name
    unit = run.experiment.unit
    source = "the test part"
    frame = run.data.test.with(run.recipe)
    background = run.data.training.with(run.recipe)
    folder = nil
  }

  /// Explains.
  ///
  /// - Throws: `ExplainError` for answers that the model does not have; ``ExplanationError`` when no window
  ///   fits; the errors of the modules below.
  public func report(_ settings: ExplanationSettings) throws -> ExplanationReport {
    let function = try NetworkFunction(network, recipe: recipe, classScore: settings.classScore)
    let (chosen, focus) = try windows(settings)
    let windows = try function.windows(of: chosen)
    let usual = try function.windows(
      of: background.selecting(Self.spread(background.wholeWindows, 200)))
    let method = settings.attributionMethod(background: usual)
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
      title: name, target: recipe.recipe.target, unit: recipe.classes == nil ? unit : nil,
      source: source, windows: ExplainedWindows(chosen, inputs: shown.first?.inputs),
      answers: shown.map { .init($0) }, focus: focus)
    if recipe.reference != nil {
      for place in report.answers.indices {
        report.answers[place].attribution.notes.append(
          "The forecast is told relative to a reference: the shares explain what the network adds to it."
        )
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
      try work.add(to: &report, method: method, attributions: attributions)
    }
    return report
  }

  /// The shares of the class that each window is given.
  private func ownClass(
    of windows: Tensor, _ function: NetworkFunction, by method: any AttributionMethod
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
      throw ExplanationError.noWindows(lookback: frame.windows.options.lookback, of: frame.count)
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
    _ answers: ExplanationSettings.Answers, of function: NetworkFunction
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

/// Why there is nothing to explain.
public enum ExplanationError: Error, Equatable, CustomStringConvertible {
  /// A bundle alone holds no readings.
  case noReadings(String)
  /// No window has all its readings.
  case noWindows(lookback: Int, of: Int)
  /// A moment was asked for, and the readings have no clock.
  case noClock
  /// There is no input of a name.
  case noInput(String, inputs: [String])
  /// A window has no row so far back.
  case tooFarBack(Int, lookback: Int)
  /// No window ends at or before the moment.
  case tooEarly(Moment)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .noReadings(let path):
      return "\(path) is a bundle and holds no readings: give those to explain with --data."
    case .noWindows(let lookback, let count):
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
    case .tooEarly(let moment):
      return "No whole window ends at or before \(moment): ask for a later moment."
    }
  }
}
