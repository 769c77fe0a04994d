import SluiceData
import SluiceModels
import SluiceTensor

/// What is checked of columns that are known ahead when an experiment is read.
extension Experiment {
  /// Throws for a column that cannot be known ahead or is not read, and for a lead of one that is not
  /// declared.
  func checkKnownAhead(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    func refuse(_ keys: [any CodingKey], _ words: String) -> DecodingError {
      let path = container.codingPath + [CodingKeys.features] + keys
      return .dataCorrupted(.init(codingPath: path, debugDescription: words))
    }
    let recipe = recipe
    for name in features.knownAhead ?? [] {
      guard let complaint = complaint(aboutKnownAhead: name, recipe) else { continue }
      throw refuse([FeatureChoice.CodingKeys.knownAhead], complaint)
    }
    if let (entry, error) = recipe.unreadableLead {
      throw refuse([FeatureChoice.CodingKeys.derived, PathKey("\(entry)")], "\(error)")
    }
  }

  /// What is wrong with a column that is said to be known ahead; nil when it may be.
  private func complaint(aboutKnownAhead name: String, _ recipe: Recipe) -> String? {
    if name == target {
      return "'\(name)' is the target, whose later readings are what is to be found out"
    }
    if recipe.categories.contains(name) {
      return "'\(name)' holds texts, and only readings are known ahead"
    }
    let columns = recipe.readings.filter { $0 != target }
    if columns.contains(name) { return nil }
    let hint = Spelling.nearest(to: name, in: columns).map { "; did you mean '\($0)'?" } ?? "."
    return
      "'\(name)' is none of features.columns, and nothing is derived from it\(hint) The columns "
      + "are: \(columns.joined(separator: ", "))"
  }
}
