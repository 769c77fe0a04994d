import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct ClassLossTests {
  /// What `scripts/reference/classification.py` writes.
  private struct Content: Decodable {
    struct Case: Decodable {
      let name, loss: String
      let setting, value: Float
      let logits, target, gradient: Fixture.Array
      let weights: Fixture.Array?
    }

    let cases: [Case]
  }

  private static let losses: [Loss] = [
    .crossEntropy(), .crossEntropy(smoothing: 0.1), .binaryCrossEntropy(),
    .binaryCrossEntropy(smoothing: 0.25), .focal(), .focal(gamma: 0.5),
  ]

  @Test("losses of classes and their gradients agree with PyTorch and Keras")
  func parity() throws {
    let cases = try Fixture.load(Content.self, "classification").cases
    #expect(cases.count == 15)
    for item in cases {
      let loss: Loss =
        switch item.loss {
        case "crossEntropy": .crossEntropy(smoothing: item.setting)
        case "binaryCrossEntropy": .binaryCrossEntropy(smoothing: item.setting)
        default: .focal(gamma: item.setting)
        }
      let x = item.logits.tensor.requiringGradient()
      let value = loss.value(x, item.target.tensor, weights: item.weights?.tensor)
      #expect(abs(value.item - item.value) < 2e-6 * max(1, item.value), "\(item.name)")
      value.backward()
      expectClose(x.gradient, item.gradient.tensor, item.name, tolerance: 3e-7)
    }
  }

  @Test("the loss of each sample averages to the loss of the batch")
  func perSample() {
    let target = Tensor([0, 1, 1, 0, 1])
    for loss in ClassLossTests.losses {
      for width in loss.widths {
        let x = sample([5, width], seed: 2)
        let each = loss.perSample(x, target)
        #expect(each.shape == [5])
        #expect(abs(each.mean().item - loss.value(x, target).item) < 1e-6)
        let third = loss.value(x.sliced(axis: 0, 2..<3), target.sliced(axis: 0, 2..<3))
        #expect(abs(each[2] - third.item) < 1e-6)
      }
    }
  }

  @Test("only the losses of classes are for classes, and have one output a target")
  func kinds() {
    #expect(ClassLossTests.losses.allSatisfy { $0.isForClasses && $0.outputsPerTarget == 1 })
    for loss in [Loss.mse, .mae, .huber(delta: 1), .logCosh, .quantile(levels: [0.5])] {
      #expect(!loss.isForClasses)
    }
  }

  @Test("losses of classes are read as a name, or a name with settings")
  func coding() throws {
    func read(_ text: String) throws -> Loss {
      try JSONDecoder().decode([Loss].self, from: Data("[\(text)]".utf8))[0]
    }
    #expect(try read(#""crossEntropy""#) == .crossEntropy())
    #expect(try read(#"{"crossEntropy": {"smoothing": 0.1}}"#) == .crossEntropy(smoothing: 0.1))
    #expect(try read(#""binaryCrossEntropy""#) == .binaryCrossEntropy(smoothing: 0))
    #expect(try read(#""focal""#) == .focal(gamma: 2))
    #expect(try read(#"{"focal": {"gamma": 0}}"#) == .focal(gamma: 0))
    for loss in ClassLossTests.losses {
      let data = try JSONEncoder().encode([loss])
      #expect(try JSONDecoder().decode([Loss].self, from: data) == [loss])
    }
    #expect(
      String(decoding: try JSONEncoder().encode([Loss.crossEntropy()]), as: UTF8.self)
        == #"["crossEntropy"]"#)
    for text in [
      #""entropy""#, #"{"crossEntropy": {"smoothing": 1}}"#, #"{"focal": {"gamma": -1}}"#,
      #"{"binaryCrossEntropy": {"smoothing": -0.1}}"#,
    ] {
      #expect(throws: DecodingError.self) { try read(text) }
    }
  }
}

extension Loss {
  /// How many logits the loss can be asked for in a test with two classes.
  fileprivate var widths: [Int] {
    switch self {
    case .crossEntropy: return [2, 3]
    case .binaryCrossEntropy: return [1]
    default: return [1, 2, 3]
    }
  }
}
