import Foundation
import SluiceData

extension Cure.Change {
  /// A key and what its value is encoded from; nil for what cannot be encoded.
  init?(_ key: String, encoding value: some Encodable) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON is YAML, too.
    guard let text = try? encoder.encode(value) else { return nil }
    self.init(key, String(decoding: text, as: UTF8.self))
  }
}

extension Recipe {
  /// The changes that take raw columns out of the inputs, with all that is derived from them or said of
  /// them.
  func changes(without names: Set<String>) -> [Cure.Change] {
    let kept = lookedAt.filter { name in
      (derived?.rawSources(of: name) ?? [name]).allSatisfy { !names.contains($0) }
    }
    let rest = keeping(Set(kept))
    var changes = [Cure.Change("features.columns", encoding: rest.features)]
    if rest.derived != derived {
      changes.append(
        rest.derived.map { .init("features.derived", encoding: $0) }
          ?? .init("features.derived", "null"))
    }
    if rest.scalingByColumn != scalingByColumn {
      changes.append(.init("scalingByColumn", encoding: rest.scalingByColumn))
    }
    if rest.transforms != transforms {
      changes.append(.init("transforms", encoding: rest.transforms))
    }
    if rest.cleaning.indicators != cleaning.indicators {
      changes.append(
        rest.cleaning.indicators.map { .init("cleaning.indicators", encoding: $0) }
          ?? .init("cleaning.indicators", "false"))
    }
    if let rule = cleaning.outliers, let columns = rule.columns,
      columns.contains(where: names.contains)
    {
      let others = columns.filter { !names.contains($0) }
      changes.append(
        others.isEmpty
          ? .init("cleaning.outliers", "null")
          : .init("cleaning.outliers.\(rule.name).columns", encoding: others))
    }
    return changes.compactMap { $0 }
  }

  /// The change that derives further columns; nil where they are derived already.
  func change(deriving rule: DerivedFeature) -> Cure.Change? {
    (try? DerivedFeatures((derived?.entries ?? []) + [rule])).flatMap {
      .init("features.derived", encoding: $0)
    }
  }

  /// The changes that scale one input, and the others where they are scaled as it is, in another way.
  func changes(scaling name: String, by better: ScalerChoice) -> [Cure.Change] {
    guard scalingByColumn[name] != nil || scaling == better else {
      return [Cure.Change("scaling", encoding: better)].compactMap { $0 }
    }
    var choices = scalingByColumn
    choices[name] = better
    return [Cure.Change("scalingByColumn", encoding: choices)].compactMap { $0 }
  }

  /// How many waves of a cycle are inputs, 0 for none.
  func waves(of cycle: CalendarCycle) -> Int {
    guard let calendar, let place = calendar.cycles.firstIndex(of: cycle) else { return 0 }
    return calendar.harmonics[place]
  }

  /// The changes that make a cycle of the calendar an input with so many waves; the others, the zone and the
  /// holidays stay.
  ///
  /// - Parameter zone: The zone whose clock counts where there is no calendar yet; nil for UTC.
  func changes(telling cycle: CalendarCycle, waves: Int = 1, zone: String?) -> [Cure.Change] {
    let counts = CalendarCycle.allCases.map { other in
      (
        other,
        other == cycle ? min(waves, CalendarFeatures.mostHarmonics) : self.waves(of: other)
      )
    }.filter { $0.1 > 0 }
    let text =
      counts.allSatisfy { $0.1 == 1 }
      ? "[" + counts.map(\.0.rawValue).joined(separator: ", ") + "]"
      : "{" + counts.map { "\($0.0.rawValue): \($0.1)" }.joined(separator: ", ") + "}"
    var changes = [Cure.Change("features.calendar.cycles", text)]
    if calendar == nil, let zone { changes.append(.init("features.calendar.zone", "\"\(zone)\"")) }
    return changes
  }
}
