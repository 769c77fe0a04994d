/// What can go wrong around a run directory.
public enum RunError: Error, Equatable, CustomStringConvertible {
  /// The output is there already.
  case exists(String)
  /// The output is there and is no run, so that nothing may replace it.
  case notARun(String)
  /// The output is, or lies in, the run that is being examined.
  case examined(String)
  /// An earlier run to the same output was never finished.
  case unfinished(String)
  /// The run was begun with other settings than those it is to be resumed with.
  case otherExperiment(String, key: String, before: String, now: String)
  /// Another process is writing the same run.
  case busy(String)
  /// There is no run of this name.
  case missing(String)
  /// The run was begun and never finished.
  case stillUnfinished(String)
  /// The experiment names no file of readings.
  case noData
  /// No reading lies between the moments that the experiment asks for.
  case noRows(from: Moment?, to: Moment?)
  /// The bundle holds no baselines to compare with.
  case noBaselines
  /// Subjects are to be left out one by one, but the experiment names none.
  case noSubjects
  /// The bundle holds a baseline, so that there is no network to look into.
  case noNetwork(String)
  /// The readings are not those that the run was made with.
  case otherReadings(String, before: String, now: String)
  /// The user has ended a command before its time.
  case interrupted
  /// A file that every run has is missing or makes no sense.
  case damaged(String, reason: String)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .exists(let path):
      return "\(path) exists already. Choose another output, or replace it with --force."
    case .notARun(let path):
      return "\(path) exists and is no run directory, so it is not replaced. Choose another output."
    case .examined(let path):
      return
        "\(path) belongs to the run that is examined, which is never written over. Choose another "
        + "output."
    case .unfinished(let path):
      return "An unfinished run lies in \(path). Go on with --resume, or begin afresh with --force."
    case .otherExperiment(let path, let key, let before, let now):
      return "The run in \(path) was begun with another experiment: \(key) was \(before) and is "
        + "\(now) now. Go on with the experiment that it was begun with, or begin afresh with --force."
    case .busy(let path):
      return "Another process is writing \(path). Wait for it, or choose another output."
    case .missing(let path):
      return "There is no run \(path). Name a run directory that sluice train has written."
    case .stillUnfinished(let path):
      return
        "The run \(path) was never finished. Go on with the command that began it and --resume."
    case .noData:
      return "The experiment names no readings. Set data.path in the file, or give --data FILE."
    case .noRows(let from, let to):
      let begin = from.map { " from \($0)" } ?? ""
      let end = to.map { " before \($0)" } ?? ""
      return "There are no readings\(begin)\(end). Change data.from or data.to."
    case .noBaselines:
      return "The bundle holds no fitted baselines, so there is nothing to compare the model with. "
        + "Train it with sluice train."
    case .noSubjects:
      return "The experiment does not say whose readings a row holds, so that nobody can be left "
        + "out: set subject to the column of the subjects' names."
    case .noNetwork(let path):
      return
        "The bundle of \(path) holds a baseline and no network, so there is nothing to look into. "
        + "Train without --best."
    case .otherReadings(let path, let before, let now):
      return
        "The training readings are not those that \(path) was made with (fingerprint \(before), now "
        + "\(now)). Give the file of then with --data."
    case .interrupted: return "Interrupted."
    case .damaged(let path, let reason):
      return "\(path) is no usable run: \(reason)."
    }
  }
}
