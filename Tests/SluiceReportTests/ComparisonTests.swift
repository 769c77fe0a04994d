import SluiceModels
import Testing

@testable import SluiceReport

@Suite struct ComparisonTests {
  private func comparison(count: Int = 4092) throws -> Comparison {
    var other = ReportSample.forecastMetrics(mse: 0.332)
    other.test.count = count
    return try Comparison(runs: [
      .init(name: "baseline", metrics: ReportSample.runMetrics()),
      .init(name: "augmented", metrics: .forecast(other)),
    ])
  }

  @Test func `runs stand side by side with the best marked`() throws {
    let text = try comparison().text(unit: "kW")
    #expect(text.contains("0.3320*"))
    #expect(text.contains("−0.2 % (ridge)"))
    #expect(text.contains("augmented: The network does not beat ridge"))
  }

  @Test func `runs with different tests are not ranked`() throws {
    let comparison = try comparison(count: 4000)
    #expect(!comparison.isSameTest)
    #expect(!comparison.text().contains("*"))
    #expect(comparison.text().contains("cannot be ranked"))
    #expect(comparison.page().html.contains("cannot be ranked"))
  }

  @Test func `the page is well-formed where it draws`() throws {
    let html = try comparison().page(unit: "kW").html
    #expect(html.contains("Comparison of 2 runs"))
    #expect(html.contains("<strong>0.3320</strong>"))
  }

  // MARK: Labels

  @Test func `classifications are compared by balanced accuracy, the best marked`() throws {
    let comparison = try Comparison(runs: [
      .init(name: "first", metrics: .classification(LabelSample.metrics())),
      .init(name: "second", metrics: .classification(LabelSample.metrics(model: "rival"))),
    ])
    #expect(comparison.isSameTest)
    let table = comparison.table(unit: nil)
    #expect(
      table.columns.map(\.title).prefix(6) == [
        "run", "balanced accuracy", "accuracy", "F1", "log loss", "skill over best baseline",
      ])
    #expect(table.rows.map { $0[1].text } == ["69.4 %", "50.0 %"])
    #expect(table.rows.map { $0[1].isBest } == [true, false])
    #expect(table.rows.map { $0[2].text } == ["75.0 %", "66.7 %"])
    // 1 − (1 − 0.694) / (1 − 0.5), and 1 − (1 − 0.5) / (1 − 1/3).
    #expect(table.rows[0][5].text == "38.9 % (logistic regression)")
    #expect(table.rows[1][5].text == "25.0 % (majority class)")
    #expect(table.columns.map(\.title).contains("time of a label"))
    #expect(comparison.page().html.contains("Higher is better."))
  }

  @Test func `labels of other classes are another test, however many there are`() throws {
    let comparison = try Comparison(runs: [
      .init(name: "first", metrics: .classification(LabelSample.metrics())),
      .init(
        name: "second",
        metrics: .classification(LabelSample.metrics(truth: [0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 2, 2]))),
    ])
    #expect(!comparison.isSameTest)
    #expect(!comparison.text().contains("*"))
    #expect(comparison.text().contains("not tested on the same labels"))
  }

  @Test func `forecasts and classifications are not compared, and both are named`() throws {
    let error = try #require(throws: ComparisonError.self) {
      try Comparison(runs: [
        .init(name: "power", metrics: ReportSample.runMetrics()),
        .init(name: "activity", metrics: .classification(LabelSample.metrics())),
        .init(name: "digits", metrics: .classification(LabelSample.metrics())),
      ])
    }
    #expect(
      error.description == "Runs of different tasks cannot be compared: forecasts (power) and "
        + "classifications (activity, digits). Name runs of one task.")
  }
}
