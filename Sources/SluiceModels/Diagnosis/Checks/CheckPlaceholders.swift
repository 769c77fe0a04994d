import SluiceData

extension Doctor {
  /// Finds numbers that stand for a missing reading, such as -999.
  static func checkPlaceholders(_ facts: Facts) -> [Finding] {
    facts.readColumns.compactMap { name in
      guard let found = facts.placeholder(of: name) else { return nil }
      let isTarget = name == facts.recipe.target
      let texts = texts(of: found.value)
      return Finding(
        .placeholders, weight: isTarget ? 0.955 : 0.93,
        title: "\(texts[0]) in \(name) seems to stand for a missing reading.",
        evidence:
          "\(found.count) of \(found.of) readings of \(name) are exactly \(texts[0]), and the others "
          + "lie between \(Wording.number(found.range.lowerBound)) and "
          + "\(Wording.number(found.range.upperBound)).",
        effect:
          "Taken for readings, such marks make up most of the spread of the column, and most of the "
          + "error. As missing ones they are left out.",
        cure: Cure(
          "Say that the value means a missing reading.",
          [Cure.Change("data.reader.missing", encoding: facts.run.markers + texts)]
            .compactMap { $0 }),
        picture: Picture(
          "Readings of \(name)", note: "Those that are exactly \(texts[0]), and the others.",
          upwards: "readings",
          .bars([
            .init(texts[0], Double(found.count), isMeant: true),
            .init("others", Double(found.of - found.count)),
          ])))
    }
  }

  /// How a number may be written in a file.
  private static func texts(of value: Double) -> [String] {
    guard let whole = Int(exactly: value) else { return ["\(Float(value))"] }
    return ["\(whole)", "\(whole).0"]
  }
}

extension Facts {
  /// The raw columns of readings that the run rests on: the features, and the target of a forecast.
  var readColumns: [String] {
    let derived = Set(recipe.derived?.columnNames ?? [])
    return numbers.filter { !derived.contains($0) }
  }

  /// A number that stands for a missing reading in a column.
  struct Placeholder {
    let value: Double
    /// How many readings are this number.
    let count: Int
    /// How many readings there are.
    let of: Int
    /// The others.
    let range: ClosedRange<Double>
  }

  /// The number that stands for a missing reading in a column; nil where none does.
  func placeholder(of name: String) -> Placeholder? {
    let rows = run.split.train.rows.lowerBound..<run.split.test.rows.upperBound
    guard let column = run.test.series[name] else { return nil }
    let readings = Self.readings(column, rows)
    guard let found = FarReadings(readings)?.placeholder(in: readings) else { return nil }
    let others = readings.filter { $0 != found.value }
    guard let least = others.min(), let most = others.max() else { return nil }
    return Placeholder(
      value: found.value, count: found.count, of: readings.count, range: least...most)
  }
}
