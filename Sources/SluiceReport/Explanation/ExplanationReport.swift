import SluiceExplain

/// What moves the answers of a model, for people: a page with pictures, and lines for a terminal.
///
/// It computes no share of its own: it lays out what the methods have found.
public struct ExplanationReport: Codable, Sendable {
  /// What the run is called.
  public var title: String
  /// The name of the model: `network`, or that of a baseline.
  public var model: String
  /// The column that is forecast, or that holds the labels.
  public var target: String
  /// Unit of the answers, such as "kW"; nil where it is not known, and for labels.
  public var unit: String?
  /// Where the windows are from, such as "the test part".
  public var source: String
  /// The window that shares are counted from, such as "zeros in scaled units"; nil where there is none.
  public var baseline: String?
  /// What the forecast is told relative to, such as "the last reading"; nil where it is told as it is.
  public var reference: String?
  /// The windows that are explained.
  public var windows: ExplainedWindows
  /// The answers that are explained, at least one.
  public var answers: [Answer]
  /// The number of the window that is looked at closely.
  public var focus: Int
  /// By how much the error grows when windows swap the readings of an input; empty where the truth is not
  /// known.
  public var permutation: Permutation?
  /// What the first answer would be with other readings of one input.
  public var sweep: SweepResult?
  /// How far back the first answer reaches; nil where it was not asked for.
  public var memory: EffectiveMemory?
  /// What the recurrent layers do over the window that is looked at closely.
  public var traces: [GateTrace]

  /// Creates an explanation.
  public init(
    title: String, model: String = "network", target: String, unit: String?, source: String,
    baseline: String? = nil, reference: String? = nil, windows: ExplainedWindows,
    answers: [Answer], focus: Int, permutation: Permutation? = nil, sweep: SweepResult? = nil,
    memory: EffectiveMemory? = nil, traces: [GateTrace] = []
  ) {
    self.title = title
    self.model = model
    self.target = target
    self.unit = unit
    self.source = source
    self.baseline = baseline
    self.reference = reference
    self.windows = windows
    self.answers = answers
    self.focus = focus
    self.permutation = permutation
    self.sweep = sweep
    self.memory = memory
    self.traces = traces
  }

  /// How much worse a model gets when windows swap the readings of an input.
  public struct Permutation: Codable, Sendable {
    /// What was measured, such as "root mean squared error".
    public var measure: String
    /// Over how many windows.
    public var windows: Int
    /// Whether the error is taken over several steps of a forecast together.
    public var isOfAllSteps: Bool
    /// The groups of inputs that were swapped together.
    public var importances: [InputImportance]

    /// Creates a record of swaps.
    public init(
      measure: String, windows: Int, isOfAllSteps: Bool = false, importances: [InputImportance]
    ) {
      self.measure = measure
      self.windows = windows
      self.isOfAllSteps = isOfAllSteps
      self.importances = importances
    }
  }

  /// One answer with all that was found about it.
  public struct Answer: Codable, Sendable {
    /// The shares of the readings.
    public var attribution: Attribution
    /// How far the shares can be trusted; nil where that was not looked into.
    public var trust: Trust?

    /// An answer.
    public init(_ attribution: Attribution, trust: Trust? = nil) {
      self.attribution = attribution
      self.trust = trust
    }
  }
}
