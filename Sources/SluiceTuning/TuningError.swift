import SluiceTensor

/// What can go wrong in a study.
public enum TuningError: Error, Equatable, CustomStringConvertible {
  /// The search space cannot be searched.
  case badSpace(parameter: String?, reason: String)
  /// Values do not fit the search space.
  case badAssignment(parameter: String, found: String, expected: String)
  /// A value is given for a parameter that the search space does not have.
  case noParameter(String, known: [String])
  /// A setting of a sampler, a pruner or the study is out of range.
  case badSetting(name: String, found: String, expected: String)
  /// A sampler cannot search this space or these objectives.
  case unsuitable(sampler: String, reason: String)
  /// What was told of a trial does not fit the study.
  case badResult(trial: Int, reason: String)
  /// A trial is no longer this worker's: another has taken it over, or it has ended.
  case notOwner(trial: Int, worker: String)
  /// A study of that name exists and is not the same.
  case changed(study: String, what: String, before: String, now: String)
  /// There is no study of that name.
  case noStudy(name: String, existing: [String])

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .badSpace(let parameter, let reason):
      let subject = parameter.map { "The parameter \($0) cannot be searched" }
      return "\(subject ?? "The search space cannot be used"): \(reason)."
    case .badAssignment(let parameter, let found, let expected):
      return "The parameter \(parameter) has \(found); expected \(expected)."
    case .noParameter(let name, let known):
      let nearest = Spelling.nearest(to: name, in: known)
      let hint = nearest.map { "; did you mean \($0)?" } ?? "."
      return "The search has no parameter \(name)\(hint) It has \(known.joined(separator: ", "))."
    case .badSetting(let name, let found, let expected):
      return "\(name) is \(found); expected \(expected)."
    case .unsuitable(let sampler, let reason):
      return "The sampler \(sampler) cannot run this study: \(reason)."
    case .badResult(let trial, let reason):
      return "The result of trial \(trial) cannot be used: \(reason)."
    case .notOwner(let trial, let worker):
      return "Trial \(trial) is not \(worker)'s any more: another worker has taken it over, or it "
        + "has ended. Its result was not kept."
    case .changed(let study, let what, let before, let now):
      return "The study \(study) was begun with another \(what): it was \(before), now it is "
        + "\(now). Go on with the study file of then, or give the study another name."
    case .noStudy(let name, let existing):
      let known = existing.isEmpty ? "it has none" : "it has \(existing.joined(separator: ", "))"
      return "The storage has no study \(name): \(known)."
    }
  }
}
