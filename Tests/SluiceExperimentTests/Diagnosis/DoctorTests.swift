import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// Each fault is planted into sound readings or into a sound experiment, and must be named first or
/// second.
@Suite final class DoctorTests {
  private var patients: [Patient] = []

  /// Makes a patient whose folder stays until the test ends.
  private func makePatient(rows: Int = 4000, seed: UInt64 = 1) throws -> Patient {
    let patient = try Patient(rows: rows, seed: seed)
    patients.append(patient)
    return patient
  }

  private func kinds(_ run: DiagnosisRun) throws -> [Finding.Kind] {
    try run.report().findings.map(\.kind)
  }

  private func expect(
    _ kind: Finding.Kind, in run: DiagnosisRun, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let findings = try run.soundReport(place).findings
    #expect(
      findings.prefix(2).contains { $0.kind == kind },
      "\(findings.map { "\($0.kind) \($0.weight): \($0.evidence)" })", sourceLocation: place)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `a sound run has no findings`(seed: UInt64) throws {
    let run = try makePatient(seed: seed).train("seed=\(seed)")
    let report = try run.report()
    #expect(report.findings.map(\.kind) == [], "\(report.findings.map(\.evidence))")
    #expect(report.verdict.contains("lower"), "\(report.verdict)")
  }

  @Test func `a linear series leaves no skill to a network`() throws {
    let patient = try makePatient(rows: 2000)
    var stream = RandomStream(seed: 5)
    for row in 2..<2000 {
      patient.power[row] =
        10 + 1.2 * (patient.power[row - 1] - 10) - 0.5 * (patient.power[row - 2] - 10)
        + 0.5 * stream.normalDouble()
    }
    try expect(.noSkill, in: patient.train("features={columns: [power]}"))
  }

  @Test func `forecasts that repeat the last reading`() throws {
    let patient = try makePatient(rows: 3000)
    var stream = RandomStream(seed: 6)
    for row in 1..<3000 {
      patient.power[row] = 10 + 0.985 * (patient.power[row - 1] - 10) + 0.2 * stream.normalDouble()
    }
    try expect(
      .copiesLastReading, in: patient.train("features={columns: [power]}", "window.horizon=1"))
  }

  @Test func `forecasts that hardly change`() throws {
    let run = try makePatient().train(
      "training.epochs=1", "training.optimizer={sgd: {learningRate: 0.0001}}")
    try expect(.nearlyConstant, in: run)
  }

  @Test func `a column that knows the future`() throws {
    let patient = try makePatient()
    patient.meter = patient.power.indices.map {
      patient.power[min($0 + 1, patient.power.count - 1)] + 0.01 * Double($0 % 7)
    }
    let run = try patient.train(
      "features={columns: [power, wind, meter], calendar: {cycles: [timeOfDay]}}")
    try expect(.leakingColumn, in: run)
    let finding = try #require(try run.report().findings.first { $0.kind == .leakingColumn })
    #expect(finding.title == "The column meter knows the future of power.")
    #expect(try run.cured(of: [finding]).experiment.features.columns == ["power", "wind"])
  }

  @Test func `inputs on a scale that nothing is learnt from`() throws {
    let patient = try makePatient()
    for row in patient.wind.indices { patient.wind[row] = 50_000 + 1000 * patient.wind[row] }
    try expect(.badScale, in: patient.train("scaling=none"))
  }

