import Foundation
import SluiceTensor
import Testing

@testable import SluiceData

@Suite struct ColumnTransformTests {
  private struct Power: Decodable {
    let lambda: Double
    let values: [Double]
  }

  private struct Fixture: Decodable {
    let columns: [String: [Float]]
    let boxCox: [String: Power]
    let yeoJohnson: [String: Power]
    let log1p: [Double]
    let logit: [Double]
  }

  private func fixture() throws -> Fixture {
    let url = try #require(
      Bundle.module.url(
        forResource: "transforms", withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  private func fitted(_ transform: ColumnTransform, _ values: [Float]) -> FittedTransform {
    values.withUnsafeBufferPointer { transform.fitted(to: $0) }
  }

  private func expect(
    _ transform: FittedTransform, of values: [Float], toGive expected: [Double], _ name: String
  ) {
    #expect(values.count == expected.count)
    for (value, expected) in zip(values, expected) {
      let found = transform.applied(to: Double(value))
      #expect(
        abs(found - expected) <= 1e-6 * max(1, abs(expected)), "\(name) of \(value)")
    }
  }

  @Test("Powers and values are those of scipy and scikit-learn")
  func reference() throws {
    let fixture = try fixture()
    func column(_ name: String) throws -> [Float] { try #require(fixture.columns[name]) }
    for (name, power) in fixture.boxCox {
      let values = try column(name)
      if power.lambda >= 0 {
        let found = fitted(.boxCox(), values)
        guard case .boxCox(let lambda) = found else { return }
        #expect(abs(lambda - power.lambda) < 1e-6, "\(name)")
        expect(found, of: values, toGive: power.values, "boxCox \(name)")
      } else {
        // The best power lies below what is legal: the next to it is the logarithm.
        #expect(fitted(.boxCox(), values) == .boxCox(lambda: 0))
        expect(
          .boxCox(lambda: power.lambda), of: values, toGive: power.values, "boxCox \(name)")
      }
    }
    for (name, power) in fixture.yeoJohnson {
      let values = try column(name)
      let found = fitted(.yeoJohnson(), values)
      guard case .yeoJohnson(let lambda) = found else { return }
      #expect(abs(lambda - power.lambda) < 1e-6, "\(name)")
      expect(found, of: values, toGive: power.values, "yeoJohnson \(name)")
    }
    expect(
      fitted(.log1p, try column("right")), of: try column("right"), toGive: fixture.log1p, "log1p")
    expect(
      fitted(.logit(lower: 0, upper: 100), try column("share")), of: try column("share"),
      toGive: fixture.logit, "logit")
  }

  /// Fitted transforms with readings that they take, bounds among them.
  private static let all: [(FittedTransform, [Double])] = [
    (.log1p(least: 0), [0, 0.25, 3, 1e6]), (.log1p(least: -1), [-0.9, 0, 7]),
    (.boxCox(lambda: 0), [1e-3, 1, 500]), (.boxCox(lambda: 0.3), [1e-3, 1, 500]),
    (.boxCox(lambda: 3.2), [0.5, 1, 500]), (.yeoJohnson(lambda: 0), [-8, -0.5, 0, 40]),
    (.yeoJohnson(lambda: 0.6), [-8, -0.5, 0, 40]), (.yeoJohnson(lambda: 2), [-8, -0.5, 0, 40]),
    (.logit(lower: 0, upper: 100), [0, 0.5, 20, 99.9, 100]),
    (.logit(lower: -3, upper: 2), [-3, -2.9, 0, 2]),
  ]

  @Test("The inverse comes back, and its slope is that of neighbouring values", arguments: all)
  func inverse(transform: FittedTransform, values: [Double]) {
    for value in values {
      let bent = transform.applied(to: value)
      #expect(abs(transform.inverse(of: bent) - value) <= 1e-9 * max(1, abs(value)), "\(value)")
    }
    let bounds: [Double] = [100, -3, 2] + (isBound(transform) ? [0] : [])
    for value in values where !bounds.contains(value) {
      let bent = transform.applied(to: value)
      let step = 1e-5
      let rise = transform.inverse(of: bent + step) - transform.inverse(of: bent - step)
      let slope = transform.slopeOfInverse(at: bent)
      #expect(abs(rise / (2 * step) - slope) <= 1e-4 * max(1e-3, slope), "\(value)")
    }
  }

  @Test("Amounts that never fell below 0 stay so")
  func least() {
    #expect(fitted(.log1p, [0, .nan, 7]) == .log1p(least: 0))
    #expect(fitted(.log1p, [0, .nan, -0.5]) == .log1p(least: -1))
  }

  /// Whether 0 is where the inverse bends into its bound.
  private func isBound(_ transform: FittedTransform) -> Bool {
    switch transform {
    case .log1p(let least): least == 0
    case .logit(let lower, _): lower == 0
    default: false
    }
  }

  @Test("However far a forecast lies, it comes back finite and within the bounds", arguments: all)
  func bounds(transform: FittedTransform, values: [Double]) {
    for bent in [-50.0, -3, -0.5, 0, 0.5, 3, 50] {
      let value = transform.inverse(of: bent)
      #expect(value.isFinite)
      switch transform {
      case .log1p(let least): #expect(value >= least)
      case .boxCox: #expect(value >= 0)
      case .yeoJohnson: #expect((value < 0) == (bent < 0))
      case .logit(let lower, let upper): #expect(value >= lower && value <= upper)
      }
      #expect(transform.slopeOfInverse(at: bent) >= 0)
    }
    #expect(FittedTransform.boxCox(lambda: 2).inverse(of: -1) == 0)
    #expect(FittedTransform.boxCox(lambda: 2).slopeOfInverse(at: -1) == 0)
    #expect(FittedTransform.log1p(least: 0).slopeOfInverse(at: -1) == 0)
  }

  @Test("A column is bent, then scaled, and comes back; the same alone as in a series")
  func scaled() throws {
    let values: [Float] = [0, 3, .nan, 20, 99, 7, 1]
    let series = Series(columns: [Column("x", values), Column("y", values)])
    let part = TrainingPart(unsplit: series)
    let fitted = try StandardScaler().fitted(to: part, transforms: ["x": .log1p])
    let scaled = try fitted.transform(series)
    let x = try fitted.scale(of: "x")
    let logs = values.filter { !$0.isNaN }.map { log1p(Double($0)) }
    let mean = logs.reduce(0, +) / 6
    #expect(abs(x.offset - mean) < 1e-6)
    let spread = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 6).squareRoot()
    #expect(abs(x.scale - spread) < 1e-6)
    #expect(try fitted.scale(of: "y").curve == nil)
    let back = try fitted.inverseTransform(scaled)
    for row in values.indices where row != 2 {
      let bent = try scaled.column("x")[row]
      #expect(abs(Double(bent) - (log1p(Double(values[row])) - x.offset) / x.scale) < 1e-6)
      #expect(x.transform(values[row]) == bent)
      let returned = try back.column("x")[row]
      #expect(abs(returned - values[row]) <= 1e-5 * max(1, values[row]))
      #expect(x.inverseTransform(bent) == returned)
    }
    #expect(try scaled.column("x")[2].isNaN)
    // d(e^z - 1) / d(scaled) is (x + 1) times the scale.
    let slope = x.slope(atScaled: x.transform(20))
    #expect(abs(slope - Float(21 * x.scale)) < 1e-3)
    let y = try fitted.scale(of: "y")
    #expect(y.slope(atScaled: 5) == Float(y.scale))
    let json = try JSONEncoder().encode(fitted)
    #expect(try JSONDecoder().decode(FittedScaler.self, from: json) == fitted)
    // Files of earlier versions have no transforms.
    let old = #"{"column": "x", "offset": 1, "scale": 2}"#
    #expect(
      try JSONDecoder().decode(ColumnScale.self, from: Data(old.utf8))
        == ColumnScale(column: "x", offset: 1, scale: 2))
  }

