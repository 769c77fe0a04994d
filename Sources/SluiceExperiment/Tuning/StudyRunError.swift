import SluiceReport
import SluiceTuning

/// What can go wrong when an experiment is tuned.
public enum StudyRunError: Error, Equatable, CustomStringConvertible {
  /// No trial came to an end with a value.
  case noWinner(failed: Int, pruned: Int, firstFailure: String?)
  /// The output is there and holds no study.
  case notAStudy(String)
  /// The output holds the winner of another study.
  case otherStudy(String, before: String, now: String)
  /// The study was begun with another experiment, or another way to judge it.
  case otherExperiment(study: String, key: String, before: String, now: String)
  /// The study was begun with other readings.
  case otherReadings(study: String, before: String, now: String)
  /// There are more folds than subjects who could validate.
  case tooManyFolds(Int, validating: [String], testing: [String])
  /// A file is there that is no experiment.
  case notAnExperiment(String)
  /// A population needs a place for its models.
  case needsOutput(sampler: String)
  /// There is no study in a folder.
  case missing(String)
  /// A study directory whose trials are in another storage.
  case keptElsewhere(String)
  /// A storage has no study, or several and none was named.
  case noneChosen(existing: [String])
  /// A trial could not be judged by the forecasts that the others are judged by.
  case otherForecasts(found: Int, expected: Int)
  /// A trial could not be judged by the labels that the others are judged by.
  case otherLabels(found: Int, expected: Int)
  /// The network that a population found is not there any more.
  case lostModel(trial: Int, path: String)
  /// A study has no trial of a number.
  case noTrial(Int, of: Int)

  /// The message: what is wrong and what to do.
  public var description: String {
    switch self {
    case .noWinner(let failed, let pruned, let failure):
      let counts = "\(failed) failed, \(pruned) ended early"
      let reason = failure.map { " The first failure: \($0)" } ?? ""
      return "No trial came to an end with a value (\(counts)), so there is no winner.\(reason)"
    case .notAStudy(let path):
      return
        "\(path) exists and holds no study, so nothing is written there. Choose another output."
    case .otherStudy(let path, let before, let now):
      return
        "\(path) holds the study \(before), not \(now), so nothing is written there. Choose another "
        + "output, or give the study its old name (name: \(before))."
    case .otherExperiment(let study, let key, let before, let now):
      let part = key.hasPrefix("experiment") ? "experiment" : "study file"
      return
        "The study \(study) was begun with another \(part): \(key) was \(before) and is \(now) "
        + "now. Go on with the study file of then, or give the study another name."
    case .otherReadings(let study, let before, let now):
      return
        "The study \(study) was begun with other readings (fingerprint \(before), now \(now)). "
        + "Go on with the readings of then, or give the study another name."
    case .tooManyFolds(let folds, let validating, let testing):
      let names = validating.isEmpty ? "" : " (\(validating.joined(separator: ", ")))"
      let lower =
        validating.count < 2 ? "leave folds out" : "set folds.count to \(validating.count)"
      let fewer = testing.count > 1 ? ", or name fewer in split.subjects.test" : ""
      return
        "folds.count is \(folds), and \(validating.count) subjects\(names) do not test and can "
        + "validate: \(lower)\(fewer)."
    case .notAnExperiment(let path):
      return "\(path) exists and is no experiment, so it is left as it is. Choose another output."
    case .needsOutput(let sampler):
      return
        "The sampler \(sampler) hands on the weights of trials: give --output, a folder that all "
        + "workers see."
    case .missing(let path):
      return
        "There is no study in \(path). Name a folder that sluice tune has written, or a storage."
    case .keptElsewhere(let path):
      return
        "The trials of the study in \(path) are not in that folder. Name their storage as well, with "
        + "--storage, as when they were run."
    case .noneChosen(let existing):
      guard let first = existing.first else { return "The storage has no study yet." }
      return
        "The storage has \(existing.count) studies: \(existing.joined(separator: ", ")). Choose one "
        + "with --name, such as --name \(first)."
    case .otherForecasts(let found, let expected):
      return
        "It makes \(found) of the \(expected) forecasts that all trials are judged by, or makes them "
        + "for other rows: search shorter lookbacks, and columns that miss no readings or are filled."
    case .otherLabels(let found, let expected):
      return
        "It has \(found) labels to validate with, where all trials are judged by the same \(expected), or "
        + "has them for other rows: search columns that miss no readings or are filled."
    case .lostModel(let trial, let path):
      return
        "The winner is the network of trial \(trial), and \(path) is not there any more. A population "
        + "cannot be trained again: begin the study anew in another output."
    case .noTrial(let number, let count):
      let legal = count == 0 ? "it has none yet" : "it has 0 to \(count - 1)"
      return "The study has no trial \(number): \(legal)."
    }
  }
}

extension StudyRunError {
  /// The error for a study in which no trial came to an end.
  public static func noWinner(of results: StudyResults) -> StudyRunError {
    .noWinner(
      failed: results.trials.count { $0.state == .failed },
      pruned: results.trials.count { $0.state == .pruned },
      firstFailure: results.trials.lazy.compactMap(\.failure).first)
  }
}

extension StudyResults {
  /// Returns a trial by its number, or the winner.
  ///
  /// - Throws: ``StudyRunError/noTrial(_:of:)``, ``StudyRunError/noWinner(failed:pruned:firstFailure:)``.
  public func trial(_ number: Int?) throws -> Trial {
    guard let number else {
      guard let chosen else { throw StudyRunError.noWinner(of: self) }
      return chosen
    }
    guard trials.indices.contains(number) else {
      throw StudyRunError.noTrial(number, of: trials.count)
    }
    return trials[number]
  }
}
