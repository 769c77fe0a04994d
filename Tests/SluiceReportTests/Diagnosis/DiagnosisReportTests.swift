import SluiceModels
import Testing

@testable import SluiceReport

/// The page of what the doctor says.
@Suite struct DiagnosisReportTests {
  private func html(_ content: Picture.Content) -> String {
    let finding = Finding(
      .filledReadings, weight: 1, title: "Many readings", evidence: "", effect: "",
      picture: Picture("A picture", note: "", upwards: "readings", content))
    return DiagnosisReport(title: "run", verdict: "", findings: [finding]).html
  }

  @Test(arguments: 1...3)
  func `a picture of a few bars is drawn`(count: Int) {
    let page = html(.bars((1...count).map { .init("bar \($0)", Double($0)) }))
    #expect(page.contains("bar \(count)") && page.contains("<svg"))
  }

  @Test(arguments: [[Double](), [3], [.nan], [3, 3], [.nan, 3]])
  func `a picture of a few points is drawn`(points: [Double]) {
    let page = html(.lines([.init("points", x: points.indices.map(Double.init), y: points)]))
    #expect(page.contains("<svg") && !page.contains("nan"))
  }

  @Test func `bars of the same length and of none are drawn`() {
    #expect(html(.bars([.init("a", 0), .init("b", 0)])).contains("<svg"))
    #expect(html(.bars([])).contains("<svg"))
  }

  @Test func `a cure is told as commands that can be run`() {
    let finding = Finding(
      .stoppedEarly, weight: 1, title: "Too early", evidence: "", effect: "It goes on.",
      cure: Cure("Train longer.", [.init("training.epochs", "20")]))
    let report = DiagnosisReport(
      title: "run", verdict: "", findings: [finding, finding], run: "my runs/it's",
      leftOut: ["drift (3 of 50 test rows)"])
    let lines = report.text().split(separator: "\n").map { $0.drop { $0 == " " } }
    #expect(lines.contains("training.epochs: 20"))
    #expect(
      lines.contains(
        "sluice diagnose 'my runs/it'\\''s' --finding 2 --prove 'my runs/it'\\''s-cured'"))
    #expect(lines.contains("sluice diagnose 'my runs/it'\\''s' --finding 1 --apply cured.yaml"))
    #expect(lines.contains("Too few readings or windows to look at: drift (3 of 50 test rows)."))
    #expect(report.html.contains("<b>What to expect.</b> It goes on.</p>"))
    #expect(report.html.contains("<b>What to do.</b> Train longer.</p>"))
    #expect(!report.html.contains("--set"))
  }
}
