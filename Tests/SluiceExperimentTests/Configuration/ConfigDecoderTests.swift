import SluiceExperiment
import Testing

/// A stand-in for an experiment, with every kind of value that one has.
private struct Recipe: Codable, Equatable {
  enum Mode: String, Codable, CaseIterable { case trueLength, zeroPadded, none }

  struct Training: Codable, Equatable {
    var epochs = 100
    var learningRate: Float = 0.7
    var mode = Mode.trueLength

    init() {}

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      epochs = try values.decodeIfPresent(Int.self, forKey: .epochs) ?? 100
      learningRate = try values.decodeIfPresent(Float.self, forKey: .learningRate) ?? 0.7
      mode = try values.decodeIfPresent(Mode.self, forKey: .mode) ?? .trueLength
      if epochs < 1 {
        throw DecodingError.dataCorruptedError(
          forKey: .epochs, in: values,
          debugDescription: "must be at least 1, found \(epochs)")
      }
    }
  }

  var target: String
  var columns: [String]?
  var training: Training
  var layers: [[String: [String: Int]]]?
  var shuffled: Bool?
  var seed: UInt64?
}

@Suite struct ConfigDecoderTests {
  private func decode(_ yaml: String, sets: [String] = []) throws -> Recipe {
    var node = try ConfigNode(yaml: yaml, source: "exp.yaml")
    for set in sets { try node.apply(override: set) }
    return try ConfigDecoder().decode(from: node)
  }

  private func complaint(_ yaml: String, sets: [String] = []) -> String {
    do {
      return "decoded: \(try decode(yaml, sets: sets))"
    } catch {
      return String(describing: error)
    }
  }

  private let good = """
    target: y
    columns: [y, "5"]
    training:
      epochs: 3
      mode: zeroPadded
    layers:
      - LSTM: {hiddenSize: 5}
    shuffled: false
    seed: 18446744073709551615
    """

  @Test func `every kind of value is read`() throws {
    let recipe = try decode(good)
    #expect(recipe.target == "y")
    #expect(recipe.columns == ["y", "5"])
    #expect(recipe.training.epochs == 3)
    #expect(recipe.training.learningRate == 0.7)
    #expect(recipe.training.mode == .zeroPadded)
    #expect(recipe.layers == [["LSTM": ["hiddenSize": 5]]])
    #expect(recipe.shuffled == false)
    #expect(recipe.seed == .max)
  }