  @Test("Lambdas are learnt from training rows only, and a constant column has none")
  func trainingRows() throws {
    var values = (0..<100).map { Float(exp(Double($0 % 7))) }
    func scale() throws -> ColumnScale {
      let series = Series(columns: [Column("x", values)])
      let split = try Split(series, trainFraction: 0.7)
      return try StandardScaler().fitted(to: split.train, transforms: ["x": .boxCox()])
        .scale(of: "x")
    }
    let before = try scale()
    for row in 70..<100 { values[row] = 1e6 }
    #expect(try scale() == before)
    values = [Float](repeating: 3, count: 100)
    #expect(try scale().curve == .boxCox(lambda: 1))
    #expect(try scale().transform(3) == 0)
  }

  @Test(
    "A reading that a transform does not take is named",
    arguments: [
      (ColumnTransform.log1p, -1, "above -1"), (.boxCox(), 0, "above 0"),
      (.boxCox(lambda: 1), -2, "above 0"), (.logit(lower: 0, upper: 10), 10.5, "from 0.0 to 10.0"),
    ])
  func domain(transform: ColumnTransform, value: Float, wanted: String) throws {
    let series = Series(columns: [Column("x", [1, .nan, 5, value, 2, 1])])
    let split = try Split(series, train: 1..<5, test: 5..<6)
    #expect(
      throws: ScalerError.outsideDomain(
        column: "x", transform: transform.name, wanted: wanted, value: value, row: 3)
    ) { try NoScaler().fitted(to: split.train, transforms: ["x": transform]) }
    let error = ScalerError.outsideDomain(
      column: "x", transform: transform.name, wanted: wanted, value: value, row: 3)
    #expect("\(error)".contains("is \(value) in row 4 of the data"))
    #expect("\(error)".contains(transform.name == "logit" ? "wider bounds" : "yeoJohnson"))
  }

  @Test("Sensors whose columns are bent are not turned")
  func sensors() throws {
    let rotation = SensorRotation(degrees: 10, sensors: [["x", "y", "z"]])
    func scale(_ name: String) -> ColumnScale? {
      ColumnScale(
        column: name, offset: 0, scale: 1, curve: name == "y" ? .yeoJohnson(lambda: 0.5) : nil)
    }
    #expect(throws: ScalerError.bentSensor(column: "y")) {
      try rotation.bound(to: ["x", "y", "z"], scale: scale)
    }
  }

  @Test("A transform is written as a name or with its settings")
  func coding() throws {
    func decoded(_ json: String) throws -> ColumnTransform {
      try JSONDecoder().decode(ColumnTransform.self, from: Data(json.utf8))
    }
    #expect(try decoded("\"log1p\"") == .log1p)
    #expect(try decoded("\"boxCox\"") == .boxCox())
    #expect(try decoded(#"{"boxCox": {"lambda": 0.3}}"#) == .boxCox(lambda: 0.3))
    for transform in [
      ColumnTransform.log1p, .boxCox(), .boxCox(lambda: 0.25), .yeoJohnson(),
      .yeoJohnson(lambda: 2), .logit(lower: -1, upper: 3),
    ] {
      let json = try JSONEncoder().encode(transform)
      #expect(try JSONDecoder().decode(ColumnTransform.self, from: json) == transform)
    }
    for wrong in [
      "\"log\"", "\"logit\"", #"{"boxCox": {"lambda": -0.5}}"#,
      #"{"yeoJohnson": {"lambda": 2.5}}"#, #"{"logit": {"lower": 3, "upper": 3}}"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") { try decoded(wrong) }
    }
  }
}
