import SluiceTuning
import Testing
import TuningConformance

@Suite("Search spaces")
struct SearchSpaceTests {
  @Test("Only the parameters whose condition is met are chosen")
  func conditional() throws {
    let space = try TestSpaces.mixed()
    let flat = space.assignment { $0.domain.value(at: 0) }
    #expect(flat.keys.sorted() == ["cell", "dropout", "layers", "rate", "units"])
    let deep = space.assignment { $0.domain.value(at: $0.name == "layers" ? 0.99 : 0) }
    #expect(deep["units2"] == 4)
    #expect(deep["deep"] == true)
    try space.check(flat)
    try space.check(deep)
  }

  @Test("Values that do not fit are refused by name")
  func check() throws {
    let space = try TestSpaces.mixed()
    var values = space.assignment { $0.domain.value(at: 0) }
    values["units2"] = 8
    #expect(
      throws: TuningError.badAssignment(
        parameter: "units2", found: "8", expected: "nothing: it is not in play")
    ) { try space.check(values) }
    values["units2"] = nil
    values["rate"] = 1.0
    #expect(
      throws: TuningError.badAssignment(
        parameter: "rate", found: "1.0", expected: "0.0001 to 0.1, logarithmic")
    ) { try space.check(values) }
    values["rate"] = nil
    #expect(throws: TuningError.self) { try space.check(values) }
  }

  @Test(
    "An empty or contradictory space is refused with its reason",
    arguments: [
      ([], "it is empty"),
      ([Hyperparameter("a", .integer(1...2)), Hyperparameter("a", .integer(1...2))], "used twice"),
      ([Hyperparameter("a", .categorical([]))], "no value to choose from"),
      ([Hyperparameter("a", .categorical(["x", "x"]))], "listed twice"),
      ([Hyperparameter("a", .float(0...1, scale: .log))], "begins above 0"),
      ([Hyperparameter("a", .integer(0...9, scale: .log))], "begins at 1"),
      ([Hyperparameter("a", .integer(0...9, step: 0))], "step of at least 1"),
      ([Hyperparameter("a", .integer(Int.min...Int.max))], "more than 2^53"),
      ([Hyperparameter("a", .float(0...1, step: 1e-18))], "more than 2^53"),
      ([Hyperparameter("a", .float(0...1, step: -1))], "step above 0"),
      ([Hyperparameter("a", .float(0...(.infinity)))], "must be finite"),
      (
        [Hyperparameter("a", .integer(1...2), when: .init("b", isOneOf: [1]))],
        "no parameter before"
      ),
      (
        [
          Hyperparameter("a", .integer(1...2)),
          Hyperparameter("b", .integer(1...2), when: .init("a", isOneOf: [3])),
        ], "never so (1 to 2)"
      ),
      (
        [
          Hyperparameter("a", .integer(1...2)),
          Hyperparameter("b", .integer(1...2), when: .init("a", isOneOf: [])),
        ], "never in play"
      ),
    ])
  func flaws(_ parameters: [Hyperparameter], reason: String) {
    let error = #expect(throws: TuningError.self) { try SearchSpace(parameters) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
