import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct SequentialTests {
  static let household = Sequential {
    LSTM(5, returnsSequences: true)
    Dropout(0.2)
    LSTM(3)
    Dropout(0.2)
    Dense(1)
  }

  @Test("the summary counts parameters as Keras does")
  func summary() throws {
    let network = try SequentialTests.household.built(inputSize: 1, seed: 1)
    let summary = network.summary()
    #expect(summary.rows.map(\.parameters) == [140, 0, 108, 0, 4])
    #expect(summary.parameters == 252)
    #expect(summary.rows.map(\.layer) == ["LSTM", "Dropout", "LSTM", "Dropout", "Dense"])
    #expect(
      summary.description == """
        Layer      Output     Parameters
        ────────────────────────────────
        0 LSTM     [B, T, 5]         140
        1 Dropout  [B, T, 5]           0
        2 LSTM     [B, 3]            108
        3 Dropout  [B, 3]              0
        4 Dense    [B, 1]              4
        ────────────────────────────────
        252 parameters, 252 trained, 1,008 bytes
        """)
    let augmented = try Sequential {
      LSTM(50, returnsSequences: true)
      LSTM(25, returnsSequences: true)
      LSTM(10)
      Dense(1)
    }.built(inputSize: 3, seed: 1)
    #expect(augmented.parameters.scalarCount == 19_851)
  }

  @Test("paths are those of the layers, however they are joined")
  func paths() throws {
    let network = try Sequential {
      LSTM(5, returnsSequences: true)
      Dropout(0.2)
      Bidirectional(GRU(3))
      Dense(1)
    }.built(inputSize: 1, seed: 1)
    #expect(
      network.parameters.map(\.path) == [
        "0.weightIH", "0.weightHH", "0.bias", "2.forward.weightIH", "2.forward.weightHH",
        "2.forward.biasIH", "2.forward.biasHH", "2.backward.weightIH", "2.backward.weightHH",
        "2.backward.biasIH", "2.backward.biasHH", "3.weight", "3.bias",
      ])
    #expect(network.stages.count == 2)
    let seen = Set(network.parameters.map { ObjectIdentifier($0.parameter) })
    #expect(seen == reachableParameters(of: network))
  }

  @Test("a description survives the way through a file")
  func coding() throws {
    let model = Sequential {
      Bidirectional(LSTM(5, returnsSequences: true, recurrentDropout: 0.25), merge: .sum)
      Dropout(0.5, perSequence: true)
      LayerNorm()
      GRU(3, goesBackwards: true)
      Activation(.relu)
      Dense(2, activation: .sigmoid, hasBias: false)
    }
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(Sequential.self, from: data) == model)
    let text = #"["LayerNorm", {"LSTM": {"hiddenSize": 5}}, {"Dropout": {"rate": 0.5}}]"#
    let read = try JSONDecoder().decode(Sequential.self, from: Data(text.utf8))
    #expect(
      read
        == Sequential {
          LayerNorm()
          LSTM(5)
          Dropout(0.5)
        })
    #expect(read != model)
  }

  @Test("the settings of a recurrent layer stand directly below its name")
  func fileFormat() throws {
    let model = Sequential {
      LSTM(5, returnsSequences: true, recurrentDropout: 0.25)
      GRU(3, goesBackwards: true)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = """
      [{"LSTM":{"goesBackwards":false,"hiddenSize":5,"recurrentDropout":0.25,\
      "returnsSequences":true}},{"GRU":{"goesBackwards":true,"hiddenSize":3,\
      "recurrentDropout":0,"returnsSequences":false}}]
      """
    #expect(String(decoding: try encoder.encode(model), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Sequential.self, from: Data(text.utf8)) == model)
    var layer = GRU(3)
    layer.hiddenSize = 4
    #expect(layer.hiddenSize == 4 && layer == GRU(4) && !layer.returnsSequences)
  }

  @Test(
    "an impossible description is refused in plain words",
    arguments: [
      (#"[{"LSMT": {"hiddenSize": 5}}]"#, "no layer is named \"LSMT\""),
      (#"[{"LSTM": {"hiddenSize": 0}}]"#, "must be at least 1, found 0"),
      (#"[{"LSTM": {"hiddenSize": 3}, "GRU": {}}]"#, "found 2 names"),
      (#"["LSTM"]"#, "the layer LSTM needs the key hiddenSize"),
      (#"[{"Dropout": {"rate": 1}}]"#, "must be at least 0 and below 1, found 1.0"),
      (#"[{"Dense": {"units": 1, "activation": "rleu"}}]"#, "no activation is named \"rleu\""),
      (#"[{"Bidirectional": {"layer": {"Dense": {"units": 3}}}}]"#, "must be an LSTM or a GRU"),
    ])
  func refusals(text: String, expected: String) {
    do {
      _ = try JSONDecoder().decode(Sequential.self, from: Data(text.utf8))
      Issue.record("\(text) was accepted")
    } catch DecodingError.dataCorrupted(let context) {
      #expect(context.debugDescription.contains(expected), "\(context.debugDescription)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("layers tell how many parameters they would have, and one too many is refused")
  func parameterCounts() throws {
    let networks = [
      Sequential {
        LSTM(5, returnsSequences: true)
        LayerNorm()
        Dropout(0.1)
        GRU(4)
        Dense(3, activation: .relu)
        Activation(.relu)
        Dense(2, hasBias: false)
      },
      Sequential {
        Bidirectional(LSTM(5, returnsSequences: true))
        Bidirectional(GRU(4), merge: .sum)
        Dense(1)
      },
    ]
    for network in networks {
      let shapes = [.sequence(features: 7)] + (try network.outputShapes(inputSize: 7))
      let told = zip(network.layers, shapes).map { $0.parameterCount(for: $1) }
      let built = try network.built(inputSize: 7, seed: 1)
      #expect(told == built.summary().rows.map { Double($0.parameters) })
    }
    func dense(_ units: Int) -> Sequential { Sequential { Dense(units, hasBias: false) } }
    _ = try dense(500_000_000).outputShapes(inputSize: 1)
    #expect(throws: LayerError.tooLarge(parameters: 500_000_001, most: 500_000_000)) {
      try dense(500_000_001).built(inputSize: 1, seed: 1)
    }
    #expect(throws: LayerError.self) { try dense(Int.max).built(inputSize: 1, seed: 1) }
    #expect(throws: LayerError.self) {
      try Sequential { LSTM(1_000_000_000_000) }.built(inputSize: 1, seed: 1)
    }
  }

  @Test("states carried over give the same as one pass over the whole sequence")
  func carriedState() throws {
    let network = try Sequential {
      LSTM(7, returnsSequences: true)
      GRU(5, returnsSequences: true)
      Dense(2)
    }.built(inputSize: 3, seed: 1)
    let x = sample([2, 11, 3])
    let whole = network.predict(x)
    var context = ForwardContext(returnsFinalState: true)
    _ = network(x.sliced(axis: 1, 0..<4), &context)
    context.initialState = context.finalState.detached()
    let rest = network(x.sliced(axis: 1, 4..<11), &context)
    let expected = whole.sliced(axis: 1, 4..<11)
    for (a, b) in zip(rest.values, expected.values) { #expect(abs(a - b) < 1e-6) }
    #expect(Set(context.finalState.layers.keys) == ["0", "1"])
  }

  @Test("a short sequence in a longer batch gives what it gives alone")
  func lengths() throws {
    let network = try Sequential {
      Bidirectional(LSTM(7, returnsSequences: true))
      LSTM(5)
      Dense(2)
    }.built(inputSize: 3, seed: 1)
    let x = sample([3, 11, 3])
    let together = network.predict(x, lengths: [11, 4, 1])
    for (index, length) in [11, 4, 1].enumerated() {
      let alone = network.predict(
        x.sliced(axis: 0, index..<(index + 1)).sliced(axis: 1, 0..<length))
      for unit in 0..<2 { #expect(abs(together[index, unit] - alone[0, unit]) < 1e-6) }
    }
  }
}
