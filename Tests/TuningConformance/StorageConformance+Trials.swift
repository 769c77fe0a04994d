import SluiceTuning

extension StorageConformance {
  /// The order of claims, and what a claimed trial looks like.
  static func claims(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    try begin("s", trials: 3, in: storage)
    for number in 0..<3 {
      let claimed = try subject.other().claim(in: "s", for: "w\(number)", takingOverAfter: 10)
      guard let claimed else {
        findings.violations.append("claim \(number) of 3 gives no trial")
        continue
      }
      findings.check(claimed.started != nil, "a claimed trial has no time of beginning")
      var expected = Trial(number: number, parameters: ["x": .int(number)])
      (expected.state, expected.worker, expected.attempts) = (.running, "w\(number)", 1)
      expected.started = claimed.started
      findings.check(claimed, is: expected, "claim \(number)")
      findings.check(
        try storage.trials(of: "s", from: number).first, is: expected, "trial \(number), claimed")
    }
    findings.check(
      try storage.claim(in: "s", for: "late", takingOverAfter: 10), is: nil, "a fourth claim of 3")
  }

  /// A trial changes hands only after silence; every call of its worker breaks the silence.
  static func takeOver(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    func claim(_ worker: String) throws -> Trial? {
      try storage.claim(in: "s", for: worker, takingOverAfter: 10)
    }
    try begin("s", trials: 1, in: storage)
    _ = try claim("a")
    try subject.elapse(9)
    findings.check(try claim("b"), is: nil, "a claim after 9 of 10 seconds of silence")
    findings.check(try storage.heartbeat(0, of: "s", by: "a"), is: true, "a heartbeat")
    try subject.elapse(9)
    findings.check(try claim("b"), is: nil, "a claim 9 seconds after a heartbeat")
    let report = Trial.Report(step: 1, value: 1)
    findings.check(try storage.report(report, on: 0, of: "s", by: "a"), is: true, "a report")
    try subject.elapse(9)
    findings.check(try claim("b"), is: nil, "a claim 9 seconds after a report")

    _ = try storage.append([Proposal(["x": 1])], to: "s", at: 1)
    try subject.elapse(2)
    findings.check(try claim("b")?.number, is: 1, "a claim with a waiting and a silent trial")
    let taken = try claim("c")
    findings.check(taken?.number, is: 0, "a claim after 11 seconds of silence")
    findings.check(taken?.attempts, is: 2, "the attempts after a take-over")
    findings.check(taken?.worker, is: "c", "the worker after a take-over")
    findings.check(taken?.intermediate, is: [], "the reports after a take-over")
    findings.check(
      try storage.trials(of: "s", from: 0).first?.intermediate, is: [],
      "the kept reports after a take-over")
    findings.check(try claim("d"), is: nil, "a claim right after a take-over")
  }

  /// Only the worker that has a trial may change it, and only while it runs.
  static func ownership(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    try begin("s", trials: 2, in: storage)
    let report = Trial.Report(step: 1, value: 1)
    func answers(_ trial: Int, _ worker: String) throws -> [Bool] {
      [
        try storage.heartbeat(trial, of: "s", by: worker),
        try storage.report(report, on: trial, of: "s", by: worker),
        try storage.finish(trial, of: "s", by: worker, with: .complete([1])),
        try storage.release(trial, of: "s", by: worker, isCounted: true),
      ]
    }
    let refused = [false, false, false, false]
    let claimed = try storage.claim(in: "s", for: "a", takingOverAfter: 10)
    findings.check(try answers(0, "b"), is: refused, "calls of a worker without the trial")
    findings.check(try answers(1, "a"), is: refused, "calls on a waiting trial")
    for trial in [2, -1] {
      findings.check(try answers(trial, "a"), is: refused, "calls on the trial \(trial) of 2")
    }
    findings.check(
      try storage.trials(of: "s", from: 0),
      is: [claimed ?? Trial(number: 0, parameters: [:]), Trial(number: 1, parameters: ["x": 1])],
      "the trials after refused calls")
    _ = try storage.finish(0, of: "s", by: "a", with: .complete([1]))
    let ended = try storage.trials(of: "s", from: 0)
    findings.check(try answers(0, "a"), is: refused, "calls on a finished trial")
    findings.check(try storage.trials(of: "s", from: 0), is: ended, "a finished trial")
  }

