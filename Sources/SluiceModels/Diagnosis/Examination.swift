import SluiceData
import SluiceNN
import SluiceTensor

/// A run with all that the doctor looks at.
public struct Examination: Sendable {
  /// The rows as they were read.
  public var raw: Series

  /// What cleaning did to them.
  public var cleaning: CleaningReport

  /// The rows of the parts.
  public var split: Split

  /// The windows that were learnt from.
  public var training: WindowFrame

  /// The windows that decided which epoch is best; nil for none.
  public var validation: WindowFrame?

  /// The windows that were tested with.
  public var test: WindowFrame

  /// The network as it was kept.
  public var network: Network

  /// How it was trained.
  public var settings: TrainingSettings

  /// How training went.
  public var result: TrainingResult

  /// The baselines, fitted to the training windows.
  public var baselines: FittedBaselines

  /// Network and baselines on the test part.
  public var answers: TestResult

  /// The target's unit; nil when it is not known.
  public var unit: String?

  /// The recipe as it is written, before features were selected.
  public var written: Recipe

  /// The cells that mean a missing reading.
  public var markers: [String]

  /// The IANA name of the zone whose clock people there go by; nil for UTC.
  public var zone: String?

  /// Creates an examination of a run.
  ///
  /// - Parameter written: Nil where features were not selected.
  public init(
    raw: Series, cleaning: CleaningReport, split: Split, training: WindowFrame,
    validation: WindowFrame?, test: WindowFrame, network: Network, settings: TrainingSettings,
    result: TrainingResult, baselines: FittedBaselines, answers: TestResult, unit: String?,
    written: Recipe? = nil, markers: [String] = ReaderOptions.usualMissing, zone: String? = nil
  ) {
    self.raw = raw
    self.cleaning = cleaning
    self.split = split
    self.training = training
    self.validation = validation
    self.test = test
    self.network = network
    self.settings = settings
    self.result = result
    self.baselines = baselines
    self.answers = answers
    self.unit = unit
    self.written = written ?? test.recipe.recipe
    self.markers = markers
    self.zone = zone
  }

  /// Everything that was found, the most likely cause first.
  ///
  /// - Throws: What the models throw.
  public func findings() throws -> [Finding] {
    let facts = try Facts(self)
    let findings = Doctor.checks.flatMap { $0(facts) }
    // Where there was nothing to learn, no other figure says anything.
    if let first = findings.first, first.kind == .constantTarget { return [first] }
    return findings.enumerated()
      .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element)
  }
}

/// What several checks look at, measured once.
struct Facts: Sendable {
  /// The run.
  let run: Examination
  /// The recipe.
  let recipe: Recipe
  /// The verdict on the test part.
  let verdict: Verdict
  /// Forecasts and truth; nil for labels.
  let forecasts: Forecasts?

  /// The forecasts of the three parts at the farthest step, and the target's readings.
  struct Forecasts: Sendable {
    /// The evaluation of network and baselines on the test part.
    let evaluation: Evaluation
    /// On the test windows.
    let test: StepForecasts
    /// On the last windows that were learnt from, ``Facts/mostWindows`` at most.
    let training: StepForecasts
    /// On the validation windows.
    let validation: StepForecasts?
    /// The target's readings in the prepared series.
    let target: Column
    /// The readings of the training part, missing ones left out.
    let trainingReadings: [Double]
    /// The same without the sway of a few far ones; see ``FarReadings/clipped(_:)``.
    let clippedReadings: [Double]
    /// The readings of the test part, missing ones left out.
    let testReadings: [Double]
  }

  /// The columns of readings that the run rests on: the features, and the target of a forecast.
  var numbers: [String] { recipe.numbers.filter { run.test.series[$0]?.categories == nil } }

  /// The most rows of a part that figures of its distribution are computed of.
  static let mostRows = 20_000

  /// Rows of a range, evenly spread, about ``mostRows`` at most.
  static func spread(_ rows: Range<Int>) -> StrideTo<Int> {
    stride(from: rows.lowerBound, to: rows.upperBound, by: step(of: rows.count))
  }

  /// The distance at which about ``mostRows`` of some rows are looked at.
  static func step(of count: Int) -> Int { max(1, count / mostRows) }

  /// Known readings of a column in some rows, evenly spread.
  ///
  /// - Parameter step: The distance between two; nil takes that of ``spread(_:)``.
  static func readings(_ column: Column, _ rows: Range<Int>, by step: Int? = nil) -> [Double] {
    stride(from: rows.lowerBound, to: rows.upperBound, by: step ?? self.step(of: rows.count))
      .compactMap { column[$0].isNaN ? nil : Double(column[$0]) }
  }

  /// The most training windows that are forecast again.
  static let mostWindows = 4096

  /// The last windows of a frame, ``mostWindows`` at most.
  static func latest(_ frame: WindowFrame) -> WindowFrame {
    frame[max(0, frame.count - mostWindows)..<frame.count]
  }

  init(_ run: Examination) throws {
    self.run = run
    recipe = run.test.recipe.recipe
    switch run.answers {
    case .labels(let evaluation):
      verdict = evaluation.verdict
      forecasts = nil
    case .forecasts(let evaluation):
      verdict = evaluation.verdict
      func again(_ frame: WindowFrame) throws -> StepForecasts {
        let latest = Self.latest(frame)
        return StepForecasts(
          latest, predicted: try NetworkModel(run.network).outputs(for: latest),
          actual: latest.actual())
      }
      let target = try run.test.series.column(run.test.target)
      func readings(_ rows: Range<Int>) -> [Double] {
        target.rows(rows).compactMap { $0.isNaN ? nil : Double($0) }
      }
      let trainingReadings = readings(run.split.train.rows)
      let far = FarReadings(Facts.readings(target, run.split.train.rows))
      forecasts = Forecasts(
        evaluation: evaluation,
        test: StepForecasts(
          run.test, predicted: evaluation.table[evaluation.verdict.model] ?? [],
          actual: evaluation.table.actual),
        training: try again(run.training), validation: try run.validation.map(again),
        target: target, trainingReadings: trainingReadings,
        clippedReadings: far?.clipped(trainingReadings) ?? trainingReadings,
        testReadings: readings(run.split.test.rows))
    }
  }
}
