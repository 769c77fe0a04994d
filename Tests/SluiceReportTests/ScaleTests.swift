import Testing

@testable import SluiceReport

@Suite struct ScaleTests {
  private func scale(_ kind: Axis.Kind, _ lower: Double, _ upper: Double) -> Scale {
    Scale(kind: kind, lower: lower, upper: upper, start: 40, end: 240)
  }

  @Test func `a linear scale places values and reads them back`() {
    let scale = scale(.linear, -2, 6)
    #expect(scale.position(of: -2) == 40)
    #expect(scale.position(of: 2) == 140)
    #expect(abs(scale.value(at: 190) - 4) < 1e-12)
    #expect(scale.position(of: .nan).isNaN)
  }

  @Test func `a logarithmic scale gives equal ratios equal room and has no place for zero`() {
    let scale = scale(.logarithmic, 0.01, 100)
    #expect(abs(scale.position(of: 1) - 140) < 1e-9)
    #expect(abs(scale.value(at: 90) - 0.1) < 1e-12)
    #expect(scale.position(of: 0).isNaN)
    #expect(scale.position(of: -1).isNaN)
  }

  @Test(arguments: [(1.0, 2.0), (1, 3), (0, 7), (3, 3), (8, 64), (1, 1000), (3, 4), (0, 1e9)])
  func `an axis of whole numbers labels no others`(_ lower: Double, _ upper: Double) {
    for kind in [Axis.Kind.linear, .logarithmic] where kind == .linear || lower > 0 {
      let scale = Scale(
        kind: kind, lower: lower, upper: upper, start: 40, end: 240, isWhole: true)
      for maximum in 2...7 {
        let ticks = scale.ticks(maximum: maximum)
        #expect(ticks.count <= maximum && !ticks.isEmpty)
        #expect(ticks.allSatisfy { $0.value == $0.value.rounded() }, "\(ticks)")
      }
    }
  }

  @Test func `a range without width is widened around its value`() {
    #expect(scale(.linear, 3, 3).lower < 3)
    #expect(scale(.linear, 3, 3).upper > 3)
    #expect(scale(.linear, 0, 0).lower == -1)
    #expect(abs(scale(.linear, 3, 3).position(of: 3) - 140) < 1e-9)
    #expect(abs(scale(.logarithmic, 5, 5).position(of: 5) - 140) < 1e-9)
  }

  @Test(arguments: [
    (0.0, 1.0), (-1e308, 1.7e308), (1e-300, 2e-300), (1e9, 1e9 + 1e-7), (-5, -5),
    (123_456_789, 123_456_790), (0, .leastNonzeroMagnitude),
  ])
  func `ticks are few, ascend and lie within the range`(_ lower: Double, _ upper: Double) {
    for kind in [Axis.Kind.linear, .logarithmic, .time] {
      let scale = scale(kind, lower, upper)
      let ticks = scale.ticks(maximum: 6)
      #expect((1...6).contains(ticks.count), "\(kind) \(ticks)")
      #expect(ticks.map(\.value) == ticks.map(\.value).sorted())
      for tick in ticks {
        let place = scale.position(of: tick.value)
        #expect(place > 39.9 && place < 240.1, "\(kind): \(tick) at \(place)")
        #expect(!tick.label.isEmpty)
      }
    }
  }

  @Test func `linear ticks are round numbers with as many decimals as the step needs`() {
    #expect(
      scale(.linear, 0, 1).ticks(maximum: 6).map(\.label) == [
        "0.0", "0.2", "0.4", "0.6", "0.8", "1.0",
      ])
    #expect(
      scale(.linear, 0.2, 1.13).ticks(maximum: 4).map(\.label) == ["0.25", "0.50", "0.75", "1.00"])
    #expect(
      scale(.linear, -40, 20_000).ticks(maximum: 3).map(\.label) == ["0", "10,000", "20,000"])
  }

  @Test func `large and tiny numbers share a power of ten`() {
    #expect(
      scale(.linear, 0, 3e-9).ticks(maximum: 4).map(\.label) == ["0", "1×10⁻⁹", "2×10⁻⁹", "3×10⁻⁹"])
    #expect(
      scale(.linear, 0, 1e8).ticks(maximum: 5).map(\.label)
        == ["0", "0.25×10⁸", "0.50×10⁸", "0.75×10⁸", "1.00×10⁸"])
  }

  @Test func `logarithmic ticks are powers of ten, all written alike`() {
    #expect(
      scale(.logarithmic, 1e-6, 1).ticks(maximum: 4).map(\.label) == [
        "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰",
      ])
    #expect(
      scale(.logarithmic, 0.4, 30).ticks(maximum: 8).map(\.label) == [
        "0.5", "1", "2", "5", "10", "20",
      ])
  }

  @Test func `named places stand in the middle of equal rooms`() {
    let scale = scale(.categories(["a", "b", "c", "d"]), 0, 0)
    #expect(scale.position(of: 0) == 65)
    #expect(scale.ticks(maximum: 9).map(\.label) == ["a", "b", "c", "d"])
    #expect(scale.ticks(maximum: 2).map(\.label) == ["a", "c"])
  }
}
