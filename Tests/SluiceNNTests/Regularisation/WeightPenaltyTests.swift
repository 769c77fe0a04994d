import SluiceTensor
import Testing

@testable import SluiceNN

@Suite struct WeightPenaltyTests {
  @Test("patterns choose parameters by path")
  func patterns() {
    #expect(WeightPenalty.matches("0.weightHH", "*weight*"))
    #expect(WeightPenalty.matches("0.weightHH", "0.*"))
    #expect(WeightPenalty.matches("0.bias", "*"))
    #expect(WeightPenalty.matches("2.forward.weightIH", "2.*.weightIH"))
    #expect(!WeightPenalty.matches("0.bias", "*weight*"))
    #expect(!WeightPenalty.matches("10.weight", "0.*"))
    #expect(!WeightPenalty.matches("0.weightHH", "0.weight"))
  }

  @Test("the gradient that a penalty adds is that of its value")
  func gradient() throws {
    let network = try Sequential([Dense(2)]).built(inputSize: 3, seed: 1)
    let weight = try #require(network.parameters["0.weight"])
    let bias = try #require(network.parameters["0.bias"])
    let penalty = try WeightPenalty(l1: 0.5, l2: 0.25).bound(to: network.parameters)
    weight.gradient = .ones([2, 3])
    bias.gradient = .ones([2])
    penalty.addGradients()
    #expect(bias.gradient == .ones([2]))
    let w = weight.value.detached()
    let expected = 0.5 * w.abs().sum().item + 0.25 * w.square().sum().item
    #expect(abs(penalty.value() - expected) < 1e-6)
    for index in 0..<6 {
      let slope = 1 + (w.values[index] > 0 ? 0.5 : -0.5) + 0.5 * w.values[index]
      #expect(abs((weight.gradient?.values[index] ?? .nan) - slope) < 1e-6)
    }
  }

  @Test("a pattern that matches nothing is refused with the paths that there are")
  func refused() throws {
    let network = try Sequential([Dense(2)]).built(inputSize: 3, seed: 1)
    do {
      _ = try WeightPenalty(on: "0.wieght").bound(to: network.parameters)
      Issue.record("accepted")
    } catch {
      #expect(
        "\(error)"
          == "no parameter's path matches \"0.wieght\"; the paths are 0.weight, 0.bias")
    }
  }
}
