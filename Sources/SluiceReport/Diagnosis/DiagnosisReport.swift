import SluiceModels

/// What the doctor says of one run: findings in the order in which they are worth mending.
public struct DiagnosisReport: Codable, Sendable {
  /// What the run is called.
  public var title: String

  /// Whether the network beats the best baseline, in a sentence.
  public var verdict: String

  /// What was found, the most likely cause first.
  public var findings: [Finding]

  /// The run directory, as commands name it; nil where there is none.
  public var run: String?

  /// What was not looked at, for there are too few readings or windows, in a few words each.
  public var leftOut: [String]

  /// What the cures came to when they were tried; nil when they were not.
  public var proof: Proof?

  /// Creates a report.
  public init(
    title: String, verdict: String, findings: [Finding], run: String? = nil, leftOut: [String] = [],
    proof: Proof? = nil
  ) {
    self.title = title
    self.verdict = verdict
    self.findings = findings
    self.run = run
    self.leftOut = leftOut
    self.proof = proof
  }

  /// The first sentence: how many things were found.
  public var summary: String {
    switch findings.count {
    case 0: "Nothing was found that would explain an error larger than it must be."
    case 1: "One thing was found."
    default: "\(findings.count) things were found, the most likely cause first."
    }
  }

  private var leftOutSentence: String? {
    guard !leftOut.isEmpty else { return nil }
    return "Too few readings or windows to look at: \(leftOut.joined(separator: "; "))."
  }

  /// What a cure changes in the experiment file.
  private func changes(of cure: Cure) -> [String] {
    cure.changes.map { "\($0.key): \($0.value)" }
  }

  /// The commands that write the experiment with a finding's cure, and that try it.
  private func commands(_ number: Int) -> [String] {
    guard let run else { return [] }
    let command = "sluice diagnose \(Self.quoted(run)) --finding \(number)"
    return ["\(command) --apply cured.yaml", "\(command) --prove \(Self.quoted(run + "-cured"))"]
  }

  /// A path as a shell reads it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+".contains($0))
    }
    // Between single quotes everything is as it is, but they themselves.
    let parts = path.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? path : "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// `diagnosis.html`: one file that needs nothing else.
  public var html: String { page.html }

  private var page: Page {
    var sections = [
      Page.Section(
        nil,
        [
          .verdict(summary, findings.isEmpty ? .good : .bad),
          .paragraph("The test said: \(verdict)"),
        ] + (leftOutSentence.map { [.paragraph($0)] } ?? [])
          + (proof.map { [.verdict($0.sentence, $0.tone)] } ?? []))
    ]
    for (number, finding) in findings.enumerated() {
      var blocks: [Block] = [.paragraph(finding.evidence)]
      if let picture = finding.picture { blocks.append(.chart(picture.chart, note: picture.note)) }
      blocks.append(.remark("What to expect.", finding.effect))
      if let cure = finding.cure {
        blocks.append(.remark("What to do.", cure.words))
        if !cure.changes.isEmpty {
          blocks.append(.code((changes(of: cure) + commands(number + 1)).joined(separator: "\n")))
        }
      }
      sections.append(Page.Section("\(number + 1). \(finding.title)", blocks))
    }
    return Page(
      title: title, subtitle: "What is wrong with this run, and what to do", sections: sections)
  }

  /// The report for a terminal.
  public func text(style: TerminalStyle = .plain) -> String {
    var lines = [style.bold(summary), "The test said: \(verdict)"]
    if let leftOutSentence { lines.append(leftOutSentence) }
    if let proof { lines.append(style.bold(proof.sentence)) }
    for (number, finding) in findings.enumerated() {
      lines += ["", style.bold("\(number + 1). \(finding.title)"), finding.evidence]
      lines.append("Expect: \(finding.effect)")
      if let cure = finding.cure {
        lines.append("Do: \(cure.words)")
        if !cure.changes.isEmpty {
          lines += (changes(of: cure) + commands(number + 1)).map { "    \($0)" }
        }
      }
    }
    return lines.joined(separator: "\n")
  }
}
