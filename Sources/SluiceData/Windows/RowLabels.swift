/// The classes of the rows of a part, and how a window gets its label from them.
struct RowLabels: Sendable {
  /// The number of each row's class; -1 for a row whose class is left out.
  let numbers: [Int32]
  /// The names of the classes in the order of their numbers.
  let classes: [String]
  let rule: LabelOptions
  /// The number of the rule's background class.
  let background: Int?

  /// Numbers the rows of a column of labels.
  ///
  /// - Parameter place: Where a row of the column stands in the data, for errors.
  /// - Throws: ``LabelError``.
  init(
    _ column: Column, rule: LabelOptions, classes: [String], place: (Int) -> RowPlace
  ) throws {
    guard let categories = column.categories else {
      throw LabelError.notCategories(column: column.name)
    }
    let places = Dictionary(
      uniqueKeysWithValues: classes.enumerated().map { ($0.element, Int32($0.offset)) })
    let left = Set(rule.without)
    var unknown: Set<String> = []
    var unknownRows = 0
    var missingRows: [Int] = []
    numbers = column.enumerated().map { row, code in
      guard !code.isNaN else {
        missingRows.append(row)
        return -1
      }
      let category = categories[Int(code)]
      if let place = places[category] { return place }
      if !left.contains(category) {
        unknown.insert(category)
        unknownRows += 1
      }
      return -1
    }
    if let first = missingRows.first {
      throw LabelError.missing(
        column: column.name, rows: missingRows.count, firstRow: place(first))
    }
    if !unknown.isEmpty {
      throw LabelError.unknown(
        column: column.name, found: Column.order(unknown), rows: unknownRows, classes: classes)
    }
    self.rule = rule
    self.classes = classes
    background = try rule.background.map { name in
      guard let place = places[name] else {
        throw LabelError.noSuchClass(name: name, key: "label.background", classes: classes)
      }
      return Int(place)
    }
  }

  /// Cuts stretches of rows where a class is left out and, unless windows may cross it, where the label
  /// changes.
  func stretches(within stretches: [Range<Int>]) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for stretch in stretches {
      var start = stretch.lowerBound
      for row in stretch {
        let isLeftOut = numbers[row] < 0
        let changes =
          row > start && !rule.crossesChanges && !rule.everyStep && numbers[row] != numbers[row - 1]
        guard isLeftOut || changes else { continue }
        if row > start { pieces.append(start..<row) }
        start = isLeftOut ? row + 1 : row
      }
      if start < stretch.upperBound { pieces.append(start..<stretch.upperBound) }
    }
    return pieces
  }

  /// Throws when the label changes within a sequence whose whole is to be one window: rows to be labeled
  /// do not tell where that would be.
  ///
  /// - Throws: ``LabelError/changesInSequence(row:from:to:)``.
  func checkWhole(_ sequences: [Range<Int>], of region: Series) throws {
    guard !rule.crossesChanges, !rule.everyStep else { return }
    for sequence in sequences {
      for row in sequence.dropFirst()
      where numbers[row] != numbers[row - 1] && min(numbers[row], numbers[row - 1]) >= 0 {
        throw LabelError.changesInSequence(
          row: region.place(ofRow: row), from: classes[Int(numbers[row - 1])],
          to: classes[Int(numbers[row])])
      }
    }
  }

  /// The class of a window that looks at some rows.
  func label(of rows: Range<Int>) -> Int {
    rule.label(of: numbers[rows].lazy.map(Int.init), background: background)
  }
}

extension Windows {
  /// The number of values in one target: class numbers for labels, otherwise forecast values.
  public var targetSize: Int {
    guard let labels else { return options.targetSize }
    return labels.rule.everyStep ? options.lookback : 1
  }

  /// Whether windows have labels; those made for prediction have none.
  public var isLabeled: Bool { labels != nil }

  /// The class number of a window; nil where windows have no labels.
  public func label(_ window: Int) -> Int? {
    labels == nil ? nil : Int(windowLabels[window])
  }

  /// The number of the stretch of rows that a labeled window lies in, counted from 0.
  public func stretch(_ window: Int) -> Int { Int(stretches[window]) }

  /// Copies the class numbers of windows: one each, or one a step with zeros behind a short window.
  func gatherLabels(
    _ indices: ArraySlice<Int>, _ labels: RowLabels,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    let size = targetSize
    precondition(result.count == indices.count * size, "Windows: targets of the wrong size")
    for (place, index) in indices.enumerated() {
      guard labels.rule.everyStep else {
        result[place] = Float(windowLabels[index])
        continue
      }
      let rows = readingRows(index)
      for step in 0..<size {
        result[place * size + step] =
          step < rows.count ? Float(labels.numbers[rows.lowerBound + step]) : 0
      }
    }
  }

  /// The rows of a window, counted from the first row that any window may touch.
  func readingRows(_ window: Int) -> Range<Int> {
    let rows = inputRows(window)
    return rows.lowerBound - origin..<rows.upperBound - origin
  }
}
