import ArgumentParser
import Sluice

extension ExplanationSettings.Method: ExpressibleByArgument {}
extension PathRule: ExpressibleByArgument {}

extension ExplanationSettings.Baseline: ExpressibleByArgument {
  /// `zeros`, `mean`, or a file of readings.
  public init?(argument: String) {
    switch argument {
    case "zeros": self = .zeros
    case "mean": self = .mean
    case "": return nil
    default: self = .window(argument)
    }
  }
}
extension ExplanationSettings.Grouping: ExpressibleByArgument {}
extension ClassScore: ExpressibleByArgument {}

/// `sluice explain`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Tells which readings, of which inputs, moved the answers of a trained model.",
    discussion: """
      Shares each forecast, or the score of a class, out over the readings of its window, in the \
      target's own units, and says how far the shares can be trusted. Prints which inputs count and how \
      far back, and writes a page with pictures (RUN/explanation.html), with each picture as an SVG \
      file beside it (RUN/explanation-charts).

      Explains the network of a run, or the baseline that train --best saved in its place. Not every \
      baseline has a gradient: integrated-gradients and its kin refuse one that has none, kernel-shap, \
      permutation-shapley and occlusion explain it all the same.

      Examples:

        sluice explain runs/first
        sluice explain runs/first --at "2007-12-24 18:00"
        sluice explain runs/first --method kernel-shap --windows 50
        sluice explain runs/activity --class walking --csv shares.csv
        sluice explain model.safetensors --data recent.csv --output why.html
      """)

  @Argument(help: ArgumentHelp("A run directory, or a bundle file.", valueName: "run"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "The readings whose windows are explained; the test part of the run unless given.",
      valueName: "file"),
    completion: .file())
  var data: String?

  @Option(
    help: ArgumentHelp(
      "How answers are shared out; integrated-gradients unless given, occlusion for a model without a "
        + "gradient.", valueName: "name"))
  var method: ExplanationSettings.Method?

  @Option(
    help: ArgumentHelp(
      "The forecast so many rows ahead; the farthest unless given.", valueName: "n"))
  var step: Int?

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "The score of a class; for each window that of the class it is given, unless given.",
      valueName: "name"))
  var label: String?

  @Flag(help: "Explains all steps, or all classes.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Looks closely at the forecast made at that moment; the last one unless given.",
      valueName: "time"))
  var at: String?

  @Option(help: ArgumentHelp("How many windows are explained, evenly spread.", valueName: "n"))
  var windows: Int = 200

  @Option(
    help: ArgumentHelp(
      """
      The window that shares are counted from: mean (of training windows; the default), zeros (in scaled \
      units), or a file of readings whose last window is taken.
      """, valueName: "mean|zeros|file"), completion: .file())
  var baseline: ExplanationSettings.Baseline?

  @Option(
    help: ArgumentHelp(
      "What kernel-shap, permutation-shapley and exact-shapley take away together; inputs unless given.",
      valueName: "name"))
  var players: ExplanationSettings.Grouping?

  @Option(
    help: ArgumentHelp("How many rows of an input a block of --players blocks has.", valueName: "n")
  )
  var block: Int?

  @Option(
    help: ArgumentHelp(
      "Shapley values: the oldest rows are one player while they move less than that, in the target's "
        + "unit.", valueName: "size"))
  var prune: Double?

  @Option(
    help: ArgumentHelp("How many points integrated-gradients takes at first.", valueName: "n"))
  var points: Int?

  @Option(help: ArgumentHelp("Where the points of integrated-gradients lie.", valueName: "name"))
  var rule: PathRule?

  @Option(
    help: ArgumentHelp(
      "The gap that integrated-gradients accepts, as a share of the sizes of a window's shares.",
      valueName: "share"))
  var tolerance: Double?

  @Option(
    help: ArgumentHelp(
      "How much is drawn: copies (smooth-grad), points (expected-gradients), coalitions (kernel-shap) or "
        + "orders (permutation-shapley).", valueName: "n"))
  var samples: Int?

  @Option(
    help: ArgumentHelp(
      "The input whose other readings are tried out; NAME:3 does so 3 rows before the last one only.",
      valueName: "input"))
  var sweep: String?

  @Flag(
    help: ArgumentHelp(
      "Adds what derived columns moved to the columns that they come from, at the row at which the model "
        + "reads them: a lag of 24 in the last row counts there, not 24 rows before."))
  var sources = false

  @Option(
    help: ArgumentHelp("What classes are scored by; probability unless given.", valueName: "name"))
  var score: ClassScore?

  @Option(help: ArgumentHelp("The seed of random draws.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The page to write, with its pictures in a folder beside it; RUN/explanation.html unless "
        + "given.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @Option(
    help: ArgumentHelp("Writes the share of each reading.", valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var csv: String?

  @Flag(help: "Prints everything as JSON.")
  var json = false

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    try CountOption.check("--windows", windows, to: 100_000)
    try CountOption.check("--step", step)
    if [step != nil, label != nil, all].count(where: { $0 }) > 1 {
      throw ValidationError("--step, --class and --all each choose what is explained: give one.")
    }
    if let at, Moment(at) == nil {
      throw ValidationError(
        "--at must be a date or a date and time such as \"2007-11-22 02:08\", found \"\(at)\".")
    }
    try CountOption.check("--block", block)
    try CountOption.check("--points", points)
    try CountOption.check("--samples", samples)
    if let sweep, let rows = Self.rows(of: sweep), rows < 0 {
      throw ValidationError(
        "--sweep counts rows before the last one, which is 0: found \"\(sweep)\".")
    }
  }

  /// An input, and how many rows before the last one where that is said.
  private static func readings(_ text: String) -> ExplanationSettings.Sweep {
    guard let rows = rows(of: text), let colon = text.lastIndex(of: ":") else { return .init(text) }
    return .init(String(text[..<colon]), rowsBack: rows)
  }

  /// The number behind the last colon.
  private static func rows(of text: String) -> Int? {
    text.lastIndex(of: ":").flatMap { Int(text[text.index(after: $0)...]) }
  }

  func run() throws {
    threads.apply()
    var settings = ExplanationSettings()
    settings.method = method
    settings.answers =
      all ? .all : step.map { .step($0) } ?? label.map { .label($0) } ?? .one
    settings.moment = at.flatMap { Moment($0) }
    settings.windows = windows
    settings.baseline = baseline
    settings.grouping = players
    settings.block = block
    settings.pruning = prune
    settings.points = points
    settings.rule = rule
    settings.tolerance = tolerance
    settings.samples = samples
    settings.classScore = score
    settings.sumsSources = sources
    settings.sweep = sweep.map(Self.readings)
    settings.seed = seed

    let run = try ExplanationRun(model, data: data)
    let report = try run.report(settings)
    if let csv {
      try WholeFile.write(ExplanationFile.text(of: report), to: csv)
    }
    let page = output ?? run.pagePath
    let written = try page.map { try ExplanationFile.write(report, page: $0) } ?? []
    if json {
      try StandardOutput.write(MetricsFile.text(of: report))
    } else {
      try StandardOutput.write(report.text(style: Console.style) + "\n")
    }
    for file in written + [csv].compactMap({ $0 }) { Console.say("Written: \(file).") }
  }
}
