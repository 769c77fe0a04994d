import SluiceModels

extension ClassificationMetrics {
  /// The classes that occur among the true labels.
  var occurring: [ClassScores] { classes.filter { $0.support > 0 } }

  /// Which classes the test knows nothing about; nil when all occur.
  var absenceSentence: String? {
    let absent = classes.filter { $0.support == 0 }.map(\.name)
    if absent.isEmpty { return nil }
    if occurring.count == 1 {
      return
        "All test labels are \(occurring[0].name): whoever always says so is right every time, so "
        + "that these figures do not tell whether one class is told from another."
    }
    return "The test part has no label of \(Self.listed(absent)), so that the figures are over the "
      + "other \(occurring.count) classes."
  }

  /// Names with "or" before the last; of many the first ones and the number of the rest.
  private static func listed(_ names: [String]) -> String {
    let shown = 8
    if names.count > shown {
      return names.prefix(shown).joined(separator: ", ") + " or \(names.count - shown) more"
    }
    guard names.count > 1 else { return names[0] }
    return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }
}
