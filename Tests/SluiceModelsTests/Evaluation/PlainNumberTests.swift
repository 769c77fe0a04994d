import Testing

@testable import SluiceModels

@Suite struct PlainNumberTests {
  @Test(
    "numbers read as a person would write them",
    arguments: [
      (0.01234, 2, "0.012"), (-0.004, 2, "−0.004"), (1336.2, 2, "1300"), (9.97, 2, "10"),
      (0.5, 3, "0.5"), (95, 3, "95"), (0, 2, "0"), (-0.0996, 2, "−0.1"), (1e-9, 2, "1e−9"),
      (2.5e18, 2, "2.5e18"), (99.95, 3, "100"), (.infinity, 2, "infinity"), (-1336.2, 2, "−1300"),
      (-2, 2, "−2"), (-.infinity, 2, "−infinity"),
    ])
  func text(value: Double, digits: Int, expected: String) {
    #expect(PlainNumber.text(value, digits: digits) == expected)
  }

  @Test(
    "tenths are always written, as in tables",
    arguments: [
      (33.0, "33.0"), (100.0, "100.0"), (0.04, "0.0"), (-0.04, "0.0"), (-12.34, "−12.3"),
      (23.0 / 80 * 100, "28.7"),
    ])
  func tenths(value: Double, expected: String) {
    #expect(PlainNumber.tenths(value) == expected)
  }
}
