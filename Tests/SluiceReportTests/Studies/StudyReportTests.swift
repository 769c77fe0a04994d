import SluiceTensor
import SluiceTuning
import Testing

@testable import SluiceReport

@Suite struct StudyReportTests {
  /// A study of 40 trials: two whole numbers, a conditional one, a logarithmic rate, a choice.
  private func results(objectives: [Objective] = [Objective("loss")]) throws -> StudyResults {
    let space = try SearchSpace([
      Hyperparameter("layers", .integer(1...2)),
      Hyperparameter("units", .integer(8...64, step: 8)),
      Hyperparameter("units2", .integer(8...64, step: 8), when: .init("layers", isOneOf: [2])),
      Hyperparameter("training.rate", .float(1e-4...1e-1, scale: .log)),
      Hyperparameter("cell", .categorical(["LSTM", "GRU & co"])),
    ])
    let definition = try StudyDefinition("test <study>", space: space, objectives: objectives)
    var stream = RandomStream(seed: 5)
    let trials = (0..<40).map { number -> Trial in
      let values = space.assignment { $0.domain.value(at: stream.uniformDouble()) }
      let rate = space["training.rate"]?.domain.position(of: values["training.rate"] ?? 0) ?? 0
      let loss = 0.1 + (rate - 0.6) * (rate - 0.6) + (values["cell"] == "LSTM" ? 0 : 0.02)
      var trial = Trial(number: number, parameters: values)
        .begun(by: "worker", at: 1000 + Double(number))
      for step in 1...3 {
        trial = trial.adding(.init(step: step, value: loss + 0.1 / Double(step)))
      }
      let end = 1000.9 + Double(number)
      if number % 10 == 3 { return trial.ended(with: .pruned(), at: end) }
      if number % 20 == 7 { return trial.ended(with: .failed("no <memory>"), at: end) }
      let units = values["units"]?.number ?? 0
      return trial.ended(
        with: .complete([loss, units].prefix(objectives.count).map { $0 }), at: end)
    }
    return StudyResults(definition: definition, trials: trials, end: .trials)
  }

