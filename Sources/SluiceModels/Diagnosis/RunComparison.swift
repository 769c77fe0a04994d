import SluiceData
import SluiceTensor

/// Two runs compared on the test answers that both have given: what a change of the experiment did.
///
/// A change may move the test part, such as a longer lookback or rows that are dropped; only answers of
/// both runs for the same moment and the same truth are compared.
public struct RunComparison: Codable, Hashable, Sendable {
  /// The answers of one run to its test part.
  public struct Side: Sendable {
    let result: TestResult
    let frame: WindowFrame

    /// Takes a run's answers with the windows that they are for.
    public init(_ result: TestResult, on frame: WindowFrame) {
      self.result = result
      self.frame = frame
    }
  }

  /// Whether the second run is better, worse, or not clearly either.
  public var outcome: Verdict.Outcome

  /// The first run's root mean squared error, or balanced accuracy, on the answers of both.
  public var before: Double

  /// The same of the second run.
  public var after: Double

  /// The lower end of the interval of the difference, positive where the second run is better: of the
  /// mean squared errors, or of the balanced accuracies; nil for too few answers.
  public var lower: Double?

  /// The upper end of that interval.
  public var upper: Double?

  /// How many answers of both are compared.
  public var common: Int

  /// How many the first run has given.
  public var countBefore: Int

  /// How many the second run has given.
  public var countAfter: Int

  /// Whether what is compared are labels, by balanced accuracy.
  public var isOfLabels: Bool

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - before: The first run.
  ///   - after: The second run.
  ///   - streams: Where the randomness of the interval comes from.
  public init(of before: Side, and after: Side, streams: RandomStreams) {
    switch (before.result, after.result) {
    case (.forecasts(let old), .forecasts(let new)):
      self.init(
        Answers(old, before.frame), Answers(new, after.frame),
        stride: before.frame.windows.options.stride, streams: streams)
    case (.labels(let old), .labels(let new)):
      self.init(
        old, new, keys: Self.keys(old, before.frame), Self.keys(new, after.frame),
        streams: streams)
    default: preconditionFailure("RunComparison: forecasts and labels")
    }
  }

  private init(
    _ outcome: Verdict.Outcome, _ before: Double, _ after: Double, _ interval: ClosedRange<Double>?,
    common: Int, of counts: (Int, Int), isOfLabels: Bool
  ) {
    self.outcome = outcome
    self.before = before
    self.after = after
    lower = interval?.lowerBound
    upper = interval?.upperBound
    self.common = common
    (countBefore, countAfter) = counts
    self.isOfLabels = isOfLabels
  }

  /// What an answer is for.
  private struct Key: Hashable {
    /// The moment in microseconds; without a clock the row.
    let moment: Int64
    /// The distance of a forecast.
    var step = 0
    /// Whose readings a label is given to.
    var subject: String?
  }
}

// MARK: - Forecasts

extension RunComparison {
  /// The forecasts of one run, window by window.
  private struct Answers {
    let keys: [Key]
    let actual: [Float]
    let predicted: [Float]
    let steps: [Int]

    init(_ evaluation: Evaluation, _ frame: WindowFrame) {
      let table = evaluation.table
      let steps = table.steps
      self.steps = steps
      actual = table.actual
      predicted = table[evaluation.verdict.model] ?? []
      keys = actual.indices.map { place in
        let step = steps[place % steps.count]
        let rows = frame.windows.targetRows(place / steps.count)
        return Key(
          moment: table.times?[place] ?? Int64(rows.lowerBound + place % steps.count), step: step)
      }
    }

    var count: Int { actual.count { !$0.isNaN } }
  }

