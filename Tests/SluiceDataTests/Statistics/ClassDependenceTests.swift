import Foundation
import SluiceData
import Testing

/// What columns tell about classes, beside scikit-learn.
@Suite struct ClassDependenceTests {
  private struct Fixture: Decodable {
    struct Column: Decodable {
      let name: String
      let values: [Double]
      let mutual: [String: Double]
      let f: Double
    }
    let classes: [Int]
    let columns: [Column]
  }

  private let fixture: Fixture

  init() throws {
    let url = try #require(
      Bundle.module.url(
        forResource: "class-dependence", withExtension: "json", subdirectory: "Fixtures"))
    fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  @Test("Mutual information and correlation ratio are those of scikit-learn")
  func peers() throws {
    let classes = fixture.classes
    let groups = Double(Set(classes).count - 1)
    let rest = Double(classes.count - Set(classes).count)
    #expect(fixture.columns.count == 4)
    for column in fixture.columns {
      let readings = try Readings(column.values)
      for (neighbours, expected) in column.mutual {
        let found = try ClassDependence.nats(
          between: readings, andClasses: classes, neighbours: #require(Int(neighbours)))
        #expect(abs(found - expected) < 1e-9, "\(column.name) \(neighbours): \(found)")
      }
      let ratio = try ClassDependence.correlationRatio(of: readings, classes: classes)
      let square = column.f * groups / (column.f * groups + rest)
      // It takes variances from sums of squares, which loses digits where the mean is large.
      #expect(abs(ratio - square.squareRoot()) < 1e-8, "\(column.name): \(ratio)")
    }
  }

  @Test("Names of the classes do not matter; two classes are a correlation; few rows are enough")
  func laws() throws {
    let column = try Readings(fixture.columns[0].values)
    let renamed = fixture.classes.map { 7 - 2 * $0 }
    #expect(
      try ClassDependence.nats(between: column, andClasses: renamed)
        == ClassDependence.nats(between: column, andClasses: fixture.classes))
    let halves = fixture.classes.map { min($0, 1) }
    let ratio = try ClassDependence.correlationRatio(of: column, classes: halves)
    let pearson = try Correlation.pearson(column, Readings(halves.map(Double.init)))
    #expect(abs(ratio - abs(pearson)) < 1e-12)
    // Three rows a class, wholly apart: the entropy of two classes by digammas, psi(6) - psi(3).
    let apart = try Readings([1.0, 2, 3, 101, 102.5, 103.1])
    let found = try ClassDependence.nats(between: apart, andClasses: [0, 0, 0, 1, 1, 1])
    #expect(abs(found - (1.0 / 3 + 1.0 / 4 + 1.0 / 5)) < 1e-12)
    let alone = try Readings([1.0, 2, 3])
    #expect(try ClassDependence.nats(between: alone, andClasses: [0, 1, 2]) == 0)
  }

  @Test("Unequal, constant and few rows are errors")
  func errors() throws {
    let three = try Readings([1.0, 2, 4])
    #expect(throws: StatisticsError.self) {
      try ClassDependence.nats(between: three, andClasses: [0, 1])
    }
    #expect(throws: StatisticsError.self) {
      try ClassDependence.nats(between: three, andClasses: [0, 1, 1], neighbours: 0)
    }
    #expect(throws: StatisticsError.self) {
      try ClassDependence.correlationRatio(of: Readings([5.0, 5]), classes: [0, 1])
    }
    #expect(throws: StatisticsError.self) {
      try ClassDependence.correlationRatio(of: Readings([5.0]), classes: [0])
    }
  }
}