  /// Reports come back by step, the later one of a step, whatever their value.
  static func reports(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    try begin("s", trials: 1, in: storage)
    _ = try storage.claim(in: "s", for: "a", takingOverAfter: 10)
    let values = [
      4: 0.1, 2: Double.infinity, 9: -.infinity, 1: .leastNonzeroMagnitude, 3: .nan, 5: -0.0,
    ]
    for (step, value) in values {
      for value in [1.5, value] {
        _ = try storage.report(.init(step: step, value: value), on: 0, of: "s", by: "a")
      }
    }
    let kept = try subject.other().trials(of: "s", from: 0)[0].intermediate
    findings.check(kept.map(\.step), is: [1, 2, 3, 4, 5, 9], "the steps of reports")
    for report in kept {
      let value = values[report.step] ?? 0
      findings.check(
        report.value == value || report.value.isNaN && value.isNaN,
        "\(value) was reported at step \(report.step), \(report.value) is kept")
    }
  }

  /// What a worker tells of a trial is kept, and the trial is never given out again.
  static func outcomes(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    let outcomes: [Trial.Outcome] = [
      .complete([0.1, .infinity, -.infinity], measurements: ["µs": 0.5, "o'clock \"x\"": 1e-300]),
      .pruned(measurements: ["bytes": 2]), .failed("it's \"so\"\nand \\ $1 電"), .complete([]),
    ]
    try begin("s", trials: outcomes.count, in: storage)
    for (number, outcome) in outcomes.enumerated() {
      _ = try storage.claim(in: "s", for: "a", takingOverAfter: 10)
      let report = Trial.Report(step: 1, value: 3)
      _ = try storage.report(report, on: number, of: "s", by: "a")
      findings.check(
        try storage.finish(number, of: "s", by: "a", with: outcome), is: true, "finish")
      let trial = try subject.other().trials(of: "s", from: number)[0]
      findings.check(trial.state, is: outcome.state, "the state")
      findings.check(trial.values, is: outcome.values, "the values")
      findings.check(trial.measurements, is: outcome.measurements, "the measurements")
      findings.check(trial.failure, is: outcome.failure, "the failure")
      findings.check(trial.intermediate, is: [report], "the reports of a finished trial")
      findings.check(trial.worker, is: "a", "the worker of a finished trial")
      findings.check(
        trial.ended ?? -1 >= trial.started ?? .infinity, "a trial ends before it begins")
    }
    try subject.elapse(1000)
    findings.check(
      try storage.claim(in: "s", for: "b", takingOverAfter: 10), is: nil, "a claim when all is done"
    )
    _ = try storage.append([Proposal([:])], to: "s", at: outcomes.count)
    _ = try storage.claim(in: "s", for: "a", takingOverAfter: 10)
    findings.check(
      try storage.finish(outcomes.count, of: "s", by: "a", with: .failed("\0")), is: true,
      "a failure of one NUL")
  }

  /// A trial that is put back is as it was before the claim.
  static func release(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    try begin("s", trials: 2, in: storage)
    _ = try storage.append([Proposal(["x": 2], parent: 1)], to: "s", at: 2)
    let before = try storage.trials(of: "s", from: 0)
    for _ in before { _ = try storage.claim(in: "s", for: "a", takingOverAfter: 10) }
    for trial in before.indices {
      _ = try storage.report(.init(step: 1, value: 3), on: trial, of: "s", by: "a")
      findings.check(
        try storage.release(trial, of: "s", by: "a", isCounted: false), is: true, "release")
    }
    findings.check(try subject.other().trials(of: "s", from: 0), is: before, "the released trials")
    let again = try storage.claim(in: "s", for: "b", takingOverAfter: 10)
    findings.check(again?.number, is: 0, "the claim after a release")
    findings.check(again?.attempts, is: 1, "the attempts after a release")
    _ = try storage.release(0, of: "s", by: "b", isCounted: true)
    var counted = before[0]
    counted.attempts = 1
    findings.check(
      try subject.other().trials(of: "s", from: 0)[0], is: counted, "a release that counts")
    let third = try storage.claim(in: "s", for: "c", takingOverAfter: 10)
    findings.check(third?.attempts, is: 2, "the attempts after a release that counts")
  }
}
