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

  /// Whether a name is that of the network or of a baseline.
  static func isModel(_ name: String) -> Bool {
    name == "network" || Baselines.names.contains(name)
  }

  /// Baselines in the order of their sophistication; unknown ones behind, by name.
  static func ordered(_ names: some Collection<String>) -> [String] {
    names.sorted { a, b in
      let places = [a, b].map(Baselines.order)
      return places[0] == places[1] ? a < b : places[0] < places[1]
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
