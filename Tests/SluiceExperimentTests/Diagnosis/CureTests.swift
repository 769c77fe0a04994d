import Foundation
import SluiceData
import SluiceNN
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment
@testable import SluiceModels

/// The changes that cures make: each loads, changes what it says, and leaves the rest as it was.
@Suite final class CureTests {
  private var patients: [Patient] = []

  /// Makes a patient whose folder stays until the test ends.
  private func makePatient(rows: Int = 4000) throws -> Patient {
    let patient = try Patient(rows: rows)
    patients.append(patient)
    return patient
  }

  /// The finding of a kind in a run that is trained for a moment only.
  private func finding(
    _ kind: Finding.Kind, _ run: DiagnosisRun, _ place: SourceLocation = #_sourceLocation
  ) throws -> Finding {
    let findings = try run.soundReport(place).findings
    return try #require(
      findings.first { $0.kind == kind }, "\(findings.map(\.kind))", sourceLocation: place)
  }

  /// An experiment with some changes.
  private func experiment(_ lines: String, _ changes: [Cure.Change]) throws -> Experiment {
    try ExperimentFile.experiment(
      yaml: "data: {path: readings.csv}\ntarget: power\n" + lines, source: "/tmp/experiment.yaml",
      overrides: changes.map(\.text))
  }

  // MARK: - Keys

  @Test func `a cycle that is told leaves the others, the zone and the holidays as they were`()
    throws
  {
    let lines =
      "features: {calendar: {cycles: {week: 3}, zone: Europe/Paris, holidays: [2024-05-01]}}"
    let changes = try experiment(lines, []).recipe.changes(telling: .timeOfDay, zone: "Asia/Tokyo")
    let calendar = try #require(try experiment(lines, changes).features.calendar)
    #expect(calendar.zone == "Europe/Paris" && calendar.holidays == ["2024-05-01"])
    #expect(calendar.cycles == [.timeOfDay, .week] && calendar.harmonics == [1, 3])
    let more = try experiment(lines, []).recipe.changes(telling: .week, waves: 6, zone: nil)
    #expect(try experiment(lines, more).features.calendar?.harmonics == [6])
    let none = try experiment("", []).recipe.changes(telling: .week, zone: "Asia/Tokyo")
    let first = try #require(try experiment("", none).features.calendar)
    #expect(first.cycles == [.week] && first.zone == "Asia/Tokyo")
  }

  @Test(arguments: ["a: b", "a #1", "it\u{2019}s \"so\"", "true", "power, later"])
  func `a column is taken out with all that is said of it, whatever its name`(name: String) throws {
    let quoted = try #require(Cure.Change("", encoding: name)).value
    let lines = """
      features:
        columns: [power, wind, \(quoted)]
        derived: [{lag: {column: \(quoted), by: [2]}}, {lag: {column: wind, by: [3]}}]
        select: {keep: 2}
      cleaning:
        fill: {linear: {limit: 2}}
        outliers: {hampel: {columns: [\(quoted), power]}}
        indicators: [\(quoted), wind]
      transforms: {\(quoted): log1p}
      scalingByColumn: {\(quoted): none, wind: minMax}
      """
    let changes = try experiment(lines, []).recipe.changes(without: [name])
    let cured = try experiment(lines, changes)
    #expect(cured.features.columns == ["power", "wind"])
    #expect(cured.features.derived?.columnNames == ["wind lag 3"])
    #expect(cured.scalingByColumn.keys.sorted() == ["wind"] && cured.transforms.isEmpty)
    #expect(cured.cleaning.outliers?.columns == ["power"])
    #expect(cured.cleaning.indicators == .columns(["wind"]))
  }

  @Test func `a column with a scale of its own is given another, alone`() throws {
    let lines = "features: {columns: [power, wind]}\nscalingByColumn: {wind: none, power: minMax}"
    let changes = try experiment(lines, []).recipe.changes(scaling: "wind", by: .standard)
    let cured = try experiment(lines, changes)
    #expect(cured.scalingByColumn == ["wind": .standard, "power": .minMax()])
    let whole = try experiment("scaling: none", []).recipe
      .changes(scaling: "power", by: .standard)
    #expect(whole.map(\.text) == ["scaling=\"standard\""])
  }

  // MARK: - Findings

  @Test func `a cure that changes nothing gives way to the next one`() throws {
    let patient = try makePatient(rows: 600)
    let run = try patient.train("training.epochs=1")
    func finding(_ changes: [Cure.Change]) -> Finding {
      Finding(
        .outliers, weight: 1, title: "", evidence: "", effect: "", cure: Cure("", changes))
    }
    let findings = [
      finding([.init("scaling", "standard"), .init("training.patience", "6")]),
      finding([.init("window.lookback", "-3")]),
      finding([.init("training.batchSize", "32"), .init("scaling", "standard")]),
      finding([.init("seed", "9")]),
    ]
    let first = try run.cured(of: findings, takesAll: false)
    #expect(first.changes == ["training.batchSize=32"])
    #expect(first.experiment.training.batchSize == 32 && first.experiment.seed == 1)
    let all = try run.cured(of: findings)
    #expect(all.changes == ["training.batchSize=32", "seed=9"])
  }

  @Test func `a trend where missing targets are masked`() throws {
    let patient = try makePatient(rows: 2000)
    for row in 0..<2000 { patient.power[row] += 0.008 * Double(row) }
    let run = try patient.train(
      "training.epochs=1", "cleaning={missingTargets: mask, fill: {linear: {limit: 2}}}")
    let cured = try run.cured(of: [finding(.trend, run)])
    #expect(cured.experiment.targetReference == .lastReading, "\(cured.changes)")
    #expect(cured.experiment.cleaning.missingTargets == .drop)
    #expect(cured.experiment.cleaning.fill == .linear(limit: 2))
  }

  @Test func `a column that is told of in many places and knows the future`() throws {
    let patient = try makePatient(rows: 1500)
    patient.meter = patient.power.indices.map { patient.power[min($0 + 1, 1499)] }
    patient.meterName = "meter: #1"
    let run = try patient.train(
      "training.epochs=1",
      """
      features={columns: [power, wind, "meter: #1"], select: {keep: 2}, derived: [{lag: {column: \
      "meter: #1"}}]}
      """, "scalingByColumn={\"meter: #1\": minMax}")
    let cured = try run.cured(of: [finding(.leakingColumn, run)]).experiment
    // Not what the selection has left, but what it may choose from.
    #expect(cured.features.columns == ["power", "wind"])
    #expect(cured.features.derived == nil && cured.scalingByColumn.isEmpty)
    #expect(cured.features.select?.keep == 2)
  }

  @Test func `an input that is left as it is among scaled ones`() throws {
    let patient = try makePatient(rows: 1000)
    for row in patient.wind.indices { patient.wind[row] = 50_000 + 1000 * patient.wind[row] }
    let run = try patient.train("training.epochs=1", "scalingByColumn={wind: none}")
    let cured = try run.cured(of: [finding(.badScale, run)])
    #expect(cured.experiment.scalingByColumn == ["wind": .standard], "\(cured.changes)")
  }

  @Test func `readings that are filled one by one`() throws {
    let patient = try makePatient(rows: 2000)
    for row in 0..<2000 where row % 9 == 4 { patient.power[row] = .nan }
    let run = try patient.train("training.epochs=1", "cleaning.fill={linear: {limit: 1}}")
    #expect(try run.cured(of: [finding(.filledReadings, run)]).experiment.cleaning.fill == nil)
  }

  @Test func `a fill keeps its other settings when its runs get shorter`() throws {
    let patient = try makePatient(rows: 2000)
    for row in 0..<2000 where row % 40 < 10 { patient.power[row] = .nan }
    let run = try patient.train(
      "training.epochs=1", "cleaning.fill={seasonal: {season: 24, limit: 30}}")
    let cured = try run.cured(of: [finding(.filledReadings, run)])
    #expect(cured.changes == ["cleaning.fill.seasonal.limit=3"])
  }

  @Test func `a validation part that is large already grows`() throws {
    let patient = try makePatient()
    for row in 2200..<3200 {
      patient.wind[row] = 0
      patient.power[row] = 10
    }
    let run = try patient.train("training.epochs=2", "split.validation=0.3")
    let cured = try run.cured(of: [finding(.unlikeValidation, run)])
    #expect(cured.experiment.split.validation == 0.4)
  }

  @Test func `a clock that does not tick regularly is brought to a grid`() throws {
    let patient = try makePatient(rows: 1000)
    for row in 0..<1000 where row % 7 == 3 { patient.times[row] += 1_700_000_000 }
    let run = try patient.train("training.epochs=1")
    let cured = try run.cured(of: [finding(.brokenClock, run)]).experiment
    #expect(cured.cleaning.resample?.every == "1 h")
    _ = try ExperimentRun(experiment: cured).write(to: patient.path("grid"))
    let kinds = try DiagnosisRun(patient.path("grid")).report().findings.map(\.kind)
    #expect(!kinds.contains(.brokenClock))
  }

  @Test func `a long season is told by waves, one that is nearly a day by the calendar`() throws {
    let patient = try makePatient()
    for row in 0..<4000 {
      patient.power[row] =
        10 + 3 * sin(2 * Double.pi * Double(row) / 719) + 0.3 * sin(Double(row * row % 97))
    }
    let sets = ["training.epochs=1", "features={columns: [power]}"]
    let days = try finding(.longSeason, patient.train(sets))
    #expect(days.evidence.contains("30 days)"), "\(days.evidence)")
    #expect(days.cure?.changes.first?.key == "features.derived", "\(String(describing: days.cure))")
    for row in patient.times.indices { patient.times[row] = Int64(row) * 120_000_000 }
    let run = try patient.train(sets)
    let day = try finding(.longSeason, run)
    #expect(day.evidence.contains("1 day)"), "\(day.evidence)")
    #expect(try run.cured(of: [day]).experiment.features.calendar?.cycles == [.timeOfDay])
  }

  @Test func `hours are those of the experiment's zone`() throws {
    let patient = try makePatient()
    for row in 0..<4000 where row % 24 == 17 { patient.power[row] += 3 }
    let run = try patient.train(
      "window.lookback=3", "training.epochs=4",
      "features={columns: [power, wind], calendar: {cycles: [week], zone: Asia/Tokyo}}")
    let found = try finding(.structuredErrors, run)
    // 17 o'clock in UTC is 2 o'clock in Tokyo.
    #expect(found.evidence.contains("At 2 the forecasts are too low"), "\(found.evidence)")
    let calendar = try #require(try run.cured(of: [found]).experiment.features.calendar)
    #expect(calendar.zone == "Asia/Tokyo" && calendar.cycles == [.timeOfDay, .week])
  }

  @Test func `outliers where the loss and the scale mind them less already`() throws {
    let patient = try makePatient(rows: 2000)
    for row in stride(from: 50, to: 2000, by: 400) { patient.power[row] = 500 + Double(row % 97) }
    let run = try patient.train("training.epochs=1", "training.loss=huber", "scaling=robust")
    let cured = try run.cured(of: [finding(.outliers, run)]).experiment
    let rule = try #require(cured.cleaning.outliers)
    #expect(rule.action == .missing && rule.columns == ["power"])
  }
}
