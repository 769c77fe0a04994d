import SluiceExplain
import SluiceTensor
import Testing

@Suite("Occlusion")
struct OcclusionTests {
  @Test("Blocks apart and overlapping ones agree with Captum")
  func fixture() throws {
    let fixture = try ShapleyFixture.read()
    let function = try fixture.function()
    for (block, stride, expected) in [
      (Extent(steps: 2, inputs: 1), Extent?.none, fixture.occlusion.blocks.values),
      (
        Extent(steps: 3, inputs: 2), Extent(steps: 1, inputs: 1),
        fixture.occlusion.overlapping.values
      ),
    ] {
      let found = try (0..<2).flatMap {
        try Occlusion(block: block, stride: stride)
          .attribution(of: function, windows: fixture.windows.tensor, answer: $0).values
      }
      #expect(largestDistance(found, expected) < 1e-6)
    }
  }

  @Test("Single readings of a sum have their part of it as share")
  func sum() throws {
    let function = WeightedSum(weights: Tensor([1, -2, 3, 0, 5, 6], shape: [3, 2]))
    let background = Tensor([Float](repeating: 1, count: 6), shape: [3, 2])
    let windows = Tensor([2, 2, 3, 3, 1, 0], shape: [1, 3, 2])
    let found = try Occlusion(background: .one(.window(background)))
      .attribution(of: function, windows: windows, answer: 0)
    #expect(found.values == [1, -2, 6, 0, 0, -6])
    #expect(found.answers == function.values(windows))
    #expect(found.baselines == nil)
    #expect(found.method == "occlusion")
  }

  @Test("Single readings keep all laws but completeness")
  func laws() throws {
    #expect(
      try MethodConformance.violations(
        of: Occlusion(), laws: [.sensitivity, .ignored, .linearity, .implementation, .symmetry])
        == [])
  }

  @Test("A block or a stride that does not fit is refused")
  func errors() {
    let function = Formula.tangle(steps: 4, inputs: 2)
    func error(_ block: Extent, _ stride: Extent? = nil) -> String? {
      #expect(throws: ExplainError.self) {
        try Occlusion(block: block, stride: stride)
          .attribution(of: function, windows: .zeros([1, 4, 2]), answer: 0)
      }?.description
    }
    #expect(
      error(Extent(steps: 5, inputs: 1))
        == "steps of a block of the occlusion must be from 1 to 4, the steps of a window, found 5.")
    #expect(
      error(Extent(steps: 1, inputs: 0))
        == "inputs of a block of the occlusion must be from 1 to 2, the inputs, found 0.")
    #expect(
      error(Extent(steps: 2, inputs: 1), Extent(steps: 3, inputs: 1))
        == "stride over steps of the occlusion must be from 1 to 2, the steps of a block, found 3.")
  }
}