  @Test func `an unknown key names the file, the line, the nearest and all legal keys`() {
    #expect(
      complaint("target: y\ntraining:\n  epochs: 3\n  learningrate: 0.1\n") == """
        exp.yaml:4:3: unknown key 'learningrate' in training; did you mean 'learningRate'? \
        Legal keys here: epochs, learningRate, mode.
        """)
    #expect(
      complaint("target: y\ntraining: {}\nwibble: 1\n") == """
        exp.yaml:3:1: unknown key 'wibble'. \
        Legal keys here: target, columns, training, layers, shuffled, seed.
        """)
  }

  @Test func `of several unknown keys the first of the file is named`() {
    #expect(
      complaint("zzz: 1\ntarget: y\ntraining:\n  xxx: 2\n").hasPrefix(
        "exp.yaml:1:1: unknown key 'zzz'"))
  }

  @Test func `a mistyped required key is named, not the one that is missing`() {
    #expect(
      complaint("tarket: y\ntraining: {}\n")
        == "exp.yaml:1:1: unknown key 'tarket'; did you mean 'target'?")
  }

  @Test func `a missing key is named with its section`() {
    #expect(complaint("columns: [y]\n") == "exp.yaml:1:1: the key 'target' is missing.")
  }

  @Test func `wrong types say what was expected and found`() {
    let lead = "target: y\ntraining:\n  epochs: "
    #expect(
      complaint(lead + "abc")
        == "exp.yaml:3:11: training.epochs: expected a whole number, found 'abc'.")
    #expect(
      complaint(lead + "2.5")
        == "exp.yaml:3:11: training.epochs: expected a whole number, found '2.5'.")
    #expect(
      complaint(lead + "\"3\"") == """
        exp.yaml:3:11: training.epochs: expected a whole number, found the quoted text "3".
        """)
    #expect(
      complaint(lead + "[1]")
        == "exp.yaml:3:11: training.epochs: expected a whole number, found a list.")
    #expect(
      complaint(lead + "99999999999999999999") == """
        exp.yaml:3:11: training.epochs: expected a whole number from -9223372036854775808 to \
        9223372036854775807, found '99999999999999999999'.
        """)
    #expect(
      complaint("target: y\ntraining: {learningRate: .nan}")
        == "exp.yaml:2:26: training.learningRate: expected a number, found '.nan'.")
    #expect(
      complaint("target: y\ntraining: {learningRate: 1e99}")
        == "exp.yaml:2:26: training.learningRate: expected a number that is not so large, found '1e99'."
    )
    #expect(
      complaint("target: y\ntraining: 5")
        == "exp.yaml:2:11: training: expected keys and values, found '5'.")
    #expect(
      complaint("target: [a]\ntraining: {}") == "exp.yaml:1:9: target: expected text, found a list."
    )
    #expect(
      complaint("target: y\ntraining: {}\nshuffled: yes")
        == "exp.yaml:3:11: shuffled: expected true or false, found 'yes'.")
    #expect(
      complaint("target: y\ntraining: {}\ncolumns: y")
        == "exp.yaml:3:10: columns: expected a list, found 'y'.")
    #expect(
      complaint("target: y\ntraining: {}\nseed: -1")
        == "exp.yaml:3:7: seed: expected a whole number from 0 to 18446744073709551615, found '-1'."
    )
    #expect(
      complaint("target: y\ntraining: {}\nlayers: [LSTM: {hiddenSize: x}]")
        == "exp.yaml:3:29: layers.0.LSTM.hiddenSize: expected a whole number, found 'x'.")
  }

  @Test func `an unknown choice names the nearest and all of them`() {
    #expect(
      complaint("target: y\ntraining: {mode: zero-padded}") == """
        exp.yaml:2:18: training.mode: no such choice: 'zero-padded'; did you mean 'zeroPadded'? \
        Choices: trueLength, zeroPadded, none.
        """)
  }

  @Test func `a value that its type refuses gets the line and the key`() {
    #expect(
      complaint("target: y\ntraining:\n  epochs: 0")
        == "exp.yaml:3:11: training.epochs: must be at least 1, found 0.")
  }

  @Test func `a key written twice names both lines`() {
    #expect(
      complaint("target: y\ntraining:\n  epochs: 1\n  mode: none\n  epochs: 2\n")
        == "exp.yaml:5: the key 'epochs' is written twice; it is already set in line 3.")
    #expect(
      complaint("target: y\ntraining: {epochs: 1, epochs: 2}\n")
        == "exp.yaml:2: the key 'epochs' is written twice.")
  }

  @Test func `text that is no YAML names line and column`() {
    #expect(
      complaint("target: y\ntraining: [1, 2\n") == """
        exp.yaml:3:1: not valid YAML: did not find expected ',' or ']' while parsing a flow sequence.
        """)
    #expect(complaint("") == "exp.yaml:1:1: expected keys and values, found an empty file.")
    #expect(complaint("# only a comment\n").hasSuffix("found an empty file."))
    #expect(
      complaint("just words") == "exp.yaml:1:1: expected keys and values, found 'just words'.")
  }

  @Test func `aliases that multiply themselves are refused`() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...6 {
      let twin = "*a\(level - 1)"
      yaml += "a\(level): &a\(level) [" + Array(repeating: twin, count: 10).joined(separator: ",")
      yaml += "]\n"
    }
    #expect(complaint(yaml).contains("more than 100000 values"))
  }

  @Test func `overrides replace and add values and are checked like the file`() throws {
    let recipe = try decode(
      good,
      sets: [
        "training.epochs=7", "training.learningRate=0.05", "layers.0.LSTM.hiddenSize=9",
        "columns=[a, b]",
      ])
    #expect(recipe.training.epochs == 7)
    #expect(recipe.training.learningRate == 0.05)
    #expect(recipe.layers == [["LSTM": ["hiddenSize": 9]]])
    #expect(recipe.columns == ["a", "b"])
    #expect(try decode("target: y\ntraining: {}", sets: ["target=a=b"]).target == "a=b")
  }

  @Test func `errors in overrides name the option`() {
    #expect(
      complaint(good, sets: ["training.epoch=5"]) == """
        --set training.epoch=5: unknown key 'epoch' in training; did you mean 'epochs'? \
        Legal keys here: epochs, learningRate, mode.
        """)
    #expect(
      complaint(good, sets: ["training.epochs=many"])
        == "--set training.epochs=many: training.epochs: expected a whole number, found 'many'.")
    #expect(
      complaint(good, sets: ["training.epochs=0"])
        == "--set training.epochs=0: training.epochs: must be at least 1, found 0.")
    #expect(
      complaint(good, sets: ["layers.3.LSTM.hiddenSize=5"]) == """
        --set layers.3.LSTM.hiddenSize=5: '3' is no position in the list layers, \
        which has the positions 0 to 0.
        """)
    #expect(
      complaint(good, sets: ["epochs"]) == """
        --set epochs: expected a key path, '=' and a value, such as training.epochs=5; \
        found 'epochs'.
        """)
    #expect(
      complaint(good, sets: ["a..b=1"]) == """
        --set a..b=1: expected a key path, '=' and a value, such as training.epochs=5; \
        found 'a..b=1'.
        """)
    #expect(
      complaint(good, sets: ["columns=[a"]) == """
        --set columns=[a: not valid YAML: did not find expected ',' or ']' while parsing a flow \
        sequence.
        """)
  }
}