  @Test func `every chart is there and is well-formed`() throws {
    let report = StudyReport(try results())
    let names = report.svgFiles.map(\.name)
    #expect(
      names.filter { !$0.hasPrefix("contour") } == [
        "history.svg", "intermediate-values.svg", "importances.svg", "parallel-coordinates.svg",
        "slice-layers.svg", "slice-units.svg", "slice-units2.svg", "slice-training-rate.svg",
        "slice-cell.svg", "timeline.svg",
      ])
    // The pairs of the three most important parameters.
    #expect(names.count { $0.hasPrefix("contour-") } == 3)
    for file in report.svgFiles {
      #expect(XMLChecker.fault(in: file.text) == nil, "\(file.name)")
      let shapes = file.text.contains("<path") || file.text.contains("<circle")
      #expect(shapes || file.text.contains("<rect"), "\(file.name)")
    }
  }

  @Test func `the best comes first, and names in the file cannot break the page`() throws {
    let results = try results()
    let html = StudyReport(results).html
    let best = try #require(results.front.first)
    #expect(html.contains("Trial \(best.number) is the best of 34 complete ones: loss 0.1"))
    #expect(html.contains("test &lt;study&gt;"))
    #expect(html.contains("no &lt;memory&gt;"))
    #expect(html.contains("GRU &amp; co"))
    #expect(!html.contains("<memory>"))
  }

  @Test func `the line of the best so far never rises`() throws {
    let chart = try #require(StudyReport(try results()).historyCharts.first?.chart)
    let line = try #require(chart.marks.compactMap { $0 as? LineMark }.first)
    #expect(zip(line.y, line.y.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(line.y.last == (try results()).front.first?.values[0])
    #expect(line.isStepped)
  }

  @Test func `the most important parameter is on top`() throws {
    let chart = try #require(StudyReport(try results()).importanceCharts.first?.chart)
    guard case .categories(let names) = chart.y.kind else {
      Issue.record("no categories")
      return
    }
    #expect(names.first == "training.rate")
    let bars = try #require(chart.marks.first as? BarMark)
    #expect(bars.values[0] > 60)
  }

  @Test func `whole numbers are labelled with whole numbers`() throws {
    let report = StudyReport(try results())
    let layers = try #require(report.svgFiles.first { $0.name == "slice-layers.svg" }).text
    let labels = layers.matches(of: /y="295"[^>]*>([^<]*)</).map { String($0.1) }
    #expect(labels == ["1", "2"], "\(labels)")
    for (name, isWhole) in [("slice-units", true), ("slice-training-rate", false)] {
      let chart = try #require(report.sliceCharts.first { $0.name == name }).chart
      #expect(chart.x.isWhole == isWhole, "\(name)")
    }
  }

  @Test func `the lines of all parameters end at what came of them`() throws {
    let results = try results()
    let chart = try #require(StudyReport(results).parallelCharts.first).chart
    guard case .categories(let names) = chart.x.kind else {
      Issue.record("no categories")
      return
    }
    #expect(names == ["layers", "units", "rate", "cell", "units2", "loss"])
    let lines = chart.marks.compactMap { $0 as? LineMark }
    #expect(lines.allSatisfy { $0.x.last == 5 })
    // Worst first: from the top of the axis to its bottom.
    #expect(lines.first?.y.last == 1 && lines.last?.y.last == 0)
    let heights = lines.compactMap(\.y.last)
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 >= $1 })
    let (low, high) = (results.ranked[0].values[0], results.ranked[33].values[0])
    let middle = (results.ranked[10].values[0] - low) / (high - low)
    #expect(abs(heights[23] - middle) < 1e-12)
  }

  @Test func `the winner's own report is a link`() throws {
    let page = Page(title: "t", sections: [.init(nil, [.link("See <it>", to: "best/a&b.html")])])
    #expect(page.html.contains("<p><a href=\"best/a&amp;b.html\">See &lt;it&gt;</a></p>"))
  }

  @Test func `a table of the best says of how many, and how to see the others`() throws {
    let results = try results()
    let words = "The 10 best of 34 complete trials; all of them: sluice tune show STUDY --rows 34"
    #expect(results.text().contains("\n\n\(words)\n\n"))
    #expect(StudyReport(results).html.contains(words))
    #expect(!results.text(rows: 34).contains("best of 34 complete trials"))
  }

  @Test func `the text tells why trials failed, a line a reason`() throws {
    var results = try results()
    #expect(results.text().hasSuffix("Trials 7, 27 failed: no <memory>"))
    for number in 0..<12 { results.trials[number].state = .failed }
    for number in 0..<12 { results.trials[number].failure = number < 10 ? "a" : "b \(number)" }
    #expect(
      results.text().hasSuffix(
        """
        Trials 0, 1, 2, 3, 4, 5, 6, 7 and 2 more failed: a
        Trial 10 failed: b 10
        Trial 11 failed: b 11
        Trial 27 failed: no <memory>
        """))
    for number in 0..<12 { results.trials[number].failure = "reason \(number)" }
    #expect(
      results.text().hasSuffix(
        "Trial 4 failed: reason 4\n8 more failed; sluice tune export tells why."))
    results.trials = []
    #expect(!results.text().contains("failed"))
  }

  @Test func `several objectives show their front instead of a history`() throws {
    let results = try results(objectives: [Objective("loss"), Objective("units")])
    let report = StudyReport(results)
    #expect(report.svgFiles.first?.name == "pareto-front.svg")
    #expect(!report.svgFiles.contains { $0.name == "history.svg" })
    #expect(
      report.html.contains("\(results.front.count) of 34 complete trials are beaten by no other"))
    let best = try #require(results.chosen)
    #expect(results.front.contains(best))
    #expect(best.values[0] == results.ranked.map { $0.values[0] }.min())
    let words = "The winner is trial \(best.number): it has the smallest loss among the trials"
    #expect(report.html.contains(words) && results.text().contains(words))
  }

  @Test func `the winner of a population is told with the legs that made its weights`() throws {
    let space = try SearchSpace([Hyperparameter("rate", .float(0...1))])
    let definition = try StudyDefinition(
      "p", space: space, sampler: PopulationSampler(population: 2))
    let parents = [2: 1, 3: 1, 4: 2, 5: 3]
    let trials = (0..<6).map { number in
      Trial(number: number, parameters: ["rate": 0.5], parent: parents[number])
        .begun(by: "w", at: 0)
        .ended(with: .complete([number == 4 ? 0.1 : 1]), at: 1)
    }
    let results = StudyResults(definition: definition, trials: trials)
    #expect(results.lineage == [1, 2, 4])
    let words =
      "its weights are those of trial 4 of the population, trained in 3 legs as trials 1, 2, 4."
    #expect(results.text().contains(words))
    #expect(StudyReport(results).html.contains(words))
    #expect(try self.results().lineage == nil)
  }

  @Test func `a study without a complete trial says so`() throws {
    var results = try results()
    results = StudyResults(definition: results.definition, trials: [])
    #expect(StudyReport(results).html.contains("No trial was completed."))
    #expect(StudyReport(results).svgFiles.isEmpty)
  }
}

