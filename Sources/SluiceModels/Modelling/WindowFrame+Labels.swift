import SluiceData

/// What a frame of labeled windows knows beside its windows.
///
/// Items are what is labeled: the windows, or each step of each window.
extension WindowFrame {
  /// The classes in the order of their numbers; none for a forecast.
  public var classes: [String] { recipe.classes ?? [] }

  /// The number of items of a window.
  var itemsPerWindow: Int { recipe.labelsEveryStep ? windows.options.lookback : 1 }

  /// Returns the class number of each item; -1 behind the end of a short window.
  ///
  /// - Precondition: The windows are labeled.
  public func labels() -> [Int] {
    var labels = windows.allTargets.map(Int.init)
    guard recipe.labelsEveryStep else { return labels }
    for window in 0..<count {
      let length = windows.length(window)
      for step in length..<itemsPerWindow { labels[window * itemsPerWindow + step] = -1 }
    }
    return labels
  }

  /// Returns the class number of each item as far as the rows tell it; nil where they hold no labels.
  ///
  /// -1 stands behind the end of a short window, and for a class that the model does not know. Windows
  /// that were made for prediction know no labels: there it is the one of an item's last row.
  package func knownLabels() -> [Int]? {
    if windows.isLabeled { return labels() }
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    return itemCategories()?.map { $0.flatMap { places[$0] } ?? -1 }
  }

  /// Returns the label of the row with which each item ends, nil for one that is missing; nil where the
  /// rows hold no labels.
  func itemCategories() -> [String?]? {
    guard let truth = series[target], truth.categories != nil else { return nil }
    return itemRows().map { truth.category($0) }
  }

  /// The places, among all items, of those that do not lie behind the end of a short window.
  func itemPlaces() -> [Int] {
    (0..<count).flatMap { window in
      let first = window * itemsPerWindow
      return first..<first + (recipe.labelsEveryStep ? windows.length(window) : 1)
    }
  }

  /// The places, among all items, of one for each row: that of the first window which holds the row.
  ///
  /// Where steps are labeled that is the window which ends with the row, as in a stream; before the first
  /// whole window of a stretch, it is that window.
  ///
  /// - Precondition: Windows of one stretch stand in the order of their rows.
  func itemPlacesOfRows() -> [Int] {
    guard recipe.labelsEveryStep else { return itemPlaces() }
    let rows = itemRows()
    var last = -1
    return itemPlaces().filter { place in
      guard rows[place] > last else { return false }
      last = rows[place]
      return true
    }
  }

  /// Returns the number of windows of each class.
  ///
  /// A window whose steps are labeled counts for each class that it holds.
  public func windowsOfClasses() -> [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    let labels = labels()
    for window in 0..<count {
      let items = labels[window * itemsPerWindow..<(window + 1) * itemsPerWindow]
      for number in Set(items) where number >= 0 { counts[number] += 1 }
    }
    return counts
  }

  /// Returns the number of the group that each item belongs to: the items of one stretch of rows with one
  /// label.
  ///
  /// Items of one group are much alike, those of different ones are taken as independent.
  func groups() -> [Int] {
    struct Group: Hashable {
      let stretch: Int
      let label: Int
    }
    var numbers: [Group: Int] = [:]
    return labels().enumerated().map { item, label in
      let group = Group(stretch: windows.stretch(item / itemsPerWindow), label: label)
      if let number = numbers[group] { return number }
      numbers[group] = numbers.count
      return numbers.count - 1
    }
  }

  /// Returns whose readings each item is made of; nil without subjects.
  func subjects() -> [String]? {
    itemCategories(of: recipe.recipe.subject)
  }

  /// Returns the sequence that each item is made of; nil without a column of sequences.
  func sequences() -> [String]? {
    itemCategories(of: recipe.recipe.sequence)
  }

  private func itemCategories(of name: String?) -> [String]? {
    guard let name, let column = series[name] else { return nil }
    return itemRows().map { column.category($0) ?? "" }
  }

  /// Returns the row of the data, the first is 1, with which each item ends; nil where the rows were made
  /// anew on a grid of time.
  func itemOrigins() -> [Int]? {
    let rows = itemRows().map(series.origin(ofRow:))
    return rows.contains(nil) ? nil : rows.compactMap { $0.map { $0 + 1 } }
  }

  /// Returns the row of ``series`` with which each item ends.
  ///
  /// Behind the end of a short window there is no row; its last one stands there.
  func itemRows() -> [Int] {
    (0..<count).flatMap { window in
      let rows = windows.inputRows(window)
      guard recipe.labelsEveryStep else { return [rows.upperBound - 1] }
      return (0..<itemsPerWindow).map { min(rows.lowerBound + $0, rows.upperBound - 1) }
    }
  }

  /// Returns the time of each item's last reading in microseconds since 1970 UTC; nil without a clock.
  func itemTimes() -> [Int64]? {
    series.timestamps.map { stamps in itemRows().map { stamps[$0] } }
  }

  /// Throws when a class has rows but no window.
  ///
  /// - Throws: `LabelError.withoutWindow`.
  package func checkClasses() throws {
    let counts = windowsOfClasses()
    let missing = classes.indices.filter { counts[$0] == 0 }
    if missing.isEmpty { return }
    let column = try series.column(target).rows(partRows)
    let rows = missing.map { number in
      column.count { code in !code.isNaN && column.categories?[Int(code)] == classes[number] }
    }
    throw LabelError.withoutWindow(
      classes: missing.map { classes[$0] }, rows: rows, lookback: windows.options.lookback)
  }

  /// Returns the frame as samples to learn from or to check on.
  ///
  /// - Parameter settings: Their class weights count and their rotation turns sensors; nil for checking,
  ///   where every item counts alike and is left as it is.
  /// - Throws: `LabelError.noSuchClass`; `SeriesError.missingColumn` for a sensor that the windows do not
  ///   have.
  public func samples(weighing settings: TrainingSettings? = nil) throws -> any SampleSource {
    guard recipe.classes != nil else { return windows }
    let weights = try settings?.classWeights.map {
      try $0.weights(classes: classes, counts: itemsOfClasses())
    }
    let rotation = try settings?.rotation.map {
      try $0.bound(to: windows.inputs, scale: recipe.scale(of:))
    }
    return LabeledSamples(
      windows: windows, classWeights: weights, everyStep: recipe.labelsEveryStep,
      rotation: rotation)
  }

  /// The number of items of each class.
  private func itemsOfClasses() -> [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for number in labels() where number >= 0 { counts[number] += 1 }
    return counts
  }
}
