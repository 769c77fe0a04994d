import SluiceModels

/// The names of models as people read them.
enum ModelName {
  /// "seasonal naive" for `seasonalNaive`: the words of the name, in small letters.
  static func text(_ name: String) -> String {
    var words = ""
    for character in name {
      if character.isUppercase { words += " " }
      words += character.lowercased()
    }
    return words
  }

  /// Baselines in the order of their sophistication; unknown ones behind, by name.
  static func ordered(_ names: some Collection<String>) -> [String] {
    names.sorted { a, b in
      let places = [a, b].map(Baselines.order)
      return places[0] == places[1] ? a < b : places[0] < places[1]
    }
  }
}

extension ForecastMetrics {
  /// Every model with its metrics, the one under test first.
  var models: [(name: String, metrics: Metrics)] {
    [(verdict.model, test)]
      + ModelName.ordered(baselines.keys.filter { $0 != verdict.model }).compactMap { name in
        baselines[name].map { (name, $0) }
      }
  }
}

extension Verdict {
  /// Whether the outcome is good news.
  var tone: Block.Tone {
    switch outcome {
    case .better: .good
    case .undecided: .open
    case .worse: .bad
    }
  }
}

extension Season {
  /// What the season is and how it is known, in a sentence.
  var text: String {
    let length = rows == 1 ? "one row" : "\(NumberText.count(rows)) rows"
    let origin =
      switch origin {
      case .given: "as the experiment says"
      case .autocorrelation: "at which the training part repeats itself"
      case .clock: "which the clock suggests, though the training part hardly repeats itself"
      case .none: "since the training part shows no repetition"
      }
    return "The season of the seasonal naive forecast and of MASE is \(length), \(origin)."
  }
}
