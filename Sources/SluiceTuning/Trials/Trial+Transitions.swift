extension Trial {
  /// The trial given to a worker: what an earlier attempt reported is forgotten.
  public func begun(by worker: String, at time: Double) -> Trial {
    var trial = self
    trial.state = .running
    trial.worker = worker
    trial.attempts += 1
    trial.started = time
    trial.intermediate = []
    return trial
  }

  /// The trial with one more report; a step that is reported again replaces the older report.
  public func adding(_ report: Report) -> Trial {
    var trial = self
    trial.intermediate.removeAll { $0.step == report.step }
    let place = trial.intermediate.firstIndex { $0.step > report.step }
    trial.intermediate.insert(report, at: place ?? trial.intermediate.endIndex)
    return trial
  }

  /// The trial, ended.
  public func ended(with outcome: Trial.Outcome, at time: Double) -> Trial {
    var trial = self
    trial.state = outcome.state
    trial.values = outcome.values
    trial.measurements = outcome.measurements
    trial.failure = outcome.failure
    trial.ended = time
    return trial
  }

  /// The trial, back among the waiting ones.
  ///
  /// - Parameter isCounted: Whether the attempt counts: its worker has died on it.
  public func released(isCounted: Bool) -> Trial {
    var trial = Trial(number: number, parameters: parameters, parent: parent)
    trial.attempts = isCounted ? attempts : max(attempts - 1, 0)
    return trial
  }

  /// The trial as others may see it while its result does not count yet.
  var withoutResult: Trial { Trial(number: number, parameters: parameters, parent: parent) }
}
