import Sluice
import Testing

/// The code of the article "Shapes and letters", with the values it gives.
@Suite struct ShapesAndLettersTests {
  @Test func tensorsAreDifferentiated() {
    let readings = Tensor([1, 2, 3, 4, 5, 6], shape: [2, 3])
    let weights = Parameter(Tensor([0.5, -1, 2], shape: [3]))
    let loss = (readings * weights.value).sum(axes: 1).square().mean()
    loss.backward()

    // Rows 1 2 3 and 4 5 6 give 4.5 and 9.
    #expect(loss.item == 50.625)
    #expect(weights.gradient?.values == [40.5, 54, 67.5])
  }

  @Test func windowsAreCountedAndGathered() throws {
    let rows = 500
    let series = Series(columns: [Column("power", (0..<rows).map { Float($0) })])
    let split = try Split(series, trainFraction: 0.8)
    let options = WindowOptions(lookback: 30, horizon: 5)
    let windows = try Windows(
      split.train, inputs: ["power"], target: "power", options: options)
    let batch = windows.batch(0..<64)

    #expect(windows.count == 400 - 30 - 5 + 1)
    #expect(batch.inputs.shape == [64, 30, 1])
    #expect(batch.targets.shape == [64, 1])
    #expect(batch.inputs[3, 29, 0] == 32)
    #expect(batch.targets[3, 0] == 37)
  }
}
