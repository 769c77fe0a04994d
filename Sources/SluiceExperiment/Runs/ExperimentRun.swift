import SluiceModels
import SluiceNN
import SluiceReport

/// The whole of `sluice train`: reads, prepares, trains, tests, and writes a run directory.
public struct ExperimentRun {
  /// What came of it.
  public enum Outcome {
    /// The run directory is whole.
    case finished(RunMetrics)
    /// The run was finished before; nothing was done.
    case finishedBefore(RunMetrics)
    /// Somebody asked for an early end; the unfinished run can be gone on with.
    case interrupted(epochs: Int)
  }

  /// What to run.
  public var experiment: Experiment

  /// Who watches the training.
  public var observers: [any TrainingObserver]

  /// By which the user may end it early.
  public var stop: StopRequest

  /// Takes lines of talk for the user.
  public var say: (String) -> Void

  /// The trial that the experiment came from; nil for one that no study has made.
  public var origin: RunOrigin?

  /// Creates a run.
  public init(
    experiment: Experiment, observers: [any TrainingObserver] = [],
    stop: StopRequest = StopRequest(), say: @escaping (String) -> Void = { _ in },
    origin: RunOrigin? = nil
  ) {
    self.experiment = experiment
    self.observers = observers
    self.stop = stop
    self.say = say
    self.origin = origin
  }

  /// Runs the experiment and writes its run directory.
  ///
  /// - Parameters:
  ///   - path: The run directory.
  ///   - replaces: Whether a run that is there already may be replaced.
  ///   - resumes: Whether to go on with a run that was interrupted or killed.
  ///   - checkpointSeconds: The least time between two checkpoints.
  ///   - keepsBest: Whether the best baseline becomes the bundle when it beats the network.
  /// - Throws: ``RunError``, also when the run to go on with is that of another experiment, though it be
  ///   finished; `FileError`, and the errors of the modules below. What was begun is
  ///   cleared away, unless a checkpoint is worth going on from.
  public func write(
    to path: String, replaces: Bool = false, resumes: Bool = false,
    checkpointSeconds: Double = 2, keepsBest: Bool = false
  ) throws -> Outcome {
    if !experiment.data.isKnown { throw RunError.noData }
    let text = try ExperimentFile.text(of: experiment)
    if resumes, RunDirectory.isRun(path), !Folder.exists("\(RunDirectory.trimmed(path)).partial") {
      let run = try FinishedRun(path)
      try RunDirectory.checkSame(ExperimentFile.text(of: run.experiment), text, in: run.path)
      return .finishedBefore(try run.metrics())
    }
    let directory = try RunDirectory(
      path, experiment: text, replaces: replaces, resumes: resumes)
    do {
      return try run(
        in: directory, checkpointSeconds: checkpointSeconds, keepsBest: keepsBest)
    } catch {
      if directory.abandon() { say("The checkpoint is kept: go on with --resume.") }
      throw error
    }
  }
}
