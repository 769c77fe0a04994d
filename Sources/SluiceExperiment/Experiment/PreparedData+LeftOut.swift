import SluiceData
import SluiceModels
import SluiceReport

/// What of the readings is in no window, so that nothing is left out in silence.
extension PreparedData {
  /// The number of rows of classes that `label.without` names.
  var rowsOfOtherClasses: Int {
    guard let without = recipe.recipe.label?.without, !without.isEmpty else { return 0 }
    return parts.reduce(0) { sum, part in
      guard let labels = part[recipe.recipe.target], let categories = labels.categories else {
        return sum
      }
      let codes = Set(without.compactMap(categories.firstIndex).map(Float.init))
      return sum + labels.count { codes.contains($0) }
    }
  }

  /// What is left out of the windows, a clause each.
  var leftOut: [String] {
    let count = NumberText.count
    var clauses: [String] = []
    let others = rowsOfOtherClasses
    if others > 0 {
      clauses.append("\(count(others)) rows are of classes that are left out (label.without)")
    }
    let frames =
      [learning.beforeUndersampling, test]
      + (split.validation == nil ? [] : [validation])
      .compactMap { $0 }
    let short = frames.map(\.windows.tooShort)
    let rows = short.reduce(0) { $0 + $1.rows }
    if rows > 0 {
      let stretches = short.reduce(0) { $0 + $1.stretches }
      clauses.append(
        "\(count(rows)) \(rows == 1 ? "row stands" : "rows stand") in \(count(stretches)) "
          + "\(stretches == 1 ? "stretch" : "stretches") too short for a window")
    }
    let all = learning.beforeUndersampling.count
    if training.count < all {
      clauses.append(
        "undersampling keeps \(count(training.count)) of \(count(all)) training windows")
    }
    return clauses
  }

  /// The rows of the parts.
  private var parts: [Series] {
    [split.train.series, split.test.series] + [split.validation?.series].compactMap { $0 }
  }
}
