import SluiceReport
import SluiceTuning
import Testing

@Suite struct StudyLeadTests {
  private func trial(
    _ number: Int, _ parts: [Double], units: Int? = nil, parent: Int? = nil
  ) -> Trial {
    var trial = Trial(
      number: number, parameters: ["units": .int(units ?? number)], parent: parent)
    trial.state = .complete
    trial.values = [parts.reduce(0, +) / Double(parts.count)]
    for (index, part) in parts.enumerated() {
      trial.measurements[StudyLead.partName(index)] = part
    }
    return trial
  }

  @Test func `the same lead over every seed is no chance`() throws {
    let lead = try #require(
      StudyLead([trial(4, [1, 2, 3]), trial(7, [1.5, 2.6, 3.4])], objective: Objective("loss")))
    // Differences 0.5, 0.6, 0.4: mean 0.5, standard error 0.1 / sqrt 3, t(2) 4.303.
    #expect(abs(lead.difference - 0.5) < 1e-12)
    #expect(abs((lead.standardError ?? 0) - 0.057735) < 1e-6)
    #expect(abs((lead.noise ?? 0) - 0.248434) < 1e-5)
    #expect(lead.isWithinNoise == false)
    #expect(
      lead.sentence(objective: "loss") == """
        Trial 4 leads trial 7 by 0.5 in loss, which is more than the noise: over 3 trainings chance \
        alone reaches 0.248.
        """)
  }

  @Test func `a lead that changes sides with the seed is within the noise`() throws {
    let lead = try #require(
      StudyLead([trial(0, [1, 2, 3]), trial(1, [2, 1.9, 2.4])], objective: Objective("loss")))
    #expect(lead.isWithinNoise == true)
    #expect(lead.sentence(objective: "loss").contains("which is within the noise"))
  }

  @Test func `a copy of the winner is no runner-up`() throws {
    let ranked = [
      trial(1, [1, 2, 3], units: 8), trial(3, [1, 2, 3], units: 8),
      trial(2, [1.5, 2.6, 3.4], units: 16), trial(0, [4, 5, 6], units: 32),
    ]
    let lead = try #require(StudyLead(ranked, objective: Objective("loss")))
    #expect(lead.winner == 1 && lead.runnerUp == 2)
    #expect(abs(lead.difference - 0.5) < 1e-12)
    #expect(lead.isWithinNoise == false)
    // Nothing but copies: there is no lead to speak of.
    #expect(StudyLead(Array(ranked.prefix(2)), objective: Objective("loss")) == nil)
    // The same values on another network to go on from make another trial.
    let legs = [trial(5, [1], units: 8, parent: 1), trial(6, [2], units: 8, parent: 2)]
    #expect(StudyLead(legs, objective: Objective("loss"))?.runnerUp == 6)
  }

  @Test func `where larger is better the lead is still positive`() throws {
    let lead = try #require(
      StudyLead([trial(0, [0.9]), trial(1, [0.7])], objective: Objective("r2", .maximize)))
    #expect(abs(lead.difference - 0.2) < 1e-12)
    #expect(lead.isWithinNoise == nil)
    #expect(lead.sentence(objective: "r2").contains("nobody knows"))
    #expect(StudyLead([trial(0, [0.9])], objective: Objective("r2")) == nil)
  }
}
