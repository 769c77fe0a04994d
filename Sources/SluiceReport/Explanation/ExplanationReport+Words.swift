import SluiceExplain
import SluiceModels

/// How an explanation names things.
extension ExplanationReport {
  /// Whether the answers are forecasts.
  var isForecast: Bool { windows.actual != nil }

  /// The name of the answer that is for each window the score of the class that it is given.
  public static let ownClass = "the class given"

  /// "forecast", "network's part" where a reference makes the rest, or "score".
  var answerWord: String {
    isForecast ? reference == nil ? "forecast" : "network's part" : "score"
  }

  /// What the shares of an answer are called.
  func words(_ answer: Answer) -> ShareWords {
    ShareWords(unit: answer.attribution.unit, answer: answerWord)
  }

  /// "20 windows".
  var windowsText: String { Self.counted(windows.count, "window") }

  /// "1 row", "20 rows".
  static func counted(_ count: Int, _ thing: String) -> String {
    "\(NumberText.count(count)) \(thing)\(count == 1 ? "" : "s")"
  }

  /// "the forecast +1 of power", "what the network adds to the last reading (+1 of power)", "the score of
  /// walking".
  func answerText(_ answer: Answer) -> String {
    let name = answer.attribution.answer
    if isForecast {
      return reference.map { "what the network adds to \($0) for \(name) of \(target)" }
        ?? "the forecast \(name) of \(target)"
    }
    return name == Self.ownClass
      ? "the score of the class that each window is given" : "the score of \(name)"
  }

  /// "integrated gradients".
  var methodText: String {
    (answers.first?.attribution.method ?? "").split(separator: "-").joined(separator: " ")
  }

  /// "integrated gradients, 200 windows of the test part", and which model it is where it is no network.
  var workText: String {
    let work = "\(methodText), \(windowsText) of \(source)"
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
    let shares = answer.attribution
    let ranking = ranking(shares)
    let total = ranking.reduce(0) { $0 + $1.importance.mean }
    guard total > 0, let first = ranking.first else {
      return "Nothing in the window moves \(answerText(answer)): it is the same for all windows."
    }
    var sentences: [String] = []
    if shares.sharing.tellsInputs {
      let part = NumberText.percent(first.importance.mean / total, 0)
      let mean = amount(first.importance.mean, of: shares).drop { $0 == "+" }
      sentences.append(
        "\(first.importance.name) \(words(answer).moves) \(answerText(answer)) most: by \(mean) on "
          + "average, \(part) of what all inputs \(shares.unit == .answer ? "move" : "could").")
    }
    let sizes = shares.importanceByLag
    if shares.sharing.tellsSteps, let half = Self.reach(of: sizes, share: 0.5),
      let most = Self.reach(of: sizes, share: 0.95), sizes.count > 1
    {
      let what = sentences.isEmpty ? "what moves \(answerText(answer))" : "it"
      let (few, many) = (Self.counted(half, "row"), Self.counted(most, "row"))
      sentences.append(
        "Half of \(what) comes from the last \(few), 95 % from the last \(many) of \(sizes.count).")
    }
    if let sharing = sharingText(shares.sharing) { sentences.append(sharing) }
    return sentences.joined(separator: " ")
  }

  /// Which readings have only one share together; nil where each has its own.
  func sharingText(_ sharing: SharedReadings) -> String? {
    switch sharing {
    case .cells: nil
    case .inputs:
      "All readings of an input have one share together: which rows count is not told (players cells "
        + "or steps tell it)."
    case .steps:
      "All readings of a row have one share together: which inputs count is not told (players cells or "
        + "inputs tell it)."
    case .blocks:
      "Successive readings of an input have one share together, which is spread evenly over them."
    }
  }

  /// What shares are counted from, in a sentence; nil for methods without a baseline.
  var baselineText: String? { baseline.map { "Shares are counted from \($0)." } }

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
}
