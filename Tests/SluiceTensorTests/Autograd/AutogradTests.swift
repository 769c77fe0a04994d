import Testing

@testable import SluiceTensor

@Suite struct AutogradTests {
  @Test("a tensor used twice gets both gradients")
  func doubleUse() {
    let x = Tensor([2, 3]).requiringGradient()
    (x * x + x).sum().backward()
    #expect(x.gradient == Tensor([5, 7]))
  }

  @Test("a chain that forks and joins is differentiated once for each path")
  func diamond() {
    let x = Tensor([0.5]).requiringGradient()
    let y = x.square()
    let z = (y * 3 + y.exp()) * y
    z.sum().backward()
    // z = 3 x^4 + x^2 exp(x^2)
    let expected: Float = 1.5 + 1.25 * 1.284_025_4
    #expect(abs((x.gradient?.item ?? 0) - expected) < 1e-5)
  }

  @Test("gradients of parameters gather until they are set back")
  func gathering() {
    let weight = Parameter(Tensor([1, 2]))
    for _ in 0..<3 { (weight.value * 4).sum().backward() }
    #expect(weight.gradient == Tensor([12, 12]))
    weight.gradient = nil
    #expect(weight.gradient == nil)
  }

  @Test("a frozen parameter and a closure without gradients record nothing")
  func frozen() {
    let weight = Parameter(Tensor([1, 2]))
    #expect(withoutGradients { (weight.value * 2).requiresGradient } == false)
    #expect((weight.value * 2).requiresGradient)
    let x = Tensor([1, 1]).requiringGradient()
    withoutParameterGradients { (weight.value * x).sum().backward() }
    #expect(weight.gradient == nil)
    #expect(x.gradient == Tensor([1, 2]))
    weight.isTrainable = false
    #expect((weight.value * 2).requiresGradient == false)
  }

  @Test("a gradient with respect to an input leaves earlier ones alone")
  func withRespectTo() {
    let x = Tensor([1, 2]).requiringGradient()
    (x * 5).sum().backward()
    let y = x.square()
    #expect(
      gradient(of: y, withRespectTo: x, seed: Tensor([1, 0]), keepingTape: true) == Tensor([2, 0]))
    #expect(gradient(of: y, withRespectTo: x, seed: Tensor([0, 1])) == Tensor([0, 4]))
    #expect(x.gradient == Tensor([5, 5]))
  }

  @Test("one operation with two outputs gets the gradients of both")
  func severalOutputs() {
    let x = Tensor([1, 2]).requiringGradient()
    func doubledAndTripled() -> [Tensor] {
      var outputs = [x.detached() * 2, x.detached() * 3]
      Tensor.record("both", inputs: [x], outputs: &outputs) { gradients in
        let twice = gradients[0].map { $0 * 2 } ?? .zeros([2])
        return [twice + (gradients[1].map { $0 * 3 } ?? .zeros([2]))]
      }
      return outputs
    }
    let both = doubledAndTripled()
    (both[0] + both[1] * 10).sum().backward()
    #expect(x.gradient == Tensor([32, 32]))
    let second = doubledAndTripled()[1]
    #expect(gradient(of: second, withRespectTo: x, seed: .ones([2])) == Tensor([3, 3]))
  }

  @Test("changing one copy of a tensor leaves the others alone")
  func valueSemantics() {
    let original = Tensor([1, 2])
    var copy = original
    copy.withUnsafeMutableBufferPointer { $0[0] = 9 }
    #expect(original == Tensor([1, 2]))
    #expect(copy == Tensor([9, 2]))
    let weight = Parameter(original)
    let before = weight.value
    weight.update { $0[1] = 7 }
    #expect(before.detached() == Tensor([1, 2]))
    #expect(weight.value.detached() == Tensor([1, 7]))
  }
}
