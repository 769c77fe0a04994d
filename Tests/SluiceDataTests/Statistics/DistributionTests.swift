import Testing

@testable import SluiceData

@Suite struct DistributionTests {
  @Test("Skewness and kurtosis are those of scipy")
  func shape() throws {
    for (name, described) in try StatisticsFixture.read().series {
      let readings = try Readings(described.values)
      let found = try DistributionShape(readings)
      #expect(agrees(found.skewness, described.skewness, to: 1e-11), "\(name)")
      #expect(agrees(found.excessKurtosis, described.kurtosis, to: 1e-11), "\(name)")
      #expect(found.mean == readings.mean)
      #expect(found.deviation == readings.variance.squareRoot())
    }
    #expect(throws: StatisticsError.constant(purpose: "shape of a distribution", value: 3)) {
      try DistributionShape(Readings([3.0, 3]))
    }
  }

  @Test("Bins and counts are those of numpy's rule of Freedman and Diaconis")
  func histogram() throws {
    for (name, described) in try StatisticsFixture.read().series {
      let found = try Histogram(Readings(described.values))
      #expect(found.counts == described.counts, "\(name)")
      #expect(agrees(found.edges, described.edges, to: 1e-13), "\(name)")
    }
  }

  @Test("Outliers do not make bins without end; ties and constant readings have bins too")
  func bins() throws {
    var values = MadeSeries.noise(500, seed: 2)
    values[3] = 1e9
    let wide = try Histogram(Readings(values))
    #expect(wide.counts.count == 100)
    #expect(wide.counts.reduce(0, +) == 500)
    #expect(wide.counts[99] == 1)
    #expect(try Histogram(Readings(values), mostBins: 1).counts == [500])
    let tied = try Histogram(Readings([Double](repeating: 0, count: 60) + [1, 2, 3, 4]))
    #expect(tied.counts.count == 7)
    #expect(tied.counts.reduce(0, +) == 64)
    #expect(tied.counts[6] == 1)
    let flat = try Histogram(Readings([3.0, 3]))
    #expect(flat.edges == [2.5, 3.5])
    #expect(flat.counts == [2])
    // Ends 1, 3 and 5: the reading of 3 belongs above the inner one.
    #expect(try Histogram(Readings([1.0, 2, 3, 4, 5])).counts == [2, 3])
    #expect(throws: StatisticsError.self) { try Histogram(Readings([Double]())) }
    #expect(throws: StatisticsError.self) { try Histogram(Readings([1.0]), mostBins: 0) }
  }
}
