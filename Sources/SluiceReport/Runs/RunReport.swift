import SluiceModels

/// Everything that the report of one run tells, gathered from the results of the run.
///
/// It computes no result of its own: `html` and `svgFiles` only lay out what was measured.
public struct RunReport: Sendable {
  /// What was measured, and the answers that it was measured on.
  public enum Results: Sendable {
    /// Forecasts beside what happened.
    case forecast(ForecastMetrics, ForecastTable)
    /// Labels beside the true ones.
    case classification(LabelMetrics, LabelTable)
  }

  /// What the run is called.
  public var title: String
  /// The column that is forecast, or that holds the labels.
  public var target: String
  /// Unit of the target, such as "kW"; nil where it is not known, and for labels.
  public var unit: String?
  /// What was measured, and the answers that it was measured on.
  public var results: Results
  /// What was measured after each epoch; nil for an evaluation on other data.
  public var history: History?
  /// The data that went in; nil leaves the section out.
  public var data: DataSummary?
  /// The layers of the network; nil leaves the table out.
  public var network: Table?
  /// How the network was trained: loss, optimizer, schedule, batch size and the like.
  public var settings: [Fact]
  /// Figures that others published for the same task.
  public var published: [PublishedFigure]
  /// What moves the answers; nil leaves the section out.
  public var explanation: ExplanationReport?
  /// How to repeat the run; nil leaves the section out.
  public var repetition: Repetition?

  /// A report; what is left out is not mentioned.
  public init(
    title: String, target: String, unit: String? = nil, results: Results,
    history: History? = nil, data: DataSummary? = nil, network: Table? = nil,
    settings: [Fact] = [], published: [PublishedFigure] = [],
    explanation: ExplanationReport? = nil, repetition: Repetition? = nil
  ) {
    self.title = title
    self.target = target
    self.unit = unit
    self.results = results
    self.history = history
    self.data = data
    self.network = network
    self.settings = settings
    self.published = published
    self.explanation = explanation
    self.repetition = repetition
  }

  /// What was measured.
  var metrics: RunMetrics {
    switch results {
    case .forecast(let metrics, _): .forecast(metrics)
    case .classification(let metrics, _): .classification(metrics)
    }
  }

  /// `report.html`: one file that needs nothing else.
  public var html: String { page.html }

  /// Each chart as an SVG file: its name, and its text.
  public var svgFiles: [(name: String, text: String)] {
    charts.map(\.svgFile)
  }
}

/// What it takes to make the same run again.
public struct Repetition: Equatable, Sendable {
  /// The command line.
  public var command: String
  /// Version of Sluice.
  public var version: String
  /// The seed that every random draw of the run comes from.
  public var seed: UInt64
  /// A hash of the readings that went in.
  public var fingerprint: String
  /// When the run was made, and on what; empty where it does not matter.
  public var circumstances: [Fact]

  /// How to repeat a run.
  public init(
    command: String, version: String, seed: UInt64, fingerprint: String,
    circumstances: [Fact] = []
  ) {
    self.command = command
    self.version = version
    self.seed = seed
    self.fingerprint = fingerprint
    self.circumstances = circumstances
  }
}
