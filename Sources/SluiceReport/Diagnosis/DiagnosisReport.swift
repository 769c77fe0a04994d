import SluiceModels

/// What the doctor says of one run: findings in the order in which they are worth mending.
public struct DiagnosisReport: Codable, Sendable {
  /// What the run is called.
  public var title: String

  /// Whether the network beats the best baseline, in a sentence.
  public var verdict: String

  /// What was found, the most likely cause first.
  public var findings: [Finding]

  /// What the cures came to when they were tried; nil when they were not.
  public var proof: Proof?

  /// Creates a report.
  public init(title: String, verdict: String, findings: [Finding], proof: Proof? = nil) {
    self.title = title
    self.verdict = verdict
    self.findings = findings
    self.proof = proof
  }

  /// A run before and after its cures.
  public struct Proof: Codable, Hashable, Sendable {
    /// The keys that were changed, as `--set` takes them.
    public var changes: [String]
    /// The error, or for labels the balanced accuracy, that was measured.
    public var measure: String
    /// Its value on the test part before.
    public var before: Double
    /// Its value on the test part after.
    public var after: Double
    /// Whether the change is for the better.
    public var isBetter: Bool
    /// The name of the folder of the run with the cures.
    public var run: String

    /// Creates a proof.
    public init(
      changes: [String], measure: String, before: Double, after: Double, isBetter: Bool, run: String
    ) {
      self.changes = changes
      self.measure = measure
      self.before = before
      self.after = after
      self.isBetter = isBetter
      self.run = run
    }

    /// What came of it, in a sentence.
    public var sentence: String {
      let numbers =
        "\(NumberText.significant(before)) before, \(NumberText.significant(after)) after"
      let share = before == 0 ? 0 : abs(after - before) / abs(before)
      let percent = NumberText.percent(share)
      return isBetter
        ? "The cures help: \(measure) on the test part is \(numbers) (\(percent) better)."
        : "The cures do not help: \(measure) on the test part is \(numbers) (\(percent) worse)."
    }
  }

  /// The first sentence: how many things were found.
  public var summary: String {
    switch findings.count {
    case 0: "Nothing was found that would explain an error larger than it must be."
    case 1: "One thing was found."
    default: "\(findings.count) things were found, the most likely cause first."
    }
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
        ] + (proof.map { [.verdict($0.sentence, $0.isBetter ? .good : .bad)] } ?? []))
    ]
    for (number, finding) in findings.enumerated() {
      var blocks: [Block] = [.paragraph(finding.evidence)]
      if let picture = finding.picture { blocks.append(.chart(picture.chart, note: picture.note)) }
      blocks.append(.paragraph("What to expect. \(finding.effect)"))
      if let cure = finding.cure {
        blocks.append(.paragraph("What to do. \(cure.words)"))
        if !cure.changes.isEmpty {
          blocks.append(.code(cure.changes.map { "--set '\($0.text)'" }.joined(separator: "\n")))
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
    if let proof { lines.append(style.bold(proof.sentence)) }
    for (number, finding) in findings.enumerated() {
      lines += ["", style.bold("\(number + 1). \(finding.title)"), finding.evidence]
      lines.append("Expect: \(finding.effect)")
      if let cure = finding.cure {
        lines.append("Do: \(cure.words)")
        lines += cure.changes.map { "    --set '\($0.text)'" }
      }
    }
    return lines.joined(separator: "\n")
  }
}
