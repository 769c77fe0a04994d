import Testing

@testable import SluiceReport

@Suite struct NumberTextTests {
  @Test func `fixed decimals are rounded in decimal, half away from zero`() {
    #expect(NumberText.fixed(0.33768, 4) == "0.3377")
    #expect(NumberText.fixed(0.285, 2) == "0.29")
    #expect(NumberText.fixed(-1.005, 2) == "−1.01")
    #expect(NumberText.fixed(9.996, 2) == "10.00")
    #expect(NumberText.fixed(0.004, 2) == "0.00")
    #expect(NumberText.fixed(-0.004, 2) == "0.00")
    #expect(NumberText.fixed(2_049_280, 0) == "2,049,280")
    #expect(NumberText.fixed(12345.678, 1) == "12,345.7")
    #expect(NumberText.fixed(0.05, 0) == "0")
    #expect(NumberText.fixed(0.5, 0) == "1")
  }

  @Test func `significant digits keep the size readable`() {
    #expect(NumberText.significant(0.0012345, 3) == "0.00123")
    #expect(NumberText.significant(1234.567, 3) == "1,230")
    #expect(NumberText.significant(0.58, 4) == "0.58")
    #expect(NumberText.significant(0.58, 4, padded: true) == "0.5800")
    #expect(NumberText.significant(999.96, 4) == "1,000")
    #expect(NumberText.significant(1.25e-7, 2) == "1.3×10⁻⁷")
    #expect(NumberText.significant(-3e12, 2) == "−3×10¹²")
    #expect(NumberText.significant(0, 3) == "0")
  }

  @Test func `what is no number says so`() {
    #expect(NumberText.fixed(.nan, 2) == "n/a")
    #expect(NumberText.significant(-.infinity, 2) == "−∞")
    #expect(NumberText.percent(.nan) == "n/a")
  }

  @Test func `the extremes of doubles are written`() {
    #expect(NumberText.significant(.greatestFiniteMagnitude, 3) == "1.8×10³⁰⁸")
    #expect(NumberText.significant(.leastNonzeroMagnitude, 3) == "5×10⁻³²⁴")
  }

  @Test func `lengths of time take the unit that reads best`() {
    #expect(NumberText.duration(seconds: 4.1e-6) == "4.1 µs")
    #expect(NumberText.duration(seconds: 9e-8) == "90 ns")
    #expect(NumberText.duration(seconds: 0.0321) == "32.1 ms")
    #expect(NumberText.duration(seconds: 3.4) == "3.4 s")
    #expect(NumberText.duration(seconds: 125) == "2 min 5 s")
    #expect(NumberText.duration(seconds: 7380) == "2 h 3 min")
    #expect(NumberText.duration(seconds: 0) == "0 s")
  }

  @Test func `bytes and shares have their units`() {
    #expect(NumberText.bytes(812) == "812 B")
    #expect(NumberText.bytes(9_412) == "9.41 kB")
    #expect(NumberText.bytes(3_100_000) == "3.1 MB")
    #expect(NumberText.percent(0.1234) == "12.3 %")
    #expect(NumberText.count(-20_492) == "−20,492")
  }

  @Test func `markup is escaped and control characters vanish`() {
    #expect(Markup.escaped("a<b> & \"c\" 'd'") == "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;")
    #expect(Markup.escaped("x\u{0}\u{8}y\n") == "xy\n")
  }
}
