import Foundation
import SluiceData
import SluiceExplain
import SluiceModels
import SluiceTensor
import Testing

@testable import SluiceExperiment
@testable import SluiceReport

/// Runs whose bundle holds a baseline, as `train --best` leaves them.
@Suite struct BaselineExplanationTests {
  /// A run after one epoch on readings that a ridge follows exactly: the power is the wind of three hours
  /// before.
  private func train(_ sets: String..., keeping baseline: String) throws -> Patient {
    let patient = try Patient(rows: 600)
    var stream = RandomStream(seed: 11)
    for row in patient.wind.indices { patient.wind[row] = stream.normalDouble() }
    for row in patient.power.indices {
      patient.power[row] = 10 + 2 * (row >= 3 ? patient.wind[row - 3] : 0)
    }
    try patient.train(
      [
        "features={columns: [power, wind]}", "window.lookback=6", "training.epochs=1",
        "training.patience=null",
      ] + sets)
    try Self.keep(baseline, in: patient.path("run"))
    return patient
  }

  /// Puts a baseline into the bundle of a run.
  private static func keep(_ name: String, in run: String) throws {
    let path = "\(run)/\(RunFiles.bundle)"
    var bundle = try ModelBundle(reading: path)
    bundle.model = .baseline(try #require(bundle.baselines?[name]))
    try bundle.save(to: path)
  }

  private func settings(
    _ change: (inout ExplanationSettings) -> Void = { _ in }
  ) -> ExplanationSettings {
    var settings = ExplanationSettings()
    settings.windows = 20
    change(&settings)
    return settings
  }

  @Test func `every method finds the reading that a ridge rests on`() throws {
    let patient = try train(keeping: "ridge")
    let run = try ExplanationRun(patient.path("run"))
    for method in [nil] + ExplanationSettings.Method.allCases {
      let report = try run.report(
        settings {
          $0.method = method
          $0.isThorough = false
          if method?.isShapley == true { $0.grouping = .cells }
        })
      let shares = report.answers[0].attribution
      #expect(shares.method == (method ?? .integratedGradients).rawValue)
      for window in 0..<20 where abs(report.windows[window, 3, 1]) > 0.5 {
        let cells = (0..<12).map { abs(shares[window, $0 / 2, $0 % 2]) }
        #expect(cells.indices.max { cells[$0] < cells[$1] } == 7, "\(shares.method), \(window)")
        if shares.unit == .answer, method != .expectedGradients {
          // Two units of power for one of wind.
          let expected = 2 * (report.windows[window, 3, 1] - 0)
          #expect(abs(shares[window, 3, 1] - expected) < 0.3, "\(shares.method)")
        }
      }
    }
  }

  @Test func `the page says that it is a ridge, and has nothing of a network's inside`() throws {
    let patient = try train(keeping: "ridge")
    let report = try ExplanationRun(patient.path("run")).report(settings())
    #expect(report.model == "ridge")
    #expect(report.memory == nil && report.traces.isEmpty)
    let trust = try #require(report.answers[0].trust)
    #expect(trust.findings.map(\.aspect) == [.completeness, .infidelity, .sensitivity])
    #expect(trust.passes, "\(trust.summary)")
    #expect(report.text().contains("20 windows of the test part; the model is the ridge\n"))
    let html = report.html
    #expect(html.contains("the model is the ridge") && !html.contains("Inside the network"))
    #expect(html.contains("What the model loses without an input"))
    #expect(html.contains("What other readings of wind would do"))
  }

  @Test func `swaps compare each window with what happened to it`() throws {
    let patient = try train(keeping: "ridge")
    let permutation = try #require(
      try ExplanationRun(patient.path("run")).report(settings()).permutation)
    // 120 rows of the test part, of which the first six make the first window.
    #expect(permutation.windows == 114)
    let (power, wind) = (permutation.importances[0], permutation.importances[1])
    #expect(power.name == "power" && wind.name == "wind")
    // The ridge errs by next to nothing; two winds of deviation 2 lie the square root of 8 apart.
    #expect(wind.loss < 0.02 && power.loss == wind.loss, "\(wind.loss)")
    #expect(abs(wind.mean - 8.squareRoot()) < 0.5 && abs(power.mean) < 0.05, "\(wind.mean)")
  }

