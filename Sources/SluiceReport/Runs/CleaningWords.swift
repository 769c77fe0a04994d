import SluiceData

/// What is told of outliers.
extension OutlierReport {
  /// A sentence for the terminal: how many there were, of which columns, and where the first ones stand.
  package var sentence: String {
    guard count > 0 else { return "No outliers were found (\(rule.name))." }
    let parts = named { name, touched in
      "\(name) \(NumberText.count(touched.count)), the first \(Self.place(touched.first[0]))"
    }
    let (one, many) = rule.action == nil ? ("reading", "readings") : ("outlier", "outliers")
    return "\(NumberText.count(count)) \(count == 1 ? one : many) (\(rule.name)) "
      + "\(count == 1 ? "was" : "were") \(deed): \(parts)."
  }

  /// The same for the report, with shares and more of the places, and what the test compares with.
  var fact: String {
    guard count > 0 else { return "\(rule.name) found none" }
    let parts = named { name, touched in
      let share = NumberText.percent(Double(touched.count) / Double(max(rows, 1)), 2)
      let places = touched.first.map(Self.place).joined(separator: ", ")
      let more = touched.count > touched.first.count ? ", ..." : ""
      return "\(name): \(NumberText.count(touched.count)) (\(share)): \(places)\(more)"
    }
    let truth =
      rule.isFitted
      ? "forecasts are compared with the readings as they were read"
      : "forecasts are compared with what the readings became"
    return "\(rule.name), \(deed): \(parts); \(truth)"
  }

  private var deed: String {
    switch rule.action {
    case .replace: "replaced by the median"
    case .clip: "clipped"
    case .missing: "marked as missing"
    case nil: "replaced by the median"
    }
  }

  /// The columns with the most outliers, at most four.
  private func named(_ words: (String, Touched) -> String) -> String {
    let order = columns.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let rest = order.count - 4
    return order.prefix(4).map { words($0.key, $0.value) }.joined(separator: "; ")
      + (rest > 0 ? "; and \(rest) more \(rest == 1 ? "column" : "columns")" : "")
  }

  private static func place(_ place: Place) -> String {
    guard let time = place.time else { return "in row \(NumberText.count(place.row + 1))" }
    return "at \(CivilTime(microseconds: time).stamp)"
  }
}

/// What is told of a grid of time.
extension ResamplingReport {
  /// A sentence: how many rows became how many cells.
  package var sentence: String {
    "\(NumberText.count(rowsBefore)) rows became \(NumberText.count(cells)) of \(every), "
      + "\(NumberText.count(empty)) of them without a reading."
  }
}
