import SluiceData

/// What was found, in sentences: one for all columns of which the same was found.
struct FindingSentences {
  /// What one should do something about.
  private(set) var warnings: [String] = []
  /// What is good to know.
  private(set) var notes: [String] = []

  init(_ examination: SeriesExamination) {
    let description = examination.description
    var places: [String: Int] = [:]
    var groups: [[SeriesFinding]] = []
    for finding in examination.findings {
      if let place = places[finding.group] {
        groups[place].append(finding)
      } else {
        places[finding.group] = groups.count
        groups.append([finding])
      }
    }
    // The order of the cases, whatever column comes first.
    for group in groups.sorted(by: { $0[0].rank < $1[0].rank }) {
      let list = group.map { $0.evidence(description) }.joined(separator: "; ")
      let (before, after) = group[0].frame(description)
      let sentence = "\(before)\(list). \(after)"
      if group[0].isWarning { warnings.append(sentence) } else { notes.append(sentence) }
    }
    warnings = description.notes + warnings
  }
}

extension SeriesFinding {
  /// Findings of one group are told in one sentence.
  fileprivate var group: String {
    if case .season(_, let rows, _) = self { return "season \(rows)" }
    return "\(rank)"
  }

  fileprivate var isWarning: Bool {
    if case .season = self { return false }
    return true
  }

  fileprivate var rank: Int {
    switch self {
    case .irregularClock: 0
    case .manyMissing: 1
    case .tooShort: 2
    case .mostlyZero: 3
    case .outliers: 4
    case .unitRoot: 5
    case .levelBreak: 6
    case .trend: 7
    case .alike: 8
    // Shorter seasons first.
    case .season(_, let rows, _): 9 + rows
    }
  }

  /// What was measured of one column.
  fileprivate func evidence(_ description: SeriesDescription) -> String {
    switch self {
    case .irregularClock(let share):
      let usual = description.span(rows: 1) ?? "step"
      return "only \(NumberText.percent(share)) of its steps are near the usual \(usual)"
    case .manyMissing(let column, let share, let run):
      return "\(column) (\(NumberText.percent(share)), at most \(NumberText.count(run)) in a row)"
    case .tooShort(let column, let rows): return "\(column) (\(NumberText.count(rows)))"
    case .mostlyZero(let column, let share):
      return "\(column) (\(NumberText.percent(share)))"
    case .outliers(let column, let farOut, let kurtosis):
      let farthest = farOut.farthest.flatMap { value in
        farOut.row.map {
          ", the farthest \(NumberText.significant(Double(value))) in row "
            + NumberText.count($0 + 1)
        }
      }
      return "\(column) (\(NumberText.count(farOut.count))\(farthest ?? ""), excess kurtosis "
        + "\(NumberText.significant(kurtosis, 3)))"
    case .unitRoot(let column, let dickeyFuller, let kpss):
      return "\(column) (ADF p \(PValueText.equation(dickeyFuller)), KPSS p "
        + "\(PValueText.equation(kpss, limits: KPSSTest.pValueLimits)))"
    case .trend(let column, let change):
      let verb = change < 0 ? "falls" : "rises"
      return "\(column) \(verb) by \(NumberText.significant(abs(change), 3))"
    case .levelBreak(let column, let change, let time, let others):
      let levels = [change.before, change.after].map { NumberText.significant($0, 3) }
      let place = NumberText.count(change.row + 1) + (time.map { ", \($0)" } ?? "")
      let more = others == 0 ? "" : ", the largest of \(NumberText.count(others + 1)) changes"
      return "\(column) goes from \(levels[0]) to \(levels[1]) at row \(place)\(more)"
    case .season(let column, _, let strength):
      return "\(column) (strength \(NumberText.fixed(strength, 2)))"
    case .alike(let pair):
      return pair.isCopy
        ? "\(pair.first) and \(pair.second) (the same readings)"
        : "\(pair.first) and \(pair.second) (correlation "
          + "\(NumberText.fixed(pair.correlation, 4)))"
    }
  }

  /// What stands before and behind the evidence: what it is, and what one can do.
  fileprivate func frame(_ description: SeriesDescription) -> (before: String, after: String) {
    switch self {
    case .irregularClock:
      (
        "The clock is irregular: ",
        "Statistics, windows and forecasts count rows, not time: bring the rows to a regular grid."
      )
    case .manyMissing:
      (
        "Many readings are missing: ",
        "Short runs can be filled; windows leave out the rows that stay missing."
      )
    case .tooShort:
      (
        "Too few rows follow each other without a missing reading, "
          + "\(StretchExamination.leastRows) are needed: ",
        "Seasons, trend and changes of the level were not looked for."
      )
    case .mostlyZero:
      (
        "Most readings are 0: ",
        "A forecast of 0 is right most of the time there: judge forecasts where something happens."
      )
    case .outliers:
      (
        "Readings far from the rest: ",
        "See whether they are real; a scaler by quantiles and the Huber loss suffer less from them."
      )
    case .unitRoot:
      (
        "Wandering like a random walk (a unit root): ",
        "Forecast the change instead of the level, and beware of forecasts that copy the last reading."
      )
    case .levelBreak:
      (
        "A break in the level: ",
        "What was learnt before a break may not hold behind it."
      )
    case .trend:
      (
        "A trend: ",
        "Later readings will lie outside the range that training has seen: take the trend out."
      )
    case .alike:
      ("Columns that tell nearly the same: ", "One of each pair is enough.")
    case .season(_, let rows, _):
      (
        "A season of \(NumberText.count(rows)) rows"
          + (description.span(rows: rows).map { " = \($0)" } ?? "") + ": ",
        "Let the window hold it, or tell the network the time within it."
      )
    }
  }
}

/// P-values as they are written.
enum PValueText {
  /// A p-value with its sign, such as `= 0.23` or `< 0.001`.
  ///
  /// - Parameter limits: Where the table that it was read from ends.
  static func equation(_ value: Double?, limits: ClosedRange<Double> = 0.001...1) -> String {
    guard let value else { return "unknown" }
    if value <= limits.lowerBound { return "≤ \(NumberText.significant(limits.lowerBound))" }
    if value >= limits.upperBound { return "≥ \(NumberText.significant(limits.upperBound))" }
    return "= \(NumberText.significant(value, 2))"
  }

  /// A p-value as it stands in a table.
  static func cell(_ value: Double?, limits: ClosedRange<Double> = 0.001...1) -> String {
    guard value != nil else { return "–" }
    let text = equation(value, limits: limits)
    return text.hasPrefix("= ") ? String(text.dropFirst(2)) : text
  }
}
