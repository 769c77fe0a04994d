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
    check(.warmUp(steps: 8, then: .cosine(minimum: 0.01)), fixture.warmUpCosine)
    check(
      .warmUp(steps: 8, then: .cosine(minimum: 0.01)), fixture.warmUpCosine, stepsPerEpoch: 5,
      epochs: 4)
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

  @Test("a curve that follows a warm-up reaches its end with the end of training")
  func endAfterWarmUp() {
    func rate(_ schedule: Schedule, _ step: Int, epochs: Int) -> Float {
      schedule.learningRate(base: 8, at: .init(step: step, stepsPerEpoch: 5, epochs: epochs))
    }
    // 20 steps after 10 of warming up are those of a training of 4 epochs instead of 6.
    for then in [Schedule.cosine(minimum: 1), .oneCycle(), .warmUp(steps: 5, then: .cosine())] {
      let schedule = Schedule.warmUp(steps: 10, then: then)
      for step in 0..<20 {
        #expect(rate(schedule, step + 10, epochs: 6) == rate(then, step, epochs: 4))
      }
    }
    #expect(rate(.warmUp(steps: 10, then: .cosine(minimum: 1)), 30, epochs: 6) == 1)
    let last = rate(.warmUp(steps: 10, then: .oneCycle()), 29, epochs: 6)
    #expect(abs(last / (8 / 25 / 1e4) - 1) < 1e-3)
    // A warm-up as long as training leaves nothing to come after it.
    #expect(rate(.warmUp(steps: 30, then: .cosine()), 29, epochs: 6) == 8)
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
