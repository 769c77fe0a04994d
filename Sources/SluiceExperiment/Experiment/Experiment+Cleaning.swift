import SluiceData
import SluiceModels
import SluiceTensor

/// What is checked of the rules of cleaning when an experiment is read.
extension Experiment {
  /// Throws for a rule about a column that is not there or holds texts, and for a grid of time where there
  /// may be several clocks.
  func checkCleaning(_ container: KeyedDecodingContainer<CodingKeys>) throws {
    func refuse(_ key: Cleaning.CodingKeys, _ words: String) -> DecodingError {
      let keys: [any CodingKey] = [CodingKeys.cleaning, key]
      return .dataCorrupted(
        .init(codingPath: container.codingPath + keys, debugDescription: words))
    }
    let recipe = recipe
    if let resample = cleaning.resample {
      if task == .classification {
        throw refuse(
          .resample,
          "labels and subjects cannot be brought to a grid of time, which is for task: forecast: "
            + "bring the file to the grid before")
      }
      let named = resample.columns.keys.sorted()
      if let complaint = complaint(about: named, in: recipe.trainingColumns) {
        throw refuse(.resample, complaint)
      }
    }
    if let rule = cleaning.outliers, let named = rule.columns {
      if let text = named.first(where: recipe.categories.contains) {
        throw refuse(.outliers, "'\(text)' holds texts, which have no outliers")
      }
      let columns = rule.isFitted ? recipe.numbers : recipe.cleanedColumns
      if let complaint = complaint(about: named, in: columns) {
        throw refuse(.outliers, complaint)
      }
    }
  }

  /// What is wrong with the first name that is no column; nil when all are.
  private func complaint(about names: [String], in columns: [String]) -> String? {
    guard let stray = names.first(where: { !columns.contains($0) }) else { return nil }
    let hint = Spelling.nearest(to: stray, in: columns).map { "; did you mean '\($0)'?" } ?? "."
    return "there is no feature or target '\(stray)'\(hint) The columns are: "
      + columns.joined(separator: ", ")
  }
}
