import Foundation
import Testing

@testable import SluiceData

@Suite struct PeriodogramTests {
  @Test("Densities are those of scipy, for lengths of all kinds")
  func scipy() throws {
    for (name, described) in try StatisticsFixture.read().series
    where !described.periodogram.isEmpty {
      let found = try Periodogram(Readings(described.values))
      let largest = described.periodogram.max() ?? 0
      #expect(found.densities.count == described.periodogram.count)
      for (density, expected) in zip(found.densities, described.periodogram) {
        #expect(abs(density - expected) <= 1e-12 * largest, "\(name)")
      }
    }
  }

  @Test("Transforms of every length are those of the definition")
  func definition() {
    for count in [1, 2, 3, 4, 5, 8, 9, 64, 65, 100] {
      let values = MadeSeries.noise(count, seed: 11)
      let (real, imaginary) = FourierTransform.ofReal(values)
      #expect(real.count == count / 2 + 1)
      for k in real.indices {
        var (x, y) = (0.0, 0.0)
        for (j, value) in values.enumerated() {
          let angle = 2 * Double.pi * Double(j * k % count) / Double(count)
          x += value * cos(angle)
          y -= value * sin(angle)
        }
        #expect(abs(real[k] - x) < 1e-12 && abs(imaginary[k] - y) < 1e-12, "\(count) \(k)")
      }
    }
  }

  @Test("Densities sum to the variance, and a sine has one peak at its frequency")
  func peak() throws {
    let values = MadeSeries.noise(1_001, seed: 2)
    let found = try Periodogram(Readings(values))
    let deviations = SelfSimilarity(values).deviations
    let variance = deviations.reduce(0) { $0 + $1 * $1 } / 1_001
    #expect(agrees(found.densities.reduce(0, +) / 1_001, variance))
    let sine = try Periodogram(Readings(MadeSeries.sine(1_000, period: 25)))
    let highest = try #require(
      sine.densities.indices.max { sine.densities[$0] < sine.densities[$1] })
    #expect(sine.frequencies[highest] == 0.04)
  }

  @Test("Three readings are too few, constant ones have no periodogram")
  func errors() {
    #expect(throws: StatisticsError.tooFew(purpose: "periodogram", needed: 4, found: 3)) {
      try Periodogram(Readings([1.0, 2, 4]))
    }
    #expect(throws: StatisticsError.constant(purpose: "periodogram", value: 2)) {
      try Periodogram(Readings([2.0, 2, 2, 2, 2]))
    }
  }
}
