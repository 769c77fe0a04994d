import SluiceExperiment
import Testing

private struct Sample: Codable, Equatable {
  var name: String
  var rates: [Float]
  var model: [[String: [String: Double]]]
  var inner: Inner
  var empty: [Int]
  var missing: String?

  struct Inner: Codable, Equatable {
    var list: [String]
    var flag: Bool
    var seed: UInt64
    var small: Double
  }
}

@Suite struct ConfigEncoderTests {
  private let sample = Sample(
    name: "household: baseline", rates: [0.7, 1e-8, 100, 0.1],
    model: [["LSTM": ["hiddenSize": 5]], ["Dropout": ["rate": 0.2]]],
    inner: .init(
      list: [
        "Global_active_power", "Global_reactive_power", "Voltage", "Global_intensity", "7", "true",
        "a \"b\"\\\n\u{1}é",
      ], flag: true, seed: .max, small: 1.0 / 3),
    empty: [], missing: nil)

  @Test func `the text is readable and in the order of the type`() throws {
    let text = try ConfigEncoder().encode(sample).yaml(comment: "First line.\n\nThird line.")
    #expect(
      text == #"""
        # First line.
        #
        # Third line.
        name: "household: baseline"

        rates:
          - 0.7
          - 1e-08
          - 100
          - 0.1

        model:
          - LSTM: {hiddenSize: 5}
          - Dropout: {rate: 0.2}

        inner:
          list:
            - Global_active_power
            - Global_reactive_power
            - Voltage
            - Global_intensity
            - "7"
            - "true"
            - "a \"b\"\\\n\x01é"
          flag: true
          seed: 18446744073709551615
          small: 0.3333333333333333

        empty: []

        """#)
  }

  @Test func `what was written reads back as an equal value`() throws {
    let text = try ConfigEncoder().encode(sample).yaml(comment: "x")
    let node = try ConfigNode(yaml: text, source: "resolved.yaml")
    #expect(try ConfigDecoder().decode(Sample.self, from: node) == sample)
  }
}
