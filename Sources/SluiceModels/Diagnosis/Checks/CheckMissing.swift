import SluiceData

extension Doctor {
  /// Finds readings that were filled in, where they are many.
  static func checkFilled(_ facts: Facts) -> [Finding] {
    let rows = max(1, facts.run.cleaning.rowsBefore)
    let filled = facts.run.cleaning.filled.max { $0.value < $1.value }
    guard let filled, Double(filled.value) > 0.05 * Double(rows) else { return [] }
    let share = Double(filled.value) / Double(rows)
    let fill = facts.recipe.cleaning.fill
    let limit = fill?.limit ?? 0
    let shorter = max(1, min(limit / 10, 3))
    return [
      Finding(
        .filledReadings, weight: 0.5 + share,
        title: "Many readings of \(filled.key) were never read: they were filled in.",
        evidence: "\(filled.value) of \(rows) readings of \(filled.key), "
          + "\(Wording.percent(share)), were missing and filled in, up to "
          + "\(Wording.count(limit, "row")) at a stretch.",
        effect:
          "The network learns the filling, which is easy to forecast, and its error there is no "
          + "error that counts.",
        cure: Cure(
          shorter < limit
            ? "Fill short runs only; windows then keep clear of the longer ones."
            : "Fill nothing; windows then keep clear of what is missing.",
          shorter < limit
            ? [.init("cleaning.fill.\(fill?.name ?? "").limit", "\(shorter)")]
            : [.init("cleaning.fill", "null"), .init("cleaning.indicators", "false")]),
        picture: Picture(
          "Readings filled in", note: "Of \(rows) rows.", upwards: "readings",
          .bars(
            facts.run.cleaning.filled.sorted { $0.key < $1.key }
              .map { .init($0.key, Double($0.value), isMeant: $0.key == filled.key) })))
    ]
  }

  /// Finds windows that reach across gaps in the clock.
  static func checkGaps(_ facts: Facts) -> [Finding] {
    guard facts.recipe.window.crossesGaps, facts.recipe.groups.isEmpty else { return [] }
    let frame = facts.run.training
    let starts = frame.series.gaps(interval: frame.recipe.interval).map(\.row)
    guard !starts.isEmpty else { return [] }
    let reach = facts.recipe.window.horizon
    // Windows lie in the order of time, as the gaps do.
    var (torn, next) = (0, 0)
    for window in 0..<frame.count {
      let rows = frame.windows.inputRows(window)
      while next < starts.count, starts[next] <= rows.lowerBound { next += 1 }
      if next < starts.count, starts[next] < rows.upperBound + reach { torn += 1 }
    }
    let share = Double(torn) / Double(max(1, frame.count))
    guard share > 0.02 else { return [] }
    return [
      Finding(
        .windowsAcrossGaps, weight: 0.55 + 0.35 * share,
        title: "Windows reach across gaps in the clock.",
        evidence: "The clock has \(Wording.count(starts.count, "gap")) in these rows, and "
          + "\(torn) of \(frame.count) training windows (\(Wording.percent(share))) join readings from "
          + "both sides of one as if they followed each other.",
        effect:
          "The network learns jumps that never happened. Without such windows it has fewer and "
          + "better ones.",
        cure: Cure("Let no window cross a gap.", [.init("window.crossesGaps", "false")]),
        picture: Picture(
          "Training windows", note: "Those that join readings from both sides of a gap.",
          upwards: "windows",
          .bars([
            .init("across a gap", Double(torn), isMeant: true),
            .init("whole", Double(frame.count - torn)),
          ])))
    ]
  }
}
