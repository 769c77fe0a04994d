import SluiceTuning

extension StorageConformance {
  /// Names and texts that have broken one storage or another.
  private static let awkward = [
    "o'clock \"double\" `back` \\ ; DROP TABLE sluice_studies; --", "énergie 電力 👩‍🔬",
    "100 %_$1 ?1 :x",
    " leads and trails ", "line\nbreak\r\n\ttab", "B", "a",
  ]

  /// Names, definitions, and that studies do not touch each other.
  static func studies(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    findings.check(try storage.studies(), is: [], "the studies of a new storage")
    for (index, name) in awkward.enumerated() {
      let definition = awkward.reversed().joined(separator: "\n") + "\n\(index)\n"
      findings.check(try storage.definition(of: name), is: nil, "the definition of no study")
      let first = try storage.open(name, definition: definition)
      let second = try storage.open(name, definition: "something else")
      let read = try subject.other().definition(of: name) ?? ""
      for text in [first, second, read] {
        findings.check(Array(text.utf8), is: Array(definition.utf8), "the definition of \(name)")
      }
      _ = try storage.append([Proposal(["x": .int(index)])], to: name, at: 0)
    }
    findings.check(try storage.open("empty", definition: ""), is: "", "an empty definition")
    findings.check(
      try subject.other().studies(), is: (awkward + ["empty"]).sorted(), "the names of studies")

    let (first, second) = (awkward[0], awkward[1])
    _ = try storage.claim(in: first, for: "w", takingOverAfter: 10)
    let untouched = Trial(number: 0, parameters: ["x": 1])
    findings.check(
      try storage.trials(of: second, from: 0), is: [untouched], "a study beside one with a claim")
    try storage.remove(first)
    try storage.remove("never begun")
    findings.check(try storage.definition(of: first), is: nil, "the definition of a removed study")
    findings.check(
      try storage.trials(of: second, from: 0), is: [untouched], "a study beside a removed one")
    findings.check(
      try storage.open(first, definition: "new"), is: "new", "a study begun after its removal")
    findings.check(
      try storage.trials(of: first, from: 0), is: [], "the trials of a study begun again")
  }

  /// Calls on a study that is not there, and on one without trials.
  static func missingStudies(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    let report = Trial.Report(step: 1, value: 1)
    let calls: [(String, (String) throws -> Bool)] = [
      ("trials", { try !storage.trials(of: $0, from: 0).isEmpty }),
      ("append", { try storage.append([Proposal(["x": 1])], to: $0, at: 3) }),
      ("claim", { try storage.claim(in: $0, for: "w", takingOverAfter: 0) != nil }),
      ("heartbeat", { try storage.heartbeat(0, of: $0, by: "w") }),
      ("report", { try storage.report(report, on: 0, of: $0, by: "w") }),
      ("finish", { try storage.finish(0, of: $0, by: "w", with: .complete([1])) }),
      ("release", { try storage.release(0, of: $0, by: "w", isCounted: false) }),
    ]
    _ = try storage.open("empty", definition: "")
    for (name, call) in calls {
      findings.check(try call("empty"), is: false, "\(name) on an empty study")
      do {
        _ = try call("missing")
        findings.violations.append("\(name) on a study that is not there throws nothing")
      } catch StorageError.noStudy("missing", storage: _) {
      } catch {
        findings.violations.append("\(name) on a study that is not there throws \(error)")
      }
    }
  }

  /// Adding trials: only at the end, and with their values kept to the last bit.
  static func proposals(_ subject: Subject, _ findings: inout Findings) throws {
    let storage = subject.storage
    let proposals = [
      Proposal([
        "whole": 2, "number": 2.0, "tiny": .double(.leastNonzeroMagnitude),
        "sum": .double(0.1 + 0.2), "large": 1e300,
        "minus": -0.0, "most": .int(.max), "least": .int(.min),
      ]),
      Proposal(["yes": true, "no": false, "word": "2", "true": "true"], parent: 0),
      Proposal([:]), Proposal([awkward[0]: .string(awkward[1]), awkward[1]: .string(awkward[0])]),
    ]
    _ = try storage.open("s", definition: "")
    for first in [1, -1] {
      findings.check(
        try storage.append(proposals, to: "s", at: first), is: false,
        "append at \(first) to an empty study")
    }
    findings.check(try storage.append(proposals, to: "s", at: 0), is: true, "append at the end")
    for first in [0, 3, 5] {
      findings.check(
        try storage.append(proposals, to: "s", at: first), is: false,
        "append at \(first) to 4 trials")
    }
    findings.check(try storage.append([], to: "s", at: 4), is: true, "append of nothing")
    let expected = proposals.enumerated().map {
      Trial(number: $0, parameters: $1.parameters, parent: $1.parent)
    }
    let reader = try subject.other()
    for first in [0, 2, 3, 4, 9] {
      findings.check(
        try reader.trials(of: "s", from: first), is: Array(expected.dropFirst(first)),
        "the trials from \(first) on")
    }
    let minus = try reader.trials(of: "s", from: 0).first?.parameters["minus"]?.number
    findings.check(minus?.sign, is: .minus, "the sign of -0.0")
  }
}
