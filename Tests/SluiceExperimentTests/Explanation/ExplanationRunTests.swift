import Foundation
import SluiceData
import SluiceExplain
import SluiceModels
import SluiceReport
import SluiceTensor
import Testing

@testable import SluiceExperiment

/// Readings of which it is known what moves them: the power is the wind of three hours before.
@Suite struct ExplanationRunTests {
  /// A run of a network that has learnt that power follows the wind three rows later.
  private func train(_ sets: String..., rows: Int = 1500) throws -> Patient {
    let patient = try Patient(rows: rows)
    var stream = RandomStream(seed: 11)
    for row in patient.wind.indices { patient.wind[row] = stream.normalDouble() }
    for row in patient.power.indices {
      patient.power[row] = 10 + 2 * (row >= 3 ? patient.wind[row - 3] : 0)
    }
    try patient.train(["features={columns: [power, wind]}", "window.lookback=6"] + sets)
    return patient
  }

  private func settings(
    _ change: (inout ExplanationSettings) -> Void = { _ in }
  ) -> ExplanationSettings {
    var settings = ExplanationSettings()
    settings.windows = 30
    change(&settings)
    return settings
  }

  @Test func `each method finds the reading that the forecast follows`() throws {
    let patient = try train("training.patience=null", rows: 3000)
    let run = try ExplanationRun(patient.path("run"))
    for method in ExplanationSettings.Method.allCases {
      let report = try run.report(
        settings {
          $0.method = method
          $0.isThorough = false
          $0.trustWindows = 0
          if method == .kernelSHAP || method == .permutationShapley { $0.grouping = .cells }
          if method == .exactShapley { ($0.grouping, $0.block) = (.blocks, 1) }
        })
      #expect(report.windows.count == 30 && report.answers.count == 1)
      let shares = report.answers[0].attribution
      #expect(shares.method == method.rawValue)
      let cells = (0..<6).flatMap { step in [0, 1].map { (step, $0) } }
      for window in 0..<30 where abs(report.windows[window, 3, 1]) > 1 {
        // Where the wind is near its mean there is little to share out. Row t + 1 follows row t - 2: two
        // rows before the last one.
        let strongest = cells.max {
          abs(shares[window, $0.0, $0.1]) < abs(shares[window, $1.0, $1.1])
        }
        #expect(strongest.map { [$0.0, $0.1] } == [3, 1], "\(method), window \(window)")
      }
    }
  }

  @Test func `shares are in the target's own units and sum to the forecast`() throws {
    let patient = try train()
    let run = try ExplanationRun(patient.path("run"))
    let report = try run.report(settings())
    let shares = report.answers[0].attribution
    let gaps = try #require(shares.completenessGaps)
    #expect(gaps.allSatisfy { abs($0) < 0.01 })
    // One unit of wind moves the power by 2.
    let window = try #require((0..<30).max { report.windows[$0, 3, 1] < report.windows[$1, 3, 1] })
    let wind = report.windows[window, 3, 1]
    #expect(abs(shares[window, 3, 1] / wind - 2) < 0.3, "\(shares[window, 3, 1]) for \(wind)")
    #expect(abs(shares.answers[window] - (report.windows.actual?[window] ?? 0)) < 0.6)
    #expect(abs((shares.baselines?[0] ?? 0) - 10) < 0.5)
  }

