import SluiceReport
import SluiceTuning
import Testing

@Suite struct StudyLeadTests {
  private func trial(_ number: Int, _ parts: [Double]) -> Trial {
    var trial = Trial(number: number, parameters: [:])
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

  @Test func `where larger is better the lead is still positive`() throws {
    let lead = try #require(
      StudyLead([trial(0, [0.9]), trial(1, [0.7])], objective: Objective("r2", .maximize)))
    #expect(abs(lead.difference - 0.2) < 1e-12)
    #expect(lead.isWithinNoise == nil)
    #expect(lead.sentence(objective: "r2").contains("nobody knows"))
    #expect(StudyLead([trial(0, [0.9])], objective: Objective("r2")) == nil)
  }
}
