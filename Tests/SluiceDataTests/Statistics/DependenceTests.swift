import Foundation
import Testing

@testable import SluiceData

@Suite struct DependenceTests {
  @Test("Pearson, Spearman and mutual information are those of scipy and scikit-learn")
  func peers() throws {
    let fixture = try StatisticsFixture.read().dependence
    let first = try Readings(fixture.first)
    for column in fixture.columns {
      let second = try Readings(column.second)
      #expect(agrees(try Correlation.pearson(first, second), column.pearson, to: 1e-12))
      #expect(agrees(try Correlation.spearman(first, second), column.spearman, to: 1e-12))
      for (neighbours, expected) in column.mutual {
        let found = try MutualInformation.nats(
          between: first, and: second, neighbours: #require(Int(neighbours)))
        #expect(agrees(found, expected, to: 1e-9), "\(column.name) \(neighbours)")
      }
    }
    let ties = fixture.ties
    let spearman = try Correlation.spearman(Readings(ties.first), Readings(ties.second))
    #expect(agrees(spearman, ties.spearman, to: 1e-12))
  }

  @Test(
    "Mutual information of normal columns is that of their correlation, also of a choice of rows")
  func normal() throws {
    let x = MadeSeries.noise(30_000, seed: 1)
    let y = zip(x, MadeSeries.noise(30_000, seed: 2)).map { 0.8 * $0 + 0.6 * $1 }
    let expected = -0.5 * log(0.36)
    let (first, second) = (try Readings(x), try Readings(y))
    let found = try MutualInformation.nats(between: first, and: second)
    #expect(abs(found - expected) < 0.04, "\(found) \(expected)")
    #expect(try MutualInformation.nats(between: first, and: second) == found)
    #expect(try MutualInformation.nats(between: first, and: second, seed: 1) != found)
    let nothing = try MutualInformation.nats(
      between: first, and: Readings(MadeSeries.noise(30_000, seed: 3)))
    #expect(nothing < 0.03)
  }

  @Test("A square is seen by mutual information and not by correlation; scale does not matter")
  func square() throws {
    let x = MadeSeries.noise(2_000, seed: 4)
    let y = x.map { $0 * $0 }
    let (first, second) = (try Readings(x), try Readings(y))
    #expect(abs(try Correlation.pearson(first, second)) < 0.15)
    #expect(try MutualInformation.nats(between: first, and: second) > 2)
    let small = try Readings(y.map { $0 * 1e-12 })
    #expect(
      agrees(
        try MutualInformation.nats(between: first, and: small),
        try MutualInformation.nats(between: first, and: second), to: 1e-3))
    #expect(try Correlation.pearson(first, first) == 1)
    #expect(agrees(try Correlation.spearman(first, Readings(x.map { -$0 * $0 * $0 })), -1))
    // Digits: nearly all neighbours are equal in one column.
    let digits = try Readings(x.map { $0 > 0 ? 1.0 : 0 })
    let bit = try MutualInformation.nats(between: digits, and: first)
    #expect(bit > 0.4 && bit < 0.8, "\(bit)")
    let itself = try MutualInformation.nats(between: digits, and: digits)
    #expect(itself > 0.5 && itself < 0.9, "\(itself)")
  }

  @Test("Unequal, constant and few rows are errors")
  func errors() throws {
    let (three, two) = (try Readings([1.0, 2, 4]), try Readings([1.0, 2]))
    let flat = try Readings([5.0, 5, 5])
    #expect(
      throws: StatisticsError.unequalCounts(purpose: "correlation", first: 3, second: 2)
    ) {
      try Correlation.pearson(three, two)
    }
    #expect(throws: StatisticsError.constant(purpose: "correlation", value: 5)) {
      try Correlation.spearman(three, flat)
    }
    #expect(throws: StatisticsError.tooFew(purpose: "mutual information", needed: 4, found: 3)) {
      try MutualInformation.nats(between: three, and: three)
    }
    for neighbours in [0, 10_000, .max] {
      #expect(throws: StatisticsError.self) {
        try MutualInformation.nats(between: three, and: three, neighbours: neighbours)
      }
    }
  }
}
