import Foundation
import SluiceModels
import SluiceReport
import SluiceTensor
import SluiceTuning

/// The whole of `sluice tune`: searches, tests the winner, and writes a study directory.
public struct StudyRun {
  /// What came of it.
  public enum Outcome {
    /// The study is over and the winner is in its run directory.
    case finished(StudyResults)
    /// The study is over; another process writes the winner.
    case searched(StudyResults)
    /// Somebody asked for an early end; the same command goes on.
    case interrupted(StudyResults)
  }

  /// What to search.
  public var plan: StudyPlan

  /// Where the trials are kept.
  public var storage: any StudyStorage

  /// How many trials run at once.
  public var workers: Int

  /// Who this process is.
  public var name: WorkerName

  /// Who watches the search.
  public var watcher: any StudyWatcher

  /// Who watches the winner's training.
  public var observers: [any TrainingObserver]

  /// By which the user may end it early.
  public var stop: StopRequest

  /// Takes lines of talk for the user.
  public var say: (String) -> Void

  /// Creates a run.
  public init(
    _ plan: StudyPlan, storage: any StudyStorage, workers: Int = 1, name: WorkerName,
    watcher: any StudyWatcher, observers: [any TrainingObserver] = [],
    stop: StopRequest = StopRequest(), say: @escaping (String) -> Void = { _ in }
  ) {
    self.plan = plan
    self.storage = storage
    self.workers = workers
    self.name = name
    self.watcher = watcher
    self.observers = observers
    self.stop = stop
    self.say = say
  }

  /// Searches, and writes the study directory.
  ///
  /// - Parameters:
  ///   - folder: The study directory; nil for a worker that writes none.
  ///   - onlySearches: Whether another process writes the winner.
  /// - Throws: ``StudyRunError``, ``RunError``, `TuningError`, `StorageError`, `FileError`, and the
  ///   errors of the modules below.
  public func write(to folder: String?, onlySearches: Bool = false) throws -> Outcome {
    try checkPopulation(folder)
    if let folder { try StudyFiles.check(folder, isOf: plan.definition.name) }
    var plan = plan
    let first = try plan.experiment(for: plan.firstValues)
    if !first.data.isKnown { throw RunError.noData }
    let data = StudyData(
      folds: plan.folds, references: plan.references, limit: max(4, workers))
    plan = plan.identified(by: try data.fingerprint(of: first))
    // Opening the study first: nothing is written beside a study that is another.
    try plan.begin(in: storage)
    if let folder {
      try StudyFiles.make(folder)
      try WholeFile.write(plan.text, to: StudyFiles.definition(folder))
    }
    let models = folder.map { TrialModels(study: $0, keep: plan.keep) }
    let work = StudyWork(
      plan, storage: storage, data: data, models: models, watcher: watcher, stop: stop)
    let end = try work.run(workers: workers, as: name)
    func resultsNow() throws -> StudyResults {
      StudyResults(
        definition: plan.definition, trials: try storage.trials(of: plan.definition.name, from: 0),
        end: end, unit: first.unit)
    }
    if end == nil { return .interrupted(try resultsNow()) }
    guard let folder, let models, !onlySearches else { return .searched(try resultsNow()) }
    let lock = try StudyLock.taken(of: folder, stop: stop) {
      say("Another process writes the winner of \(folder); waiting for it.")
    }
    guard let lock else { return .interrupted(try resultsNow()) }
    return try withExtendedLifetime(lock) {
      var results = try resultsNow()
      results.winner = try winner(results, plan: plan, folder: folder, models: models).written()
      if results.winner == nil { return .interrupted(results) }
      try writeReport(of: results, to: folder)
      // The winner's training may have taken long: are the trials that it came from still there?
      _ = try storage.trials(of: plan.definition.name, from: results.trials.count)
      return .finished(results)
    }
  }

  private func writeReport(of results: StudyResults, to folder: String) throws {
    let report = StudyReport(results, winnerReport: "best/\(RunFiles.report)")
    try WholeFile.write(report.html, to: StudyFiles.report(folder))
    try Folder.remove(StudyFiles.charts(folder))
    try Folder.make(StudyFiles.charts(folder))
    for file in report.svgFiles {
      try WholeFile.write(file.text, to: "\(StudyFiles.charts(folder))/\(file.name)")
    }
  }

  private func checkPopulation(_ folder: String?) throws {
    guard plan.definition.sampler.inheritance != nil else { return }
    if folder == nil {
      throw StudyRunError.needsOutput(sampler: plan.definition.sampler.description)
    }
  }

  /// The winner of what was searched.
  private func winner(
    _ results: StudyResults, plan: StudyPlan, folder: String, models: TrialModels
  ) throws -> StudyWinner {
    guard let trial = results.chosen, let origin = RunOrigin(results) else {
      throw StudyRunError.noWinner(of: results)
    }
    let run = ExperimentRun(
      experiment: try plan.experiment(for: trial.parameters), observers: observers, stop: stop,
      say: say, origin: origin)
    return StudyWinner(
      trial: trial, origin: origin, models: models, run: run, path: StudyFiles.best(folder))
  }
}

/// The names of the files of a study directory.
public enum StudyFiles {
  /// The study file, with the experiment within it; its name is none that people give their own.
  public static func definition(_ folder: String) -> String { "\(folder)/resolved-study.yaml" }

  /// The trials.
  public static func storage(_ folder: String) -> String { "\(folder)/study.db" }

  /// The report of the search.
  public static func report(_ folder: String) -> String { "\(folder)/report.html" }

  /// The folder of the report's charts as SVG files.
  public static func charts(_ folder: String) -> String { "\(folder)/charts" }

  /// Makes a study directory, unless it is there.
  ///
  /// - Throws: ``StudyRunError/notAStudy(_:)`` for a folder that holds something else; `FileError`.
  public static func make(_ folder: String) throws {
    let holdsOther = Folder.exists(folder) && !(Folder.isFolder(folder) && Folder.isEmpty(folder))
    if holdsOther, !isStudy(folder) { throw StudyRunError.notAStudy(folder) }
    try Folder.make(folder)
  }

  /// Throws ``StudyRunError/otherStudy(_:before:now:)`` for a folder that holds a study of another
  /// name, whose winner would be lost.
  static func check(_ folder: String, isOf name: String) throws {
    guard Folder.exists(definition(folder)) else { return }
    let before = try StudyFile.read(definition(folder)).definition.name
    if before != name {
      throw StudyRunError.otherStudy(folder, before: before, now: name)
    }
  }

  /// Whether a folder is a study directory.
  public static func isStudy(_ path: String) -> Bool {
    Folder.exists(definition(path)) || Folder.exists(storage(path))
  }

  /// Whether there is a file, and no folder, of a name.
  public static func isFile(_ path: String) -> Bool {
    Folder.exists(path) && !Folder.isFolder(path)
  }

  /// The run directory of the winner.
  public static func best(_ folder: String) -> String { "\(folder)/best" }
}