@Suite struct StudyGridTests {
  /// A grid over batch, rate and perhaps units, tried twice, whose best cell is known; one is missing.
  private func report(
    units: [Int] = [16, 32], direction: Objective.Direction = .maximize,
    sampler: any Sampler = GridSampler()
  ) throws -> StudyReport {
    let space = try SearchSpace([
      Hyperparameter("rate", .categorical([0.001, 0.01])),
      Hyperparameter("batch", .categorical([64, 128, 256])),
      Hyperparameter("units", .categorical(units.map { .int($0) })),
    ])
    let definition = try StudyDefinition(
      "grid", space: space, objectives: [Objective("balancedAccuracy", direction)],
      sampler: sampler)
    var trials: [Trial] = []
    for repetition in 0..<2 {
      for (a, rate) in [0.001, 0.01].enumerated() {
        for (b, batch) in [64, 128, 256].enumerated() {
          for (c, width) in units.enumerated() where (a, b, c) != (1, 2, 0) {
            let value = Double(a * 100 + b * 10 + c) / 1000 + Double(repetition) * 0.5
            let parameters: Hyperparameters = [
              "rate": .double(rate), "batch": .int(batch), "units": .int(width),
            ]
            trials.append(
              Trial(number: trials.count, parameters: parameters).begun(by: "w", at: 0)
                .ended(with: .complete([value]), at: 1))
          }
        }
      }
    }
    return StudyReport(StudyResults(definition: definition, trials: trials, end: .exhausted))
  }

  @Test func `three parameters make a heat map of means for each value of one of them`() throws {
    let report = try report()
    let charts = report.gridCharts
    #expect(charts.map(\.name) == ["grid-units-16", "grid-units-32"])
    #expect(charts[0].chart.title == "balancedAccuracy by batch and rate, units 16")
    let marks = charts.compactMap { $0.chart.marks.first as? HeatMapMark }
    // Rows are rates, columns batches; each the mean of two trials 0.5 apart.
    #expect(marks[0].annotations == [["0.2500", "0.2600", "0.2700"], ["0.3500", "0.3600", ""]])
    #expect(
      marks[1].annotations == [["0.2510", "0.2610", "0.2710"], ["0.3510", "0.3610", "0.3710"]])
    #expect(marks[0].values[1][2].isNaN)
    let ranges = marks.compactMap(\.range)
    #expect(ranges.count == 2 && ranges.allSatisfy { abs($0.lowerBound - 0.25) < 1e-12 })
    #expect(ranges.allSatisfy { abs($0.upperBound - 0.371) < 1e-12 })
    #expect(charts[1].chart.summary == "The best mean, units 32 is 0.371.")
    #expect(report.contourCharts.isEmpty)
    #expect(report.html.contains("The whole grid"))
    for file in report.svgFiles { #expect(XMLChecker.fault(in: file.text) == nil, "\(file.name)") }
  }

  @Test func `a parameter with one value is no axis`() throws {
    let charts = try report(units: [16]).gridCharts
    #expect(charts.map(\.name) == ["grid"])
    #expect(charts[0].chart.title == "balancedAccuracy by batch and rate")
  }

  @Test func `the best mean follows the direction, and only grids have a map`() throws {
    let smallest = try report(direction: .minimize).gridCharts
    #expect(smallest[1].chart.summary == "The best mean, units 32 is 0.251.")
    let random = try report(sampler: RandomSampler())
    #expect(random.gridCharts.isEmpty)
  }
}
