import SluiceTensor
import Testing

@testable import SluiceModels

@Suite struct MovingBlockBootstrapTests {
  @Test("the block length is that of the papers' formulas")
  func blockLength() throws {
    let fixture = try JSONFixture.read("evaluation", as: MetricsTests.Fixture.self)
    #expect(fixture.blocks.count == 3)
    for block in fixture.blocks {
      let length = MovingBlockBootstrap.optimalBlockLength(of: block.values)
      #expect(abs(length - block.length) < 1e-9 * block.length)
    }
    #expect(MovingBlockBootstrap.automaticBlockLength(of: fixture.blocks[1].values) == 13)
    #expect(
      MovingBlockBootstrap.automaticBlockLength(of: fixture.blocks[1].values, atLeast: 17) == 17)
    #expect(MovingBlockBootstrap.automaticBlockLength(of: [2, 2, 2, 2, 2]) == 1)
  }

  @Test("the interval holds the mean, and repeats for a seed")
  func containsMean() throws {
    let fixture = try JSONFixture.read("evaluation", as: MetricsTests.Fixture.self)
    for block in fixture.blocks {
      let mean = block.values.reduce(0, +) / Double(block.values.count)
      var stream = RandomStream(seed: 1)
      var same = RandomStream(seed: 1)
      let bootstrap = MovingBlockBootstrap()
      let interval = try #require(
        bootstrap.interval(ofMean: block.values, blockLength: 11, using: &stream))
      #expect(interval.contains(mean))
      #expect(
        bootstrap.interval(ofMean: block.values, blockLength: 11, using: &same) == interval)
    }
  }

  @Test("on independent values the interval is as wide as theory says")
  func width() throws {
    var random = RandomStream(seed: 5)
    let count = 4_000
    let values = (0..<count).map { _ in random.uniformDouble() }
    let interval = try #require(
      MovingBlockBootstrap().interval(ofMean: values, blockLength: 3, using: &random))
    let theory = 2 * 1.96 * (1.0 / 12 / Double(count)).squareRoot()
    #expect(abs((interval.upperBound - interval.lowerBound) / theory - 1) < 0.1)
  }

  @Test("about 95 of 100 intervals hold the true mean of independent values")
  func coverage() throws {
    var held = 0
    for seed in 0..<200 {
      var random = RandomStream(seed: UInt64(seed))
      let values = (0..<150).map { _ in random.uniformDouble() - 0.5 }
      let length = MovingBlockBootstrap.automaticBlockLength(of: values)
      let interval = try #require(
        MovingBlockBootstrap(resamples: 500).interval(
          ofMean: values, blockLength: length, using: &random))
      if interval.contains(0) { held += 1 }
    }
    #expect((178...198).contains(held))
  }

  @Test("values that resemble their neighbours widen the interval when blocks are long")
  func memory() throws {
    let fixture = try JSONFixture.read("evaluation", as: MetricsTests.Fixture.self)
    let values = fixture.blocks[2].values
    let widths = try [1, 30].map { length in
      var stream = RandomStream(seed: 9)
      let interval = try #require(
        MovingBlockBootstrap().interval(ofMean: values, blockLength: length, using: &stream))
      return interval.upperBound - interval.lowerBound
    }
    #expect(widths[1] > 2 * widths[0])
  }

  @Test("too few values or blocks give no interval; equal values give one without width")
  func fewValues() {
    var stream = RandomStream(seed: 2)
    let bootstrap = MovingBlockBootstrap()
    let few = [Double](repeating: 1.5, count: 19)
    #expect(bootstrap.interval(ofMean: few, blockLength: 1, using: &stream) == nil)
    let twenty = few + [1.5]
    #expect(bootstrap.interval(ofMean: twenty, blockLength: 5, using: &stream) == nil)
    #expect(bootstrap.interval(ofMean: twenty, blockLength: 4, using: &stream) == 1.5...1.5)
  }
}