  @Test func `the window that is looked at closely is the one of the moment`() throws {
    let patient = try train()
    let run = try ExplanationRun(patient.path("run"))
    let moment = try #require(Moment("2024-03-01 12:30"))
    let report = try run.report(settings { $0.moment = moment })
    let noon = try #require(Moment("2024-03-01 12:00"))
    #expect(report.windows.time(of: report.focus) == noon.microseconds)
    let last = try run.report(settings())
    #expect(last.focus == 29)
    // The 9th, 19th, 29th... of 294: rows 1205 to 1498 end a window of the test part.
    let ninth: Int64 = 1_704_067_200_000_000 + 1213 * 3_600_000_000
    #expect(last.windows.time(of: 0) == ninth)
    let early = try #require(Moment("2023-01-01"))
    #expect(throws: ExplanationError.tooEarly(early)) {
      try run.report(settings { $0.moment = early })
    }
  }

  @Test func `readings have their own units and times`() throws {
    let patient = try train()
    let report = try ExplanationRun(patient.path("run")).report(settings())
    let windows = report.windows
    let times = try #require(windows.times)
    // The first time stamp is that of row 0, and rows are hours.
    let row = Int((times[0] - 1_704_067_200_000_000) / 3_600_000_000)
    for step in 0..<6 {
      #expect(windows[0, step, 0] == Float(patient.power[row + step]))
      #expect(windows[0, step, 1] == Float(patient.wind[row + step]))
      #expect(times[step] - times[0] == Int64(step) * 3_600_000_000)
    }
    #expect(windows.actual?[0] == Float(patient.power[row + 6]))
  }

  @Test func `the file of shares has a line for each reading`() throws {
    let patient = try train()
    let report = try ExplanationRun(patient.path("run")).report(settings { $0.windows = 2 })
    let lines = ExplanationFile.text(of: report).split(separator: "\n")
    #expect(lines[0] == "window,time,rowsBack,input,reading,share(+1)")
    #expect(lines.count == 1 + 2 * 6 * 2)
    let cells = lines[1 + 12 + 2].split(separator: ",")
    // Window 1, its second step, the first input.
    #expect(cells[0] == "1" && cells[2] == "4" && cells[3] == "power")
    #expect(Float(cells[4]) == report.windows[1, 1, 0])
    #expect(Float(cells[5]) == report.answers[0].attribution[1, 1, 0])
  }

  @Test func `several steps are explained one by one`() throws {
    let patient = try train(
      "window.horizon=3", "window.steps=all",
      "model=[{LSTM: {hiddenSize: 16}}, {Dense: {units: 3}}]")
    let run = try ExplanationRun(patient.path("run"))
    let report = try run.report(settings { $0.answers = .all })
    #expect(report.answers.map(\.attribution.answer) == ["+1", "+2", "+3"])
    // The farther the step, the nearer the reading that it follows.
    for (answer, step) in zip(report.answers, [3, 4, 5]) {
      let sizes = answer.attribution.importanceByLag
      #expect(sizes.indices.max { sizes[$0] < sizes[$1] } == 5 - step)
    }
    #expect(try run.report(settings()).answers.map(\.attribution.answer) == ["+3"])
    #expect(throws: ExplainError.noSuchStep(found: 4, steps: [1, 2, 3])) {
      try run.report(settings { $0.answers = .step(4) })
    }
  }

  @Test func `other readings are explained with the bundle alone`() throws {
    let patient = try train()
    let bundle = patient.path("run/model.safetensors")
    let report = try ExplanationRun(bundle, data: patient.path("readings.csv")).report(settings())
    #expect(report.windows.count == 30)
    let own = try ExplanationRun(patient.path("run")).report(settings())
    // The last window of all rows forecasts the row behind the end; the run's last one the last row.
    let (later, earlier) = (report.windows.time(of: 29), own.windows.time(of: 29))
    #expect((later ?? 0) - (earlier ?? 0) == 3_600_000_000)
    #expect(throws: ExplanationError.noReadings(bundle)) { try ExplanationRun(bundle) }
    try patient.writeReadings(rows: 4)
    #expect(throws: ExplanationError.noWindows(lookback: 6, of: 3)) {
      try ExplanationRun(bundle, data: patient.path("readings.csv")).report(settings())
    }
  }

  @Test func `shares of derived columns go back to where they come from`() throws {
    let patient = try train(
      "features={columns: [power], derived: [{lag: {column: wind, by: [2]}}], "
        + "calendar: {cycles: [timeOfDay]}}")
    let run = try ExplanationRun(patient.path("run"))
    let seen = try run.report(settings())
    let summed = try run.report(settings { $0.sumsSources = true })
    let (before, after) = (seen.answers[0].attribution, summed.answers[0].attribution)
    #expect(before.inputs.count == 4 && after.inputs == ["power", "wind", "time"])
    for window in 0..<30 {
      for step in 0..<6 {
        #expect(after[window, step, 1] == before[window, step, 1])
        let clock = before[window, step, 2] + before[window, step, 3]
        #expect(abs(after[window, step, 2] - clock) < 1e-5)
      }
    }
    // What is shown beside them is the raw column.
    let times = try #require(summed.windows.times)
    let row = Int((times[0] - 1_704_067_200_000_000) / 3_600_000_000)
    #expect(summed.windows[0, 0, 1] == Float(patient.wind[row]))
    #expect(summed.windows[0, 0, 2].isNaN)
    // A lag is told of where it is read, and that is said.
    #expect(after.notes.contains { $0.contains("credited at the row at which the model reads it") })
    #expect(summed.permutation?.importances.map(\.name) == ["power", "wind", "time"])
  }

  @Test func `other readings of the input that counts are tried out`() throws {
    let patient = try train()
    let run = try ExplanationRun(patient.path("run"))
    let usual = try #require(try run.report(settings()).sweep)
    #expect(usual.input == "wind" && usual.steps == 0..<6)
    let sweep = try #require(
      try run.report(settings { $0.sweep = .init("wind", rowsBack: 2) }).sweep)
    #expect(sweep.steps == 3..<4)
    // The power is twice the wind of that row.
    let (low, high) = (sweep.grid[0], sweep.grid[sweep.grid.count - 1])
    let slope = (sweep.mean[sweep.grid.count - 1] - sweep.mean[0]) / Double(high - low)
    #expect(abs(slope - 2) < 0.3, "\(slope)")
    // In the input's own unit, about 10.
    let power = try #require(try run.report(settings { $0.sweep = .init("power") }).sweep)
    #expect(power.grid[0] > 3 && power.grid[0] < 10 && power.grid[power.grid.count - 1] > 10)
    #expect(throws: ExplanationError.noInput("rain", inputs: ["power", "wind"])) {
      try run.report(settings { $0.sweep = .init("rain") })
    }
    #expect(throws: ExplanationError.tooFarBack(6, lookback: 6)) {
      try run.report(settings { $0.sweep = .init("wind", rowsBack: 6) })
    }
  }

  @Test func `swapping the readings that count costs what they explain`() throws {
    let patient = try train()
    let permutation = try #require(
      try ExplanationRun(patient.path("run")).report(settings()).permutation)
    // 300 rows of the test part, of which the first six make the first window.
    #expect(permutation.measure == "root mean squared error" && permutation.windows == 294)
    let (power, wind) = (permutation.importances[0], permutation.importances[1])
    #expect(power.name == "power" && wind.name == "wind")
    // Two winds of deviation 2 lie the square root of 8 apart.
    #expect(wind.mean > power.mean && abs(wind.mean - 8.squareRoot()) < 1, "\(wind.mean)")
    #expect(wind.loss < 0.5)
  }

  @Test func `the report of a run says what the forecast rests on`() throws {
    let patient = try train()
    let page = try String(contentsOfFile: patient.path("run/report.html"), encoding: .utf8)
    #expect(page.contains("What the forecast rests on"))
    #expect(page.contains("wind moves the forecast +1 of power most"))
    #expect(page.contains("Nothing speaks against these shares: all 4 checks pass."))
    #expect(page.contains("Shares are counted from the mean of each input over training windows."))
  }

  @Test func `shares are counted from a usual window under any scaling`() throws {
    let patient = try train("scaling=minMax")
    let run = try ExplanationRun(patient.path("run"))
    let mean = try run.report(settings { $0.isThorough = false })
    #expect(mean.baseline == "the mean of each input over training windows")
    // Zeros are the smallest readings here; a usual window makes the mean of the power, 10.
    #expect(abs((mean.answers[0].attribution.baselines?[0] ?? 0) - 10) < 1)
    let zeros = try run.report(
      settings {
        $0.isThorough = false
        $0.baseline = .zeros
      })
    #expect(zeros.baseline == "zeros in scaled units")
    #expect((zeros.answers[0].attribution.baselines?[0] ?? 10) < 8)
    #expect(try run.report(settings { $0.method = .saliency }).baseline == nil)
  }

  @Test func `other readings are compared with what was trained on`() throws {
    let patient = try train()
    let own = try ExplanationRun(patient.path("run")).report(settings { $0.isThorough = false })
    // Readings that are all the same say nothing of what is usual.
    patient.power = patient.power.map { _ in 14 }
    patient.wind = patient.wind.map { _ in 2 }
    let all = try String(contentsOfFile: patient.path("readings.csv"), encoding: .utf8)
    try patient.write()
    let flat = try String(contentsOfFile: patient.path("readings.csv"), encoding: .utf8)
    try flat.write(toFile: patient.path("flat.csv"), atomically: true, encoding: .utf8)
    try all.write(toFile: patient.path("readings.csv"), atomically: true, encoding: .utf8)
    let other = try ExplanationRun(patient.path("run"), data: patient.path("flat.csv"))
      .report(settings { $0.isThorough = false })
    #expect(
      other.answers[0].attribution.baselines?[0] == own.answers[0].attribution.baselines?[0])
    #expect(other.baseline == own.baseline)
    // A bundle has no training rows: the readings given are what is usual.
    let bundle = try ExplanationRun(
      patient.path("run/model.safetensors"), data: patient.path("flat.csv")
    ).report(settings { $0.isThorough = false })
    #expect(
      bundle.baseline == "the mean of each input over the windows of \(patient.path("flat.csv"))")
    // Or a window of one's own.
    let window = try ExplanationRun(patient.path("run")).report(
      settings {
        $0.isThorough = false
        $0.baseline = .window(patient.path("flat.csv"))
      })
    #expect(window.baseline == "the last window of \(patient.path("flat.csv"))")
    #expect(
      window.answers[0].attribution.baselines?[0] == other.answers[0].attribution.answers.last)
  }

  @Test func `what a method has no use for is refused`() throws {
    let patient = try train("training.epochs=1")
    let run = try ExplanationRun(patient.path("run"))
    func refusal(_ change: (inout ExplanationSettings) -> Void) -> String {
      do {
        _ = try run.report(settings(change))
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      refusal { ($0.method, $0.baseline) = (.saliency, .zeros) }
        == "--baseline is for integrated-gradients, occlusion, kernel-shap, permutation-shapley and "
        + "exact-shapley; the method is saliency. Leave it out, or change the method.")
    #expect(refusal { $0.grouping = .steps }.hasPrefix("--players is for kernel-shap"))
    #expect(refusal { $0.pruning = 1 }.hasPrefix("--prune is for kernel-shap"))
    #expect(refusal { $0.samples = 5 }.hasPrefix("--samples is for smooth-grad"))
    #expect(refusal { $0.block = 2 }.hasPrefix("--block is for players blocks"))
    #expect(
      refusal { ($0.method, $0.points) = (.occlusion, 5) }.hasPrefix("--points is for integrated"))
    #expect(refusal { $0.classScore = .logOdds }.hasPrefix("--score is for classes"))
    #expect(refusal { $0.sweep = .init("rain") }.contains("no input rain"))
  }

  @Test func `old rows are one player where they move little`() throws {
    let patient = try train()
    let report = try ExplanationRun(patient.path("run")).report(
      settings {
        $0.method = .exactShapley
        $0.grouping = .steps
        $0.pruning = 100
        $0.isThorough = false
      })
    let shares = report.answers[0].attribution
    #expect(shares.sharing == .steps && shares.method == "exact-shapley")
    #expect(shares.notes.contains { $0.contains("the oldest steps, 5 to 5 of 6, are one player") })
  }

  @Test func `sequences shorter than a window are not told to close gaps`() {
    let error = ExplanationError.noWindows(lookback: 30, of: 7, ofSequences: true)
    #expect(
      error.description
        == "None of the 7 sequences has the 30 readings of a window: give longer sequences, or train "
        + "with a window.lookback of at most their length.")
  }
}
