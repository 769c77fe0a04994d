import Testing

@testable import SluiceData

@Suite struct ExactSumTests {
  @Test("What is added and taken away again leaves nothing behind")
  func cancels() {
    var sum = ExactSum()
    let numbers = (0..<997).map { Double(Float($0 * 7919 % 1009) * [1e-7, 1, 1e6][$0 % 3]) }
    sum.add(0.1)
    for number in numbers { sum.add(number) }
    for number in numbers.reversed() { sum.add(-number) }
    #expect(sum.value == 0.1)
    #expect(sum.rest == 0)
  }

  @Test("Squares and products keep the digits that a Double loses")
  func products() {
    var sum = ExactSum()
    sum.add(1 + 0x1p-30)
    // (1 + 2^-30)^2 = 1 + 2^-29 + 2^-60, whose last digit has no room in a Double.
    var square = sum.squared
    square.add(-1)
    square.add(-0x1p-29)
    #expect(square.value == 0x1p-60)
    var product = ExactSum.product(0x1p52 + 1, 0x1p30 + 1)
    product.add(-0x1p82)
    product.add(-0x1p52)
    product.add(-0x1p30)
    #expect(product.value == 1)
    sum.add(0x1p60)
    var scaled = sum.times(3)
    scaled.add(-3 * 0x1p60)
    #expect(scaled.value == 3 + 3 * 0x1p-30)
  }
}
