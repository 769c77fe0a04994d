import SluiceData
import SluiceExplain
import SluiceModels
import SluiceReport
import SluiceTensor

/// What an explanation tells beyond the shares.
struct Thorough {
  /// What answers.
  let function: any ModelFunction
  /// The windows that are explained, scaled.
  let windows: Tensor
  /// All windows there are.
  let frame: WindowFrame
  /// The number of the window that is looked at closely.
  let focus: Int
  /// What was asked for.
  let settings: ExplanationSettings

  /// How many windows swap their readings at most.
  private static let mostSwaps = 1000

  /// Adds what is found to a report.
  ///
  /// - Parameters:
  ///   - attributions: The shares, by the inputs that the model sees.
  /// - Throws: `ExplainError`; ``ExplanationError`` for an input to try out that is not there.
  func add(
    to report: inout ExplanationReport, attributions: [Attribution]
  ) throws {
    let random = RandomStreams(seed: settings.seed)
    // The class of each window is another answer for each: that of the window looked at closely stands for
    // all.
    let first =
      attributions.first.flatMap { function.answers.firstIndex(of: $0.answer) } ?? givenClass
    report.permutation = try permutation(random)
    report.sweep = try attributions.first.map { try sweep(of: $0, answer: first) }
    if let network = function as? NetworkFunction {
      report.memory = try EffectiveMemory(of: network, windows: windows, answer: first)
      report.traces = try GateTrace.traces(of: network, window: windows.selected(axis: 0, focus))
    }
  }

  /// The class that the window looked at closely is given.
  private var givenClass: Int {
    ClassificationMetrics.mostProbable(
      function.values(windows.selecting([focus])), classes: function.answers.count)[0]
  }

  /// How much worse the answers get when windows swap the readings of an input, derived columns with
  /// what they come from; nil where the truth is not known for two windows, and where a network's forecast
  /// is told relative to a reference, of which its answers know nothing.
  private func permutation(_ random: RandomStreams) throws -> ExplanationReport.Permutation? {
    if function is NetworkFunction, function.recipe.reference != nil { return nil }
    let isLabeled = function.recipe.classes != nil
    let labels = isLabeled ? frame.knownLabels() : nil
    if isLabeled, labels == nil { return nil }
    let actual = isLabeled ? [] : frame.actual()
    let width = max(1, function.recipe.recipe.steps.count)
    let known = frame.wholeWindows.filter { window in
      labels.map { $0[window] >= 0 }
        ?? actual[window * width..<(window + 1) * width].allSatisfy(\.isFinite)
    }
    guard known.count >= 2 else { return nil }
    let chosen = ExplanationRun.spread(known, Self.mostSwaps)
    let importances = try PermutationImportance(random: random).importances(
      of: function, windows: function.windows(of: frame.selecting(chosen)),
      groups: InputGroup.byColumn(of: function.recipe.recipe)
    ) { answers in
      if let labels { return Self.errorRate(answers, chosen.map { labels[$0] }) }
      let truth = chosen.flatMap { actual[$0 * width..<($0 + 1) * width] }
      let squares = zip(answers, truth).reduce(0.0) { sum, pair in
        let miss = Double(pair.0) - Double(pair.1)
        return sum + miss * miss
      }
      return (squares / Double(truth.count)).squareRoot()
    }
    return ExplanationReport.Permutation(
      measure: labels == nil ? "root mean squared error" : "share of wrong labels",
      windows: chosen.count, isOfAllSteps: labels == nil && width > 1, importances: importances)
  }

  /// The share of windows whose highest score is not that of their label.
  private static func errorRate(_ scores: [Float], _ labels: [Int]) -> Double {
    let given = ClassificationMetrics.mostProbable(scores, classes: scores.count / labels.count)
    return Double(zip(given, labels).count { $0 != $1 }) / Double(labels.count)
  }

  /// What an answer would be with other readings of the input that was asked for, or of the one that
  /// counts most.
  private func sweep(of attribution: Attribution, answer: Int) throws -> SweepResult {
    let totals = attribution.importanceByInput.map(\.mean)
    var input = totals.indices.max { totals[$0] < totals[$1] } ?? 0
    var steps: Range<Int>?
    if let asked = try settings.sweptReadings(of: function) { (input, steps) = asked }
    return try Sweep(input: input, steps: steps).run(
      function, windows: windows, answer: answer,
      scale: function.recipe.scale(of: function.inputs[input]))
  }
}
