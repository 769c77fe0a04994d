import Foundation
import Testing

@testable import SluiceNN

@Suite struct ScheduleTests {
  @Test("rates agree with PyTorch's schedules")
  func parity() throws {
    let fixture = try Fixture.load(TrainingFixture.self, "training").schedules
    func check(
      _ schedule: Schedule, _ expected: [Float], stepsPerEpoch: Int = 1, epochs: Int = 20
    ) {
      for (step, rate) in expected.enumerated() {
        let found = schedule.learningRate(
          base: fixture.base,
          at: .init(step: step, stepsPerEpoch: stepsPerEpoch, epochs: epochs))
        #expect(abs(found - rate) < 1e-7, "\(schedule) at \(step)")
      }
    }
    check(.constant, [Float](repeating: fixture.base, count: 20))
    check(.step(every: 4, factor: 0.5), fixture.step)
    check(.exponential(factor: 0.9), fixture.exponential)
    check(.cosine(minimum: 0.01), fixture.cosine)
    check(.cosine(minimum: 0.01), fixture.cosine, stepsPerEpoch: 4, epochs: 5)
    check(.cosine(minimum: 0.01, period: 3, growth: 2), fixture.cosineRestarts)
    check(.warmUp(steps: 8), fixture.warmUp)
    check(.oneCycle(), fixture.oneCycle, stepsPerEpoch: 5, epochs: 4)

    var state = ScheduleState(
      .reduceOnPlateau(factor: 0.3, patience: 2, minimumChange: 1e-4, minimum: 0.002))
    for (epoch, rate) in fixture.plateau.enumerated() {
      let position = Schedule.Position(step: epoch * 7, stepsPerEpoch: 7, epochs: 20)
      #expect(abs(state.learningRate(base: fixture.base, at: position) - rate) < 1e-7, "\(epoch)")
      state.epochEnded(loss: fixture.plateauLosses[epoch])
    }
  }

  @Test("after the warm-up the other schedule begins at its beginning")
  func warmUp() {
    let schedule = Schedule.warmUp(steps: 10, then: .exponential(factor: 0.5))
    func rate(_ step: Int) -> Float {
      schedule.learningRate(base: 8, at: .init(step: step, stepsPerEpoch: 5, epochs: 9))
    }
    #expect(rate(0) == 0.8)
    #expect([9, 10, 14, 15, 20].map(rate) == [8, 8, 8, 4, 2])
  }

  @Test("schedules and what they have seen survive the way through a file")
  func coding() throws {
    let schedules: [Schedule] = [
      .constant, .step(every: 3, factor: 0.5), .exponential(factor: 0.9), .cosine(),
      .cosine(minimum: 0.5, period: 4, growth: 2), .warmUp(steps: 5, then: .oneCycle()),
      .oneCycle(rise: 0.25, divisor: 10, finalDivisor: 100), .reduceOnPlateau(),
    ]
    for schedule in schedules {
      var state = ScheduleState(schedule)
      state.epochEnded(loss: 3)
      state.epochEnded(loss: 4)
      let data = try JSONEncoder().encode([ScheduleState(schedule), state])
      #expect(
        try JSONDecoder().decode([ScheduleState].self, from: data)
          == [ScheduleState(schedule), state])
    }
    for text in [
      #"{"step": {"every": 0}}"#, #"{"step": {}}"#, #"{"cosine": {"period": 0}}"#,
      #"{"oneCycle": {"rise": 1}}"#, #"{"exponential": {"factor": 2}}"#, #""linear""#,
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([Schedule].self, from: Data("[\(text)]".utf8))
      }
    }
    #expect(
      try JSONDecoder().decode([Schedule].self, from: Data(#"["cosine"]"#.utf8)) == [.cosine()])
  }
}
