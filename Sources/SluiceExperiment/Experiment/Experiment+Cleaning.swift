import SluiceData
import SluiceModels
import SluiceTensor

/// What is checked of the rules of cleaning when an experiment is read.
extension Experiment {
  /// Throws for a rule about a column that is not there or holds texts, for a grid of time where there may
  /// be several clocks, and for what would have no effect.
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
    if let complaint = complaintAboutIndicators(recipe) { throw refuse(.indicators, complaint) }
    if let complaint = complaintAboutMask(recipe) { throw refuse(.missingTargets, complaint) }
  }

  /// What is wrong with the indicators of missing readings.
  private func complaintAboutIndicators(_ recipe: Recipe) -> String? {
    if let stray = recipe.indicated.first(where: { !recipe.features.contains($0) }) {
      guard recipe.trainingColumns.contains(stray) || recipe.lookedAt.contains(stray) else {
        return complaint(about: [stray], in: recipe.features, kind: "feature")
      }
      return "'\(stray)' is none of features.columns, and an indicator stands beside one of them: "
        + recipe.features.joined(separator: ", ")
    }
    if !recipe.indicated.isEmpty, cleaning.fill == nil {
      return "nothing is filled, so that every row with a missing reading is dropped and the "
        + "indicators would all be 0: set cleaning.fill, or leave the indicators out"
    }
    let others = recipe.trainingColumns + recipe.lookedAt + (recipe.calendar?.columnNames ?? [])
    return recipe.indicators.first(where: others.contains).map {
      "there is another column '\($0)': leave its indicator out, or give the column another name"
    }
  }

  /// What is wrong with masking missing targets.
  private func complaintAboutMask(_ recipe: Recipe) -> String? {
    guard cleaning.missingTargets == .mask else { return nil }
    if task == .classification {
      return "mask is for task: forecast: a window without a label can be neither learnt from nor "
        + "judged; leave the rows out of the file, or give them a label that label.without names"
    }
    if recipe.features.contains(target), cleaning.fill == nil {
      return "the target '\(target)' is an input as well, so that its missing readings must be "
        + "filled (cleaning.fill) or their rows dropped (missingTargets: drop), or features.columns "
        + "must leave it out"
    }
    return nil
  }

  /// What is wrong with the first name that is no column; nil when all are.
  private func complaint(
    about names: [String], in columns: [String], kind: String = "feature or target"
  ) -> String? {
    guard let stray = names.first(where: { !columns.contains($0) }) else { return nil }
    let hint = Spelling.nearest(to: stray, in: columns).map { "; did you mean '\($0)'?" } ?? "."
    return "there is no \(kind) '\(stray)'\(hint) The columns are: "
      + columns.joined(separator: ", ")
  }
}
