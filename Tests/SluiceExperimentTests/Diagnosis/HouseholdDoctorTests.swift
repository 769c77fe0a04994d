import Foundation
import SluiceData
import SluiceModels
import SluiceReport
import SluiceTensor
import TestSupport
import Testing

@testable import SluiceExperiment

/// Faults planted into 10,000 minutes of a real household, where it is there.
@Suite final class HouseholdDoctorTests {
  private static let readings: Result<Series, any Error>? = RealData.file(
    "household_power_consumption.txt"
  ).map { file in
    Result {
      var options = ReaderOptions()
      options.columns = ["Global_active_power", "Voltage"]
      let series = try SeriesReader(options).read(path: file.path).series
      // A week from 2007-12-10 on, without a missing reading.
      return try series.rows(from: 1_197_244_800_000_000, limit: 10_000)
    }
  }

  private var patients: [Patient] = []

  private func makePatient() throws -> Patient? {
    guard let series = try Self.readings?.get() else { return nil }
    let patient = try Patient(rows: 10)
    patient.power = try series.column("Global_active_power").map(Double.init)
    patient.wind = try series.column("Voltage").map(Double.init)
    patient.times = (0..<series.count).map { Int64($0) * 60_000_000 }
    patients.append(patient)
    return patient
  }

  private static let sets = [
    "features={columns: [power, wind]}", "window={lookback: 30, horizon: 5}", "training.epochs=12",
    "training.batchSize=200", "training.optimizer.adam.learningRate=0.005",
  ]

  @Test func `a household as it is shows nothing worse than a doubtful lead`() throws {
    guard let patient = try makePatient() else { return }
    let kinds = try patient.train(Self.sets).report().findings.map(\.kind)
    #expect(Set(kinds).isSubset(of: [.noSkill]), "\(kinds)")
  }

  @Test(arguments: [
    Finding.Kind.changedUnit, .leakingColumn, .shuffledRows, .brokenClock, .outliers, .badScale,
  ])
  func `a planted fault is named first or second`(kind: Finding.Kind) throws {
    guard let patient = try makePatient() else { return }
    var sets = Self.sets
    switch kind {
    case .changedUnit: for row in 6500..<10_000 { patient.power[row] *= 1000 }
    case .leakingColumn:
      patient.meter = patient.power.indices.map { patient.power[min($0 + 5, 9999)] }
      sets[0] = "features={columns: [power, wind, meter]}"
    case .shuffledRows:
      var stream = RandomStream(seed: 3)
      for row in (1..<10_000).reversed() {
        let other = Int(stream.uniformDouble() * Double(row + 1))
        patient.power.swapAt(row, other)
        patient.wind.swapAt(row, other)
      }
    case .brokenClock: for row in 0..<10_000 where row % 9 == 4 { patient.times[row] += 25_000_000 }
    case .outliers:
      var stream = RandomStream(seed: 5)
      for _ in 0..<15 { patient.power[stream.below(8000)] = 500 + 400 * stream.uniformDouble() }
    default: sets.append("scaling=none")
    }
    let findings = try patient.train(sets).soundReport().findings
    #expect(
      findings.prefix(2).contains { $0.kind == kind },
      "\(findings.map { "\($0.kind) \($0.weight): \($0.evidence)" })")
  }
}