  @Test func `a sweep counts in the input's own unit`() throws {
    let patient = try train(keeping: "ridge")
    let run = try ExplanationRun(patient.path("run"))
    let sweep = try #require(
      try run.report(settings { $0.sweep = .init("power", rowsBack: 0) }).sweep)
    // Powers lie around 10 with a deviation of 2.
    let (low, high) = (sweep.grid[0], sweep.grid[sweep.grid.count - 1])
    #expect(low > 4 && low < 9 && high > 11 && high < 16, "\(low) to \(high)")
    let wind = try #require(
      try run.report(settings { $0.sweep = .init("wind", rowsBack: 2) }).sweep)
    let last = wind.grid.count - 1
    let slope = (wind.mean[last] - wind.mean[0]) / Double(wind.grid[last] - wind.grid[0])
    #expect(abs(slope - 2) < 0.02, "\(slope)")
  }

  @Test func `the explained windows are spread over all, the last among them`() throws {
    #expect(ExplanationRun.spread(Array(0..<10), 5) == [1, 3, 5, 7, 9])
    #expect(ExplanationRun.spread([4, 7, 9], 2) == [4, 9])
    #expect(ExplanationRun.spread([4, 7], 3) == [4, 7])
    let patient = try train(keeping: "mean")
    let report = try ExplanationRun(patient.path("run")).report(settings { $0.isThorough = false })
    let times = try (0..<20).map { try #require(report.windows.time(of: $0)) }
    let hours = zip(times, times.dropFirst()).map { ($1 - $0) / 3_600_000_000 }
    // 114 windows, every fifth or sixth of them.
    #expect(hours.allSatisfy { $0 == 5 || $0 == 6 }, "\(hours)")
    // The last row but one of 600 ends the last window.
    #expect(times[19] == 1_704_067_200_000_000 + 598 * 3_600_000_000)
  }

  @Test func `a forecast that looks at nothing is moved by nothing`() throws {
    let patient = try train(keeping: "mean")
    let report = try ExplanationRun(patient.path("run")).report(settings())
    #expect(report.answers[0].attribution.values.allSatisfy { $0 == 0 })
    #expect(report.text().contains("Nothing in the window moves the forecast +1 of power"))
    #expect(report.html.contains("the model is the training mean"))
  }

  @Test func `a forecast from before the window is refused`() throws {
    let patient = try train("evaluation.season=24", keeping: "seasonalNaive")
    #expect(
      throws: ExplainError.beforeWindow(
        name: "seasonalNaive", target: "power", rowsBack: 23, lookback: 6)
    ) { try ExplanationRun(patient.path("run")).report(settings()) }
  }

  @Test func `labels of a baseline are explained without a gradient`() throws {
    let readings = try SmallReadings()
    try readings.write(["ann": 30, "bob": 30, "cyd": 30, "dee": 30])
    let experiment = try ExperimentFile.experiment(
      yaml: """
        task: classification
        data: {path: readings.csv}
        target: activity
        subject: person
        features: {columns: [x, z]}
        window: {lookback: 6}
        split: {subjects: {test: [dee], validation: [cyd]}}
        model: [LSTM: {hiddenSize: 2}, Dense: {units: 3}]
        training: {batchSize: 10, epochs: 1, patience: null}
        """, source: readings.path("exp.yaml"))
    _ = try ExperimentRun(experiment: experiment).write(to: readings.path("run"))
    for name in ["logisticRegression", "nearestCentroid"] {
      try Self.keep(name, in: readings.path("run"))
      let run = try ExplanationRun(readings.path("run"))
      let report = try run.report(settings())
      let shares = report.answers[0].attribution
      #expect(shares.method == "occlusion" && shares.answer == ExplanationReport.ownClass)
      #expect(shares.values.contains { $0 != 0 })
      // `x` tells the activity.
      let permutation = try #require(report.permutation)
      #expect(permutation.importances[0].mean > 2 * abs(permutation.importances[1].mean))
      let words = name == "nearestCentroid" ? "the nearest centroid" : "logistic regression"
      #expect(report.html.contains("the model is \(words) o"))
      for method in [ExplanationSettings.Method.saliency, .integratedGradients, .smoothGrad] {
        #expect(throws: ExplainError.noGradient(method: method.rawValue)) {
          try run.report(settings { $0.method = method })
        }
      }
    }
  }

  @Test func `each refusal names what is wrong and what to do`() throws {
    let moment = try #require(Moment("2020-01-01"))
    let refusals: [(ExplanationError, [String])] = [
      (.noReadings("m.safetensors"), ["m.safetensors is a bundle", "give those", "--data"]),
      (
        .noWindows(lookback: 6, of: 3),
        ["None of the 3 windows", "its 6 readings", "more readings"]
      ),
      (.noClock, ["no time stamps", "leave --at out"]),
      (
        .noInput("wnd", inputs: ["power", "wind"]),
        ["no input wnd", "Did you mean wind?", "power, wind"]
      ),
      (.tooFarBack(6, lookback: 6), ["has 6 rows", "lies 5 before the last one, not 6"]),
      (.tooEarly(moment), ["at or before 2020-01-01", "ask for a later moment"]),
    ]
    for (refusal, words) in refusals {
      for part in words { #expect("\(refusal)".contains(part), "\(refusal)") }
    }
  }

  @Test func `the report of a run explains that run's own test windows`() throws {
    let patient = try train(keeping: "ridge")
    // What the page shows is of the network, which the bundle does not hold any more: trained again, it
    // is the same to the bit.
    try patient.train(
      [
        "features={columns: [power, wind]}", "window.lookback=6", "training.epochs=1",
        "training.patience=null",
      ], name: "again")
    let report = try ExplanationRun(patient.path("again")).report(
      settings {
        $0.windows = 100
        $0.isThorough = false
      })
    let page = try String(contentsOfFile: patient.path("run/report.html"), encoding: .utf8)
    let title = try #require(page.range(of: "What the forecast rests on"))
    let section = page[title.upperBound...]
    // A number and its percent sign are not parted on a page.
    let summary = report.summary(report.answers[0]).replacing(" %", with: "\u{a0}%")
    #expect(section.contains(summary))
    for name in ["importance", "lags"] {
      let chart = try String(
        contentsOfFile: patient.path("run/charts/\(name).svg"), encoding: .utf8)
      let own = try #require(report.svgFiles.first { $0.name == "\(name).svg" })
      #expect(chart == own.text)
    }
  }
}
