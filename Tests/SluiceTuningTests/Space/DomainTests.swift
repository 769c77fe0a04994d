import SluiceTuning
import Testing

@Suite("Domains")
struct DomainTests {
  static let domains: [Hyperparameter.Domain] = [
    .integer(-3...7), .integer(32...128, step: 32), .integer(1...100, scale: .log),
    .float(-2.5...4), .float(0.1...0.5, step: 0.1), .float(1e-5...1e-1, scale: .log),
    .categorical(["LSTM", "GRU", 3, true]), .integer(5...5), .float(2...2),
  ]

  @Test(
    "A position leads to a legal value, and the value back to where it came from",
    arguments: domains)
  func roundTrip(_ domain: Hyperparameter.Domain) throws {
    for step in 0..<97 {
      let value = domain.value(at: (Double(step) + 0.5) / 97)
      #expect(domain.contains(value), "\(value)")
      let position = try #require(domain.position(of: value))
      #expect(domain.value(at: position) == value || domain.count == nil)
      if domain.count == nil {
        #expect(abs(position - (Double(step) + 0.5) / 97) < 1e-9)
      }
    }
  }

  @Test("What lies outside the unit interval counts as its nearest end")
  func clamped() {
    #expect(Hyperparameter.Domain.integer(1...4).value(at: -1) == 1)
    #expect(Hyperparameter.Domain.integer(1...4).value(at: 1) == 4)
    #expect(Hyperparameter.Domain.float(0.1...0.5, step: 0.1).value(at: 2) == .double(0.5))
    #expect(Hyperparameter.Domain.categorical(["a", "b"]).value(at: .infinity) == "b")
  }

  @Test("All values are listed in order, and an endless domain has no list")
  func values() {
    #expect(Hyperparameter.Domain.integer(32...100, step: 32).values == [32, 64, 96])
    #expect(Hyperparameter.Domain.integer(1...4, scale: .log).values?.count == 4)
    #expect(
      Hyperparameter.Domain.float(0.1...0.5, step: 0.2).values?.compactMap(\.number).count == 3)
    #expect(Hyperparameter.Domain.float(0...1).values == nil)
  }

  @Test("On a logarithmic scale equal ratios get equal room")
  func logarithmic() {
    let domain = Hyperparameter.Domain.float(1e-4...1, scale: .log)
    #expect(abs((domain.value(at: 0.5).number ?? 0) - 1e-2) < 1e-12)
    #expect(abs((domain.value(at: 0.25).number ?? 0) - 1e-3) < 1e-12)
  }

  @Test("A value beside the grid, outside the range or of another kind is refused")
  func refused() {
    #expect(!Hyperparameter.Domain.integer(32...128, step: 32).contains(33))
    #expect(!Hyperparameter.Domain.integer(1...3).contains(4))
    #expect(!Hyperparameter.Domain.integer(1...3).contains(2.0))
    #expect(Hyperparameter.Domain.float(0...3).contains(2))
    #expect(!Hyperparameter.Domain.float(0...1, step: 0.25).contains(0.3))
    #expect(Hyperparameter.Domain.float(0...1).position(of: "x") == nil)
  }
}
