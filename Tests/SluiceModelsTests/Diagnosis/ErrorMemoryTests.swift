import SluiceData
import Testing

@testable import SluiceModels

/// The test of errors for what they tell of later ones.
@Suite struct ErrorMemoryTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let name: String
      let step: Int
      let errors: [Double]
      let correlations: [Double]
      let statistic: Double
      let pValue: Double
    }
    let cases: [Case]
  }

  @Test func `statistic, probability and correlations are those of statsmodels`() throws {
    let reference = try JSONFixture.read("diagnosis", as: Reference.self)
    #expect(reference.cases.count == 3)
    for expected in reference.cases {
      let memory = try #require(ErrorMemory(expected.errors, step: expected.step))
      #expect(abs(memory.test.statistic - expected.statistic) < 1e-9 * expected.statistic)
      #expect(abs(memory.test.pValue - expected.pValue) < 1e-9 * max(expected.pValue, 1e-3))
      for (own, other) in zip(memory.correlations, expected.correlations) {
        #expect(abs(own - other) < 1e-12, "\(expected.name)")
      }
    }
  }

  @Test func `errors that forecasts share by necessity are no finding`() throws {
    let reference = try JSONFixture.read("diagnosis", as: Reference.self)
    let shared = try #require(reference.cases.first { $0.name == "moving sums of three" })
    #expect(try #require(ErrorMemory(shared.errors, step: 3)).test.pValue > 0.01)
    #expect(try #require(ErrorMemory(shared.errors, step: 1)).test.pValue < 1e-6)
  }

  @Test func `few errors and equal ones tell nothing`() {
    let errors = (0..<98).map { Double($0 * $0 % 17) }
    #expect(ErrorMemory(errors, step: 2) == nil)
    #expect(ErrorMemory(errors + [1, 2], step: 2) != nil)
    #expect(ErrorMemory([Double](repeating: 3, count: 100), step: 1) == nil)
  }
}
