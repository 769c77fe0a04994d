import SluiceTensor

/// One classifier and the baselines, compared on the items of one frame.
public struct LabelEvaluation: Sendable {
  /// The model's metrics.
  public let metrics: ClassificationMetrics

  /// Each baseline's metrics, by name.
  public let baselines: [String: ClassificationMetrics]

  /// How well each subject's items are labeled; nil without subjects.
  public let subjects: SubjectTable?

  /// Whether the model beats the best baseline.
  public let verdict: Verdict

  /// The truth and the probabilities of all models, the model's first.
  public let table: ClassTable

  /// The same as it is written: item by item, with times and subjects.
  public let labels: LabelTable

  /// What the network's logits were divided by; nil without calibration.
  public let temperature: Double?

  /// Has every model label the items of a frame, once, and compares the labels with the truth.
  ///
  /// - Parameters:
  ///   - model: The model under test; a baseline of the same name is left out.
  ///   - baselines: The baselines, fitted to the model's training part.
  ///   - frame: The labeled windows.
  ///   - streams: The random streams of the run, for the bootstrap.
  /// - Throws: ``EvaluationError``, and what the models throw.
  public init(
    of model: any WindowModel, against baselines: FittedBaselines, on frame: WindowFrame,
    streams: RandomStreams
  ) throws {
    let rivals = baselines.models.filter { $0.name != model.name }
    let items = LabeledItems(frame)
    let columns = try ([model] + rivals).map { model in
      ClassTable.Column(
        name: model.name, probabilities: items.known(in: try Evaluation.checked(model, frame)))
    }
    let table = ClassTable(
      classes: frame.classes, truth: items.truth, groups: items.groups,
      subjects: items.subjects, columns: columns)
    self.init(
      of: model.name, in: table,
      labels: LabelTable(
        classes: frame.classes, rows: items.rows, windows: items.windows, times: items.times,
        subjects: items.subjects, sequences: items.sequences,
        actual: items.truth.map { frame.classes[$0] }, columns: columns),
      temperature: frame.recipe.calibration?.temperature, streams: streams)
  }

  /// Puts the items of several evaluations together, such as those of several test subjects, each of
  /// which was labeled by a model that had not seen it.
  ///
  /// - Parameters:
  ///   - parts: At least one evaluation.
  ///   - streams: The random streams of the run, for the bootstrap.
  /// - Throws: ``ForecastError/otherClasses(_:_:)`` when the parts have not the same classes.
  public init(pooling parts: [LabelEvaluation], streams: RandomStreams) throws {
    precondition(!parts.isEmpty, "LabelEvaluation: nothing to put together")
    let first = parts[0]
    for part in parts where part.table.classes != first.table.classes {
      throw ForecastError.otherClasses(first.table.classes, part.table.classes)
    }
    // Groups are counted from 0 in each part.
    var groups: [Int] = []
    for part in parts {
      let shift = (groups.max() ?? -1) + 1
      groups += part.table.groups.map { $0 + shift }
    }
    let columns = first.table.columns.map { column in
      ClassTable.Column(
        name: column.name,
        probabilities: parts.flatMap { $0.table[column.name]?.probabilities ?? [] })
    }
    let subjects = parts.compactMap(\.table.subjects)
    let table = ClassTable(
      classes: first.table.classes, truth: parts.flatMap(\.table.truth), groups: groups,
      subjects: subjects.count == parts.count ? Array(subjects.joined()) : nil, columns: columns)
    func joined<Value>(_ values: (LabelTable) -> [Value]?) -> [Value]? {
      let known = parts.compactMap { values($0.labels) }
      return known.count == parts.count ? Array(known.joined()) : nil
    }
    self.init(
      of: first.verdict.model, in: table,
      labels: LabelTable(
        classes: table.classes, rows: joined(\.rows), windows: joined(\.windows),
        times: joined(\.times), subjects: table.subjects, sequences: joined(\.sequences),
        actual: table.truth.map { table.classes[$0] }, columns: columns),
      temperature: nil, streams: streams)
  }

  /// Compares probabilities that are known.
  ///
  /// - Precondition: The table holds the model and at least one other column.
  init(
    of model: String, in table: ClassTable, labels: LabelTable, temperature: Double?,
    streams: RandomStreams
  ) {
    var metrics = Dictionary(
      uniqueKeysWithValues: table.columns.map { column in
        (
          column.name,
          ClassificationMetrics(
            truth: table.truth, probabilities: column.probabilities, classes: table.classes)
        )
      })
    guard let own = metrics.removeValue(forKey: model) else {
      preconditionFailure("LabelEvaluation: no labels of \(model)")
    }
    self.metrics = own
    baselines = metrics
    verdict = Verdict(comparing: model, in: table, streams: streams)
    subjects = SubjectTable(of: model, against: verdict.bestBaseline, in: table)
    self.table = table
    self.labels = labels
    self.temperature = temperature
  }

  /// Returns the content of `metrics.json`.
  ///
  /// - Parameters:
  ///   - training: How the model was trained; nil for an evaluation on other data.
  ///   - costs: What each model costs, the model's first.
  public func runMetrics(training: TrainingSummary?, costs: [Cost]) -> LabelMetrics {
    LabelMetrics(
      test: metrics, baselines: baselines, subjects: subjects, verdict: verdict,
      temperature: temperature, training: training, costs: costs)
  }
}

extension ClassificationMetrics {
  /// Has a model label the items of a frame, and compares the labels with the truth.
  ///
  /// - Throws: ``EvaluationError``, and what the model throws.
  public init(of model: any WindowModel, on frame: WindowFrame) throws {
    let items = LabeledItems(frame)
    self.init(
      truth: items.truth, probabilities: items.known(in: try Evaluation.checked(model, frame)),
      classes: frame.classes)
  }
}

/// The items of a frame whose truth is known: its windows, or the steps of its windows.
private struct LabeledItems {
  let truth: [Int]
  let groups: [Int]
  let rows: [Int]?
  let windows: [Int]?
  let subjects: [String]?
  let sequences: [String]?
  let times: [Int64]?

  /// The places of these items among all, steps behind a short window's end included.
  private let places: [Int]
  private let classes: Int

  init(_ frame: WindowFrame) {
    let labels = frame.labels()
    let places = labels.indices.filter { labels[$0] >= 0 }
    truth = places.map { labels[$0] }
    let groups = frame.groups()
    self.groups = places.map { groups[$0] }
    func there<Value>(_ values: [Value]) -> [Value] { places.map { values[$0] } }
    rows = frame.itemOrigins().map(there)
    windows =
      frame.recipe.labelsEveryStep ? places.map { $0 / frame.itemsPerWindow + 1 } : nil
    subjects = frame.subjects().map(there)
    sequences = frame.sequences().map(there)
    times = frame.itemTimes().map(there)
    self.places = places
    classes = frame.classes.count
  }

  /// The probabilities of the known items.
  func known(in answers: [Float]) -> [Float] {
    if places.count * classes == answers.count { return answers }
    return places.flatMap { answers[$0 * classes..<($0 + 1) * classes] }
  }
}
