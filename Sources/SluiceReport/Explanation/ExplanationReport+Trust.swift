import SluiceExplain

/// Whether the shares can be believed, in words and in the pictures themselves.
extension ExplanationReport {
  /// Whether the shares can be believed, as a sentence of its own.
  func trustSentence(_ answer: Answer, _ trust: Trust) -> String {
    let name = answers.count > 1 ? "\(trust.answer): " : ""
    guard trust.passes else { return "\(name)Do not trust these shares: \(trust.summary)" }
    let (all, applying) = (trust.findings.count, trust.findings.count { $0.value != nil })
    return name
      + (applying == all
        ? "Nothing speaks against these shares: all \(all) checks pass."
        : "Nothing speaks against these shares in the \(applying) of \(all) checks that apply to them.")
  }

  /// What was looked into to tell whether the shares can be believed.
  func trustFacts(_ trust: Trust) -> [Fact] {
    trust.findings.map { finding in
      let numbers = finding.value.map {
        " (\(NumberText.significant($0, 2)), at most \(NumberText.significant(finding.aspect.limit, 2)))"
      }
      return Fact(
        finding.aspect.rawValue,
        finding.judgement + (numbers ?? ": this check does not apply"))
    }
  }

  /// A title that says so where the shares of a picture are not to be trusted.
  ///
  /// A picture is passed on without its page.
  func title(_ title: String, of answer: Answer) -> String {
    guard let trust = answer.trust, !trust.passes else { return title }
    let failed = trust.findings.filter { !$0.passes }.map(\.aspect.rawValue)
    return "\(title) (do not trust: \(failed.joined(separator: " and ")) too large)"
  }
}
