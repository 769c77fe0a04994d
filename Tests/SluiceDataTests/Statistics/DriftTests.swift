import Testing

@testable import SluiceData

@Suite struct DriftTests {
  @Test("Kolmogorov-Smirnov: statistic and exact p-value are those of scipy, with ties too")
  func scipy() throws {
    for samples in try StatisticsFixture.read().samples {
      let (first, second) = (try Readings(samples.first), try Readings(samples.second))
      for test in [
        try KolmogorovSmirnovTest(first, second), try KolmogorovSmirnovTest(second, first),
      ] {
        #expect(agrees(test.statistic, samples.statistic, to: 1e-15))
        #expect(abs(test.pValue / samples.pValue - 1) < 1e-9, "\(test.pValue) \(samples.pValue)")
      }
    }
  }

  @Test("Exact p-values of small samples are those of counting all orders")
  func counted() {
    // Of 3 and 2 readings: paths over a grid of 3 x 2, 10 in all.
    func share(_ difference: Int, _ n: Int, _ m: Int) -> Double {
      var (all, outside) = (0, 0)
      func walk(_ i: Int, _ j: Int, _ left: Bool) {
        let left = left || abs(i * m - j * n) >= difference
        if i == n, j == m {
          all += 1
          outside += left ? 1 : 0
        }
        if i < n { walk(i + 1, j, left) }
        if j < m { walk(i, j + 1, left) }
      }
      walk(0, 0, false)
      return Double(outside) / Double(all)
    }
    for (n, m) in [(1, 1), (3, 2), (2, 3), (5, 5), (7, 4)] {
      for difference in 1...n * m {
        let found = KolmogorovDistribution.exactTail(difference, n, m)
        #expect(agrees(found, share(difference, n, m), to: 1e-12), "\(n) \(m) \(difference)")
      }
    }
  }

  @Test("The distribution of long samples is scipy's kstwo, to all digits in the tail")
  func longSamples() throws {
    for row in try StatisticsFixture.read().kolmogorov {
      let found = KolmogorovDistribution.tail(row[1], count: row[0])
      let isTail = row[0] * row[1] * row[1] >= 2.2 || row[1] >= 0.5
      #expect(
        abs(found - row[2]) <= (isTail ? 1e-8 * row[2] + 1e-300 : 1e-5), "\(row): \(found)")
    }
    let first = try Readings(MadeSeries.noise(30_000, seed: 1))
    let second = try Readings(MadeSeries.noise(12_000, seed: 2))
    #expect(try KolmogorovSmirnovTest(first, second).pValue > 0.01)
    let moved = try Readings(second.values.map { $0 + 0.1 })
    let test = try KolmogorovSmirnovTest(first, moved)
    #expect(test.pValue < 1e-10)
    // Shares of two normal distributions differ most between their means.
    #expect(abs(test.location - 0.05) < 0.5)
  }

  @Test("Two times the same readings differ by nothing, separate ones by all")
  func extremes() throws {
    let readings = try Readings([1.0, 2, 3, 3])
    let same = try KolmogorovSmirnovTest(readings, readings)
    #expect(same.statistic == 0)
    #expect(same.pValue == 1)
    let apart = try KolmogorovSmirnovTest(readings, Readings([5.0, 6]))
    #expect(apart.statistic == 1)
    #expect(apart.location == 3)
    #expect(agrees(apart.pValue, 2.0 / 15))
    #expect(
      throws: StatisticsError.tooFew(purpose: "Kolmogorov-Smirnov test", needed: 1, found: 0)
    ) {
      try KolmogorovSmirnovTest(readings, Readings([Double]()))
    }
  }

  @Test("The stability index is that of numpy's deciles and counts")
  func stability() throws {
    for samples in try StatisticsFixture.read().samples {
      let found = try PopulationStability(
        of: Readings(samples.second), against: Readings(samples.first))
      #expect(agrees(found.edges, samples.edges, to: 1e-15))
      #expect(agrees(found.index, samples.psi, to: 1e-12))
      #expect(agrees(found.shares.reduce(0, +), 1))
      #expect(agrees(found.referenceShares.reduce(0, +), 1))
    }
    let same = try Readings(MadeSeries.noise(1_000, seed: 3))
    #expect(try PopulationStability(of: same, against: same).index == 0)
    let moved = try Readings(same.values.map { $0 + 1 })
    #expect(try PopulationStability(of: moved, against: same).index > 0.25)
  }

  @Test("A reference that is mostly one value has few bins; a constant one is an error")
  func fewBins() throws {
    let zeros = try Readings([Double](repeating: 0, count: 95) + [1, 2, 3, 4, 5])
    let found = try PopulationStability(of: Readings([0.0, 1, 1]), against: zeros)
    #expect(found.edges == [0])
    #expect(agrees(found.referenceShares, [95.5 / 101, 5.5 / 101]))
    #expect(agrees(found.shares, [1.5 / 4, 2.5 / 4]))
    #expect(throws: StatisticsError.constant(purpose: "stability index", value: 2)) {
      try PopulationStability(of: zeros, against: Readings([Double](repeating: 2, count: 20)))
    }
    #expect(throws: StatisticsError.tooFew(purpose: "stability index", needed: 1, found: 0)) {
      try PopulationStability(of: Readings([Double]()), against: zeros)
    }
  }
}