  private init(_ old: Answers, _ new: Answers, stride: Int, streams: RandomStreams) {
    let places = Dictionary(
      zip(new.keys, new.keys.indices), uniquingKeysWith: { first, _ in first })
    var (differences, before, after): ([Double], [Double], [Double]) = ([], [], [])
    var common = 0
    for window in 0..<old.actual.count / max(1, old.steps.count) {
      var (sums, count) = ((old: 0.0, new: 0.0), 0)
      for place in window * old.steps.count..<(window + 1) * old.steps.count {
        guard let other = places[old.keys[place]],
          Self.isSame(old.actual[place], new.actual[other])
        else { continue }
        let truth = Double(old.actual[place])
        let errors = (Double(old.predicted[place]) - truth, Double(new.predicted[other]) - truth)
        sums.old += errors.0 * errors.0
        sums.new += errors.1 * errors.1
        count += 1
      }
      guard count > 0 else { continue }
      common += count
      before.append(sums.old / Double(count))
      after.append(sums.new / Double(count))
      differences.append((sums.old - sums.new) / Double(count))
    }
    let overlap = ((old.steps.max() ?? 1) + stride - 1) / stride
    let bootstrap = MovingBlockBootstrap()
    var stream = streams.stream("bootstrap")
    let interval = bootstrap.interval(
      ofMean: differences,
      blockLength: MovingBlockBootstrap.automaticBlockLength(of: differences, atLeast: overlap),
      using: &stream)
    func root(_ errors: [Double]) -> Double {
      (errors.reduce(0, +) / Double(max(1, errors.count))).squareRoot()
    }
    self.init(
      Verdict.outcome(of: interval), root(before), root(after), interval, common: common,
      of: (old.count, new.count), isOfLabels: false)
  }

  /// Whether two truths are one reading; cleaning may have changed it in one of the runs.
  private static func isSame(_ a: Float, _ b: Float) -> Bool {
    abs(a - b) <= 1e-5 * max(abs(a), abs(b))
  }
}

// MARK: - Labels

extension RunComparison {
  private static func keys(_ evaluation: LabelEvaluation, _ frame: WindowFrame) -> [Key] {
    let labels = evaluation.labels
    return (0..<labels.count).map { item in
      Key(moment: labels.times?[item] ?? Int64(item), subject: labels.subjects?[item])
    }
  }

  private init(
    _ old: LabelEvaluation, _ new: LabelEvaluation, keys: [Key], _ newKeys: [Key],
    streams: RandomStreams
  ) {
    let (first, second) = (old.table, new.table)
    let places = Dictionary(
      zip(newKeys, newKeys.indices), uniquingKeysWith: { first, _ in first })
    let pairs = keys.indices.compactMap { item -> (Int, Int)? in
      guard first.classes == second.classes, let other = places[keys[item]],
        first.truth[item] == second.truth[other]
      else { return nil }
      return (item, other)
    }
    let counts = (first.count, second.count)
    guard !pairs.isEmpty, let before = first[old.verdict.model],
      let after = second[new.verdict.model]
    else {
      self.init(.undecided, 0, 0, nil, common: 0, of: counts, isOfLabels: true)
      return
    }
    let classes = first.classes.count
    func column(_ name: String, _ own: ClassTable.Column, _ items: [Int]) -> ClassTable.Column {
      .init(
        name: name,
        probabilities: items.flatMap { own.probabilities[$0 * classes..<($0 + 1) * classes] })
    }
    let columns = [
      column("after", after, pairs.map(\.1)), column("before", before, pairs.map(\.0)),
    ]
    let table = ClassTable(
      classes: first.classes, truth: pairs.map { first.truth[$0.0] },
      groups: pairs.map { first.groups[$0.0] },
      subjects: first.subjects.map { subjects in pairs.map { subjects[$0.0] } }, columns: columns)
    let rule = MovingBlockBootstrap()
    var stream = streams.stream("bootstrap")
    let interval = GroupBootstrap(table, columns[0], columns[1]).interval(
      resamples: rule.resamples, level: rule.level, using: &stream)
    self.init(
      Verdict.outcome(of: interval), table.balancedAccuracy(of: columns[1]),
      table.balancedAccuracy(of: columns[0]), interval, common: pairs.count, of: counts,
      isOfLabels: true)
  }
}
