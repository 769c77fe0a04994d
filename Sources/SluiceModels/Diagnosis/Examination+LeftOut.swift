import SluiceData

extension Examination {
  /// What the doctor does not look at, for there are too few readings or windows, in a few words each.
  public var leftOut: [String] {
    let (rows, tested) = (split.train.rows.count, split.test.rows.count)
    let isForecast = test.recipe.classes == nil
    let needs: [(what: String, has: Int, needs: Int, unit: String, isOfBoth: Bool)] = [
      ("trend and order in time", rows, 100, "training rows", false),
      ("seasons", rows, 60, "training rows", false),
      ("outliers", rows, FarReadings.fewest, "training rows", true),
      ("changes of unit", rows + tested, Doctor.fewestUnitRows, "rows", true),
      ("drift", tested, 50, "test rows", true),
      (
        "errors by hour, day of the week and height", test.count, Doctor.fewestErrors,
        "test windows", false
      ),
      (
        "whether the validation part is like the test part", validation?.count ?? 0, 20,
        "validation windows", false
      ),
    ]
    return needs.filter { $0.has < $0.needs && ($0.isOfBoth || isForecast) }
      .map { "\($0.what) (\($0.has) of \($0.needs) \($0.unit))" }
  }
}
