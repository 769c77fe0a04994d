import SluiceModels
import Testing

@testable import SluiceReport

@Suite struct LearningRateReportTests {
  private func report(_ losses: [Double]) -> LearningRateReport {
    // 0.0001, 0.0002... up to the number of losses.
    let points = losses.enumerated().map { index, loss in
      LearningRateRange.Point(learningRate: Float(index + 1) * 0.000_123_4, loss: loss)
    }
    return LearningRateReport(
      LearningRateRange(points: points), optimizer: "adam", learningRate: 0.01)
  }

  @Test func `the suggestion has two digits and can be pasted`() {
    let text = report([5, 4.9, 4, 3.9]).text()
    #expect(
      text == """
        The loss falls fastest at a learning rate of 0.00025; the experiment's is 0.01. To try it: \
        --set training.optimizer.adam.learningRate=0.00025

        learning rate  loss, smoothed
              0.00012           5.000
              0.00025           4.900
              0.00037           4.000
              0.00049           3.900
        """)
  }

  @Test func `a loss that never falls has no suggestion`() {
    #expect(
      report([1, 2]).text().hasPrefix(
        "The loss did not fall at any learning rate from 0.0001234 to 0.0002468: look at the data"))
    #expect(report([1, 2]).suggestion == nil)
  }

  @Test func `a long test is shown in twelve rows, the first and the last among them`() {
    let lines = report((0..<100).map { 100 - Double($0) }).text().split(separator: "\n")
    #expect(lines.count == 2 + 12)
    #expect(lines[2].hasSuffix(" 100.0"))
    #expect(lines[13].hasSuffix(" 1.000"))
  }

  @Test func `the chart shows the loss over the logarithm of the rate, and both rates`() throws {
    let svg = SVGRenderer().render(report([5, 4.9, 4, 3.9]).chart)
    #expect(svg.contains("falls fastest: 0.00025"))
    #expect(svg.contains("experiment: 0.01"))
    #expect(report([5, 4.9]).chart.x.kind == .logarithmic)
    #expect(XMLChecker.fault(in: svg) == nil)
  }
}
