import Foundation
import SluiceData
import SluiceModels
import SluiceNN
import Testing

@Suite struct TrainingSettingsTests {
  func decode(_ json: String) throws -> TrainingSettings {
    try JSONDecoder().decode(TrainingSettings.self, from: Data(json.utf8))
  }

  @Test("absent keys take their defaults")
  func defaults() throws {
    #expect(try decode("{}") == TrainingSettings())
  }

  @Test("all settings survive JSON")
  func roundTrip() throws {
    let settings = TrainingSettings(
      loss: .huber(delta: 0.7), optimizer: .adamw(learningRate: 0.003),
      schedule: .warmUp(steps: 5, then: .cosine()), batchSize: 17, epochs: 3, patience: nil,
      minimumChange: 0.01, monitor: .loss, startEpoch: 2, restoreBest: false, shuffle: false,
      clipping: .norm(1), penalties: [WeightPenalty(l2: 0.1)], accumulation: 2, emaDecay: 0.99,
      rotation: SensorRotation(degrees: 20, sensors: [["x", "y", "z"]]))
    let json = try JSONEncoder().encode(settings)
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: json) == settings)
    let usual = try JSONEncoder().encode(TrainingSettings())
    #expect(try JSONDecoder().decode(TrainingSettings.self, from: usual) == TrainingSettings())
  }

  @Test("patience null means never, no patience the default")
  func patience() throws {
    #expect(try decode(#"{"patience": null}"#).patience == nil)
    #expect(try decode(#"{"patience": 3}"#).patience == 3)
    #expect(try decode("{}").patience == 10)
  }

  @Test(
    "a value outside its range is refused",
    arguments: [
      #"{"batchSize": 0}"#, #"{"epochs": 0}"#, #"{"patience": 0}"#, #"{"minimumChange": -1}"#,
      #"{"startEpoch": 0}"#, #"{"startEpoch": 4, "epochs": 3}"#, #"{"batchSize": 1000000001}"#,
      #"{"accumulation": 0}"#, #"{"emaDecay": 1}"#, #"{"emaDecay": 0}"#,
      #"{"monitor": "accuracy"}"#, #"{"rotation": {"degrees": 0, "sensors": [["x", "y", "z"]]}}"#,
      #"{"rotation": {"degrees": 10, "sensors": [["x", "y"]]}}"#,
    ])
  func refused(json: String) {
    #expect(throws: DecodingError.self) { try decode(json) }
  }
}
