import Foundation
import SluiceData
import Testing

@Suite struct GeneratorTests {
  @Test("The same seed gives the same bits, another seed others", arguments: Generator.allCases)
  func seeds(generator: Generator) {
    let series = generator.series(rows: 500, seed: 3)
    #expect(series.count == 500)
    #expect(series == generator.series(rows: 500, seed: 3))
    #expect(series != generator.series(rows: 500, seed: 4))
    #expect(generator.series(rows: 300, seed: 3) == series.rows(0..<300))
    #expect(generator.series(rows: 0).count == 0)
  }

  @Test("The bits are pinned, so that they are the same on every machine")
  func pinned() {
    let fingerprints = Generator.allCases.map { $0.series(rows: 1000, seed: 1).fingerprint }
    #expect(fingerprints == ["e0584b1f19b3ea82", "9d27a8de12141bb7", "4262fa810be212c0"])
  }

  @Test("The household looks like one: power never negative, intensity follows, some rows missing")
  func household() throws {
    let series = Generator.household.series(rows: 60_000, seed: 1)
    let power = try series.column("Global_active_power")
    let voltage = try series.column("Voltage")
    let intensity = try series.column("Global_intensity")
    let missing = power.missingCount
    #expect(missing > 10 && missing < 600)
    var sum = 0.0
    for row in power.indices where !power[row].isNaN {
      #expect(power[row] > 0 && power[row] < 6)
      #expect(abs(intensity[row] - power[row] * 1000 / voltage[row]) < 0.2)
      sum += Double(power[row])
    }
    let mean = sum / Double(60_000 - missing)
    #expect(mean > 0.4 && mean < 1.5)
    #expect(series.interval == 60_000_000)
    #expect(series.gaps.isEmpty)
  }

  @Test("The multivariate target follows its formula up to the noise")
  func multivariate() throws {
    let series = Generator.multivariate.series(seed: 1)
    #expect(series.count == 2000)
    #expect(series.columnNames == ["input1", "input2", "target"])
    let input1 = try series.column("input1")
    let input2 = try series.column("input2")
    let target = try series.column("target")
    var squares: Float = 0
    for row in 2..<series.count {
      let t = Float(row)
      let season = Float(sin((Double(row) / 24 + 0.125) * 2 * Double.pi)) * 0.5
      let expected =
        0.001 * t + season + 0.6 * input1[row - 1] + 0.3 * input2[row - 2]
        + 0.4 * input1[row - 1] * input2[row - 1]
      squares += (target[row] - expected) * (target[row] - expected)
    }
    let deviation = (squares / 1998).squareRoot()
    #expect(abs(deviation - 0.1) < 0.005)
  }
}
