import SluiceExplain
import SluiceModels

/// How an explanation names things.
extension ExplanationReport {
  /// Whether the answers are forecasts.
  var isForecast: Bool { windows.actual != nil }

  /// The name of the answer that is for each window the score of the class that it is given.
  public static let ownClass = "the class given"

  /// "forecast" or "score".
  var answerWord: String { isForecast ? "forecast" : "score" }

  /// "the forecast +1 of power", "the score of walking".
  func answerText(_ answer: Answer) -> String {
    let name = answer.attribution.answer
    if isForecast { return "the forecast \(name) of \(target)" }
    return name == Self.ownClass
      ? "the score of the class that each window is given" : "the score of \(name)"
  }

  /// "integrated gradients".
  var methodText: String {
    (answers.first?.attribution.method ?? "").split(separator: "-").joined(separator: " ")
  }

  /// "integrated gradients, 200 windows of the test part", and which model it is where it is no network.
  var workText: String {
    let work = "\(methodText), \(NumberText.count(windows.count)) windows of \(source)"
    return model == "network" ? work : "\(work); the model is \(Verdict.spoken(model))"
  }

  /// The unit of the shares of an answer: that of the answer, or of its slope by a scaled input.
  func shareUnit(_ attribution: Attribution) -> String? {
    attribution.unit == .answer ? unit : "\(unit ?? "answer") a scaled unit"
  }

  /// A share with its sign and unit.
  func amount(_ value: Double, of attribution: Attribution) -> String {
    (value > 0 ? "+" : "") + NumberText.significant(value, 3)
      + (shareUnit(attribution).map { " \($0)" } ?? "")
  }

  /// An answer with its unit.
  func size(_ value: Double) -> String {
    NumberText.significant(value, 3) + (unit.map { " \($0)" } ?? "")
  }

  /// A name of a file for a chart of an answer; the answer is named only where there are several.
  func fileName(_ chart: String, _ answer: Answer) -> String {
    guard answers.count > 1 else { return chart }
    let safe = answer.attribution.answer.map { $0.isLetter || $0.isNumber || $0 == "+" ? $0 : "_" }
    return "\(chart)-\(String(safe))"
  }

  /// What was found, in sentences: which inputs count, and how far back.
  func summary(_ answer: Answer) -> String {
    let ranking = ranking(answer.attribution)
    let total = ranking.reduce(0) { $0 + $1.importance.mean }
    guard total > 0, let first = ranking.first else {
      return "Nothing in the window moves \(answerText(answer)): it is the same for all windows."
    }
    let share = first.importance.mean / total
    var text =
      "\(first.importance.name) moves \(answerText(answer)) most: by "
      + "\(amount(first.importance.mean, of: answer.attribution).drop { $0 == "+" }) on average, \(NumberText.percent(share, 0)) of what all inputs move."
    let sizes = answer.attribution.importanceByLag
    if let half = Self.reach(of: sizes, share: 0.5), let most = Self.reach(of: sizes, share: 0.95),
      sizes.count > 1
    {
      text +=
        " Half of it comes from the last \(Self.rows(half)), 95 % from the last \(Self.rows(most)) of "
        + "\(sizes.count)."
    }
    return text
  }

  private static func rows(_ count: Int) -> String {
    count == 1 ? "row" : "\(NumberText.count(count)) rows"
  }

  /// The inputs of an answer with what they move, the strongest first.
  func importanceTable(_ answer: Answer) -> Table {
    let ranking = ranking(answer.attribution)
    let total = ranking.reduce(0) { $0 + $1.importance.mean }
    return Table(
      [
        .init("input", .leading),
        .init("mean size" + (shareUnit(answer.attribution).map { ", \($0)" } ?? "")),
        .init("half of the windows"), .init("of all"),
      ],
      rows: ranking.map { entry in
        let importance = entry.importance
        return [
          Table.Cell(importance.name), Table.Cell(NumberText.significant(importance.mean, 3)),
          Table.Cell(
            "\(NumberText.significant(importance.lowerQuartile, 3)) to "
              + NumberText.significant(importance.upperQuartile, 3)),
          Table.Cell(total > 0 ? NumberText.percent(importance.mean / total) : "–"),
        ]
      })
  }

  /// Whether the shares can be believed, as a sentence of its own.
  func trustSentence(_ trust: Trust) -> String {
    trust.passes
      ? "Nothing that was looked into speaks against these shares."
      : "Do not trust these shares: \(trust.summary)"
  }

  /// What was looked into to tell whether the shares can be believed.
  func trustFacts(_ trust: Trust) -> [Fact] {
    trust.findings.map { finding in
      let numbers = finding.value.map {
        " (\(NumberText.significant($0, 2)), at most \(NumberText.significant(finding.aspect.limit, 2)))"
      }
      return Fact(finding.aspect.rawValue, finding.judgement + (numbers ?? ""))
    }
  }
}
