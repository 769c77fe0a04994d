import Testing

@testable import SluiceTensor

@Suite struct SortedQuantileTests {
  @Test(arguments: [
    // numpy.quantile of 1, 2, 4, 8.
    (0.0, 1.0), (0.25, 1.75), (0.5, 3), (0.9, 6.8), (1, 8),
  ])
  func `a quantile lies between the two nearest numbers`(share: Double, value: Double) {
    #expect(abs([1.0, 2, 4, 8].quantile(share) - value) < 1e-12)
    #expect([5.0].quantile(share) == 5)
    #expect([Double.infinity, .infinity].quantile(share) == .infinity)
  }
}