  @Test(arguments: ["1000", "fahrenheit"])
  func `a column that changes its unit`(unit: String) throws {
    let patient = try makePatient()
    for row in 2700..<4000 {
      patient.power[row] =
        unit == "1000" ? patient.power[row] * 1000 : patient.power[row] * 1.8 + 32
    }
    let run = try patient.train()
    try expect(.changedUnit, in: run)
    let finding = try #require(try run.report().findings.first { $0.kind == .changedUnit })
    #expect(
      finding.evidence.contains(unit == "1000" ? "a factor of 1,000" : "°C and °F"),
      "\(finding.evidence)")
  }

  @Test func `a column around zero that swings more from some day on has its unit still`() throws {
    for (seed, rows) in [(1, 600), (2, 600), (3, 1500), (4, 1500), (5, 600), (6, 1500)] {
      let patient = try makePatient(seed: UInt64(seed))
      for row in 0..<rows { patient.wind[row] /= 1.6 }
      #expect(try !kinds(patient.train("training.epochs=2")).contains(.changedUnit), "seed \(seed)")
    }
  }

  @Test func `a unit that slips in the last rows of the test part`() throws {
    for seed in [1, 2, 3] as [UInt64] {
      let patient = try makePatient(rows: 3000, seed: seed)
      for row in 2950..<3000 { patient.power[row] *= 1000 }
      let run = try patient.train("training.epochs=2")
      let first = try #require(try run.soundReport().findings.first)
      #expect(first.kind == .changedUnit, "\(first.title)")
      #expect(first.evidence.contains("a factor of 1,000"), "\(first.evidence)")
    }
  }

  @Test func `test readings outside of what training has seen`() throws {
    let patient = try makePatient()
    for row in 3200..<4000 { patient.wind[row] = 6 + patient.wind[row] }
    try expect(.outsideTrainingRange, in: patient.train())
  }

  @Test func `a few extreme readings that rule the training`() throws {
    let patient = try makePatient()
    for row in stride(from: 50, to: 4000, by: 400) { patient.power[row] = 500 + Double(row % 97) }
    try expect(.outliers, in: patient.train())
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `extreme readings at any place`(seed: UInt64) throws {
    let patient = try makePatient(rows: 1500)
    var stream = RandomStream(seed: seed)
    for _ in 0..<25 { patient.power[stream.below(1200)] = 100 + 400 * stream.uniformDouble() }
    try expect(.outliers, in: patient.train("training.epochs=5"))
  }

  @Test func `extreme readings of an input`() throws {
    let patient = try makePatient(rows: 1500)
    var stream = RandomStream(seed: 3)
    for _ in 0..<20 { patient.wind[stream.below(1200)] = -300 * stream.uniformDouble() - 100 }
    let run = try patient.train("training.epochs=5")
    try expect(.outliers, in: run)
    let found = try #require(try run.report().findings.first { $0.kind == .outliers })
    #expect(found.title.contains("the input wind"))
    #expect(try run.cured(of: [found]).experiment.cleaning.outliers?.columns == ["wind"])
  }

  @Test(arguments: ["power", "wind"])
  func `a number that stands for a missing reading`(column: String) throws {
    let patient = try makePatient(rows: 900)
    var stream = RandomStream(seed: 4)
    for _ in 0..<27 {
      let row = stream.below(900)
      if column == "power" { patient.power[row] = -999 } else { patient.wind[row] = -999 }
    }
    let run = try patient.train("training.epochs=5")
    let findings = try run.soundReport().findings
    let first = try #require(findings.first)
    #expect(first.kind == .placeholders, "\(findings.map(\.title))")
    #expect(first.title == "-999 in \(column) seems to stand for a missing reading.")
    #expect(!findings.contains { [.shuffledRows, .outliers].contains($0.kind) })
    let cured = try run.cured(of: [first]).experiment
    #expect(cured.data.reader.missing == ReaderOptions.usualMissing + ["-999", "-999.0"])
    _ = try ExperimentRun(experiment: cured).write(to: patient.path("cured"))
    let kinds = try DiagnosisRun(patient.path("cured")).report().findings.map(\.kind)
    #expect(!kinds.contains(.placeholders))
  }

  @Test func `a target that never changes`() throws {
    let patient = try makePatient(rows: 600)
    for row in patient.power.indices { patient.power[row] = 5 }
    let report = try patient.train("training.epochs=3").soundReport()
    #expect(report.findings.map(\.kind) == [.constantTarget])
    #expect(report.findings.first?.evidence == "All 480 training readings of power are 5.")
  }

  @Test func `an input that never changes`() throws {
    let patient = try makePatient()
    patient.meter = patient.power.map { _ in 3 }
    let run = try patient.train(
      "features={columns: [power, wind, meter], calendar: {cycles: [timeOfDay]}}")
    let findings = try run.soundReport().findings
    #expect(findings.map(\.kind) == [.constantInput])
    #expect(try run.cured(of: findings).experiment.features.columns == ["power", "wind"])
  }

  @Test func `labels that are all right leave nothing to say`() throws {
    let run = try makePatient(rows: 10).trainLabels(rows: 3000, noise: 0.05)
    let report = try run.soundReport()
    #expect(report.findings.map(\.kind) == [], "\(report.findings.map(\.evidence))")
  }

  @Test func `a column that is the label`() throws {
    let patient = try makePatient(rows: 10)
    let run = try patient.trainLabels(
      rows: 2000, "features.columns=[x, code]", "training.epochs=3", noise: 2)
    try expect(.leakingColumn, in: run)
    let found = try #require(try run.report().findings.first { $0.kind == .leakingColumn })
    #expect(found.title == "The column code is the label in other words.")
    #expect(try run.cured(of: [found]).experiment.features.columns == ["x"])
    let clean = try patient.trainLabels(rows: 2000, "training.epochs=3", noise: 2)
    #expect(try !kinds(clean).contains(.leakingColumn))
  }

  @Test func `a column that knows a part of the way to the horizon`() throws {
    let patient = try makePatient()
    patient.meter = patient.power.indices.map { patient.power[min($0 + 1, 3999)] }
    let run = try patient.train(
      "window.horizon=3", "training.epochs=3", "features={columns: [power, wind, meter]}")
    try expect(.leakingColumn, in: run)
    let found = try #require(try run.report().findings.first { $0.kind == .leakingColumn })
    #expect(found.evidence.contains("what power is 1 row later"), "\(found.evidence)")
  }

  @Test func `readings that were filled in`() throws {
    let patient = try makePatient()
    for row in 0..<4000 where row / 40 % 4 == 1 { patient.power[row] = .nan }
    try expect(.filledReadings, in: patient.train("cleaning.fill={linear: {limit: 50}}"))
  }

  @Test func `windows that reach across gaps`() throws {
    let patient = try makePatient()
    // After each 20 hours 10 are missing.
    for row in 0..<4000 {
      patient.times[row] += Int64(row / 20) * 36_000_000_000
    }
    try expect(.windowsAcrossGaps, in: patient.train("window.crossesGaps=true"))
  }

  @Test func `a trend that the network is left alone with`() throws {
    let patient = try makePatient()
    for row in 0..<4000 { patient.power[row] += 0.004 * Double(row) }
    try expect(.trend, in: patient.train())
  }

  @Test func `a season longer than the windows`() throws {
    let patient = try makePatient()
    for row in 0..<4000 {
      patient.power[row] +=
        3 * sin(2 * Double.pi * Double(row) / 168) * (row / 21 % 2 == 0 ? 1 : 0.3)
    }
    try expect(.longSeason, in: patient.train())
  }

  @Test func `a test part that is another world`() throws {
    let patient = try makePatient()
    for row in 3200..<4000 { patient.wind[row] = 1.6 + 0.2 * patient.wind[row] }
    try expect(.drift, in: patient.train())
  }

  @Test func `training windows learnt by heart`() throws {
    let patient = try makePatient(rows: 500)
    let run = try patient.train(
      "model=[{LSTM: {hiddenSize: 64}}, {Dense: {units: 1}}]", "training.epochs=80",
      "training.patience=null", "training.restoreBest=false")
    try expect(.overfitting, in: run)
  }

  @Test func `training that ended too early`() throws {
    try expect(
      .stoppedEarly,
      in: makePatient().train("training.epochs=3", "training.optimizer.adam.learningRate=0.002"))
  }

  @Test func `a learning rate that is too high`() throws {
    try expect(
      .highLearningRate,
      in: makePatient().train("training.optimizer.adam.learningRate=3", "training.patience=null"))
  }

  @Test func `a learning rate that is too low`() throws {
    try expect(
      .lowLearningRate,
      in: makePatient().train(
        "training.optimizer={sgd: {learningRate: 0.00003}}", "training.patience=null"))
  }

  @Test func `a network that is too large`() throws {
    let run = try makePatient(rows: 400).train(
      "model=[{LSTM: {hiddenSize: 96}}, {Dense: {units: 1}}]", "split.validation=0",
      "training.monitor=loss", "training.epochs=120", "training.patience=null")
    try expect(.tooLarge, in: run)
  }

  @Test func `rows that are not in the order of time`() throws {
    let patient = try makePatient()
    var stream = RandomStream(seed: 8)
    for row in (1..<4000).reversed() {
      let other = Int(stream.uniformDouble() * Double(row + 1))
      patient.power.swapAt(row, other)
      patient.wind.swapAt(row, other)
    }
    try expect(.shuffledRows, in: patient.train())
  }

  @Test func `a clock that does not tick regularly`() throws {
    let patient = try makePatient()
    for row in 0..<4000 where row % 7 == 3 { patient.times[row] += 1_700_000_000 }
    try expect(.brokenClock, in: patient.train())
  }

  @Test func `errors that depend on the hour`() throws {
    let patient = try makePatient()
    for row in 0..<4000 where row % 24 == 17 { patient.power[row] += 3 }
    try expect(
      .structuredErrors,
      in: patient.train("features={columns: [power, wind]}", "window.lookback=3"))
  }

  @Test func `errors that depend on the day of the week`() throws {
    let patient = try makePatient()
    // Too little to be seen as a season among the readings, and much of what a good forecast misses.
    for row in 0..<4000 where row / 24 % 7 == 5 { patient.power[row] -= 0.8 }
    let run = try patient.train(
      "window.lookback=4", "features={columns: [wind], calendar: {cycles: [timeOfDay]}}")
    let finding = try #require(
      try run.report().findings.prefix(2).first { $0.kind == .structuredErrors })
    #expect(finding.title.hasPrefix("The errors depend on the day of the week"))
    #expect(finding.evidence.contains("At Sat"), "\(finding.evidence)")
  }

  @Test func `a network that is too weak for its own training windows`() throws {
    let run = try makePatient().train(
      "features={columns: [power, wind]}",
      "model=[{LSTM: {hiddenSize: 2}}, {Dropout: {rate: 0.7}}, {Dense: {units: 1}}]")
    try expect(.underfitting, in: run)
  }

  @Test func `a network that forgets what lies farther back`() throws {
    let patient = try makePatient()
    var stream = RandomStream(seed: 9)
    for row in 0..<4000 {
      let near = row > 0 ? 0.6 * (patient.power[row - 1] - 10) : 0
      let far = row >= 24 ? 0.35 * (patient.power[row - 24] - 10) : 0
      patient.power[row] = 10 + near + far + 0.44 * stream.normalDouble()
    }
    try expect(
      .shortMemory,
      in: patient.train(
        "features={columns: [power]}", "window.lookback=60", "training.epochs=5"))
  }

  @Test func `units that no longer answer`() throws {
    let patient = try makePatient()
    for row in patient.wind.indices { patient.wind[row] = 50_000 + 1000 * patient.wind[row] }
    let findings = try patient.train("scaling=none").report().findings
    // The scale is what killed them.
    #expect(findings.prefix(2).map(\.kind) == [.badScale, .deadUnits])
  }

  @Test func `noise that another column foretells is in order`() throws {
    let patient = try makePatient()
    var stream = RandomStream(seed: 10)
    for row in patient.wind.indices { patient.wind[row] = stream.normalDouble() }
    for row in patient.power.indices {
      patient.power[row] =
        10 + (row > 2 ? patient.wind[row - 3] : 0) + 0.1 * stream.normalDouble()
    }
    #expect(try !kinds(patient.train()).contains(.shuffledRows))
  }

  @Test func `a result that is luck of the seed`() throws {
    let patient = try makePatient(rows: 1500)
    var stream = RandomStream(seed: 5)
    for row in 2..<1500 {
      patient.power[row] =
        10 + 1.2 * (patient.power[row - 1] - 10) - 0.5 * (patient.power[row - 2] - 10)
        + 0.5 * stream.normalDouble()
    }
    let run = try patient.train("features={columns: [power]}")
    let findings = try run.report(seeds: 3).findings
    #expect(findings.prefix(2).contains { $0.kind == .seedNoise }, "\(findings.map(\.kind))")
    let sound = try makePatient().train()
    #expect(try sound.report(seeds: 3).findings.isEmpty)
  }

  @Test func `a run looked at with other readings is refused`() throws {
    let patient = try makePatient(rows: 600)
    let run = try patient.train("training.epochs=2")
    patient.power[3] += 1
    try patient.write()
    #expect(throws: RunError.self) { try run.report() }
  }
}
