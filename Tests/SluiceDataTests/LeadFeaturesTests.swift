import Foundation
import Testing

@testable import SluiceData

/// Readings that are known some rows before their time.
@Suite struct LeadFeaturesTests {
  private static let minute: Int64 = 60_000_000

  /// Squares, with a gap in the clock before row 5.
  private let series = Series(
    columns: [
      Column("price", (0..<9).map { Float($0 * $0) }),
      Column("who", texts: ["a", "a", "a", "b", "b", "b", "b", "b", "b"]),
    ], timestamps: (0..<9).map { Int64($0 + ($0 >= 5 ? 9 : 0)) * minute })

  private func leads(_ rows: Int...) throws -> DerivedFeatures {
    try DerivedFeatures([.lead(.init(column: "price", by: rows))])
  }

  private func values(_ series: Series, _ name: String) throws -> [Float?] {
    try series.column(name).map { $0.isNaN ? nil : $0 }
  }

  @Test("A lead is the reading of a later row, and missing where its stretch ends before")
  func values() throws {
    let led = try leads(1, 3).takingLeads(
      from: series, stretches: series.stretches(within: []))
    #expect(led.columnNames == ["price", "who", "price lead 1", "price lead 3"])
    #expect(try values(led, "price lead 1") == [1, 4, 9, 16, nil, 36, 49, 64, nil])
    #expect(try values(led, "price lead 3") == [9, 16, nil, nil, nil, 64, nil, nil, nil])
    // Another subject ends a stretch as a gap does.
    let owned = try leads(1).takingLeads(
      from: series, stretches: series.stretches(within: ["who"]))
    #expect(try values(owned, "price lead 1") == [1, 4, nil, 16, nil, 36, 49, 64, nil])
    // Where gaps do not count, the stretch is the whole series.
    let whole = try leads(3).takingLeads(from: series, stretches: [0..<9])
    #expect(try values(whole, "price lead 3") == [9, 16, 25, 36, 49, 64, nil, nil, nil])
  }

  private struct Fixture: Decodable {
    let minutes: [Int64]
    let columns: [String: [Float?]]
    let leads: [String: [Float?]]
  }

  @Test("Leads are the shifts of pandas, stretch by stretch")
  func pandas() throws {
    let url = try #require(
      Bundle.module.url(forResource: "features", withExtension: "json", subdirectory: "Fixtures"))
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
    let power = try #require(fixture.columns["power"])
    let rows = Series(
      columns: [Column("power", power.map { $0 ?? .nan })],
      timestamps: fixture.minutes.map { $0 * Self.minute })
    let features = try DerivedFeatures([.lead(.init(column: "power", by: [1, 24]))])
    let led = try features.takingLeads(from: rows, stretches: rows.stretches(within: []))
    #expect(fixture.leads.count == 2)
    for (name, expected) in fixture.leads { #expect(try values(led, name) == expected) }
  }

  @Test("What is made from a lead takes it as a reading of its row")
  func derivedFromLeads() throws {
    let features = try DerivedFeatures([
      .lead(.init(column: "price", by: [2])),
      .rolling(.init(column: "price lead 2", window: 2, statistics: [.mean])),
      .difference(.init(column: "other")),
    ])
    #expect(
      features.columnNames == ["price lead 2", "price lead 2 mean 2", "other difference 1"])
    #expect(features.columnNamesByRow == ["price lead 2 mean 2", "other difference 1"])
    #expect(features.sources == ["price", "other"])
    #expect(features.rowSources == ["price lead 2", "other"])
    #expect(features.rawSources(of: "price lead 2") == ["price"])
    #expect(features.rawSources(of: "price lead 2 mean 2") == ["price"])
    // Two rows wait for the window at the front, two for the future at the end.
    #expect(features.rowsNeeded == 4)
    #expect(features.serving(["price lead 2 mean 2"])?.columnNames.count == 2)
    #expect(features.serving(["other difference 1"])?.leads.isEmpty == true)
    let rows = series.adding([Column("other", Array(repeating: 1, count: 9))])
    let stretches = rows.stretches(within: [])
    let derived = try features.applied(
      to: features.takingLeads(from: rows, stretches: stretches), stretches: stretches)
    #expect(
      try values(derived, "price lead 2 mean 2") == [
        nil, 6.5, 12.5, nil, nil, nil, 56.5, nil, nil,
      ])
  }

  @Test("A stream is told the leads and makes the rest with the same bits")
  func rows() throws {
    let features = try DerivedFeatures([
      .lead(.init(column: "price", by: [1])),
      .product(.init(columns: ["price", "price lead 1"])),
    ])
    var row = DerivedRow(features, columns: ["price", "price lead 1"])
    var values: [Float] = [3, 5, 0]
    row.push(&values, time: nil, startsStretch: true)
    #expect(values == [3, 5, 15])
  }

  @Test("A lead is written as a lag is, and read back")
  func coding() throws {
    let features = try JSONDecoder().decode(
      DerivedFeatures.self, from: Data(#"[{"lead":{"column":"price","by":[1,24]}}]"#.utf8))
    #expect(try features == leads(1, 24))
    #expect(features.columnNames == ["price lead 1", "price lead 24"])
    let data = try JSONEncoder().encode(features)
    #expect(try JSONDecoder().decode(DerivedFeatures.self, from: data) == features)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        DerivedFeatures.self, from: Data(#"[{"lead":{"column":"price","by":0}}]"#.utf8))
    }
  }

  @Test("A lead of a derived column, a name that is taken, texts and too few rows are refused")
  func refused() throws {
    let lag = DerivedFeature.lag(.init(column: "price"))
    let ofLag = DerivedFeature.lead(.init(column: "price lag 1"))
    for entries in [[lag, ofLag], [ofLag, lag]] {
      #expect(throws: FeatureError.leadOfDerived("price lag 1 lead 1", column: "price lag 1")) {
        try DerivedFeatures(entries)
      }
    }
    #expect(throws: FeatureError.duplicateName("price lead 1")) { try leads(1, 1) }
    let product = DerivedFeature.product(.init(columns: ["price lead 1", "price"]))
    #expect(throws: FeatureError.laterSource("price lead 1", of: "price lead 1 * price")) {
      try DerivedFeatures([product, .lead(.init(column: "price"))])
    }
    let stretches = series.stretches(within: [])
    let taken = series.adding([Column("price lead 1", Array(repeating: 0, count: 9))])
    #expect(throws: FeatureError.duplicateName("price lead 1")) {
      try leads(1).takingLeads(from: taken, stretches: stretches)
    }
    #expect(throws: FeatureError.tooShort(column: "price lead 5", needed: 6, longest: 5)) {
      try leads(5).takingLeads(from: series, stretches: stretches)
    }
    #expect(throws: SeriesError.notReadings(column: "who")) {
      try DerivedFeatures([.lead(.init(column: "who"))])
        .takingLeads(from: series, stretches: stretches)
    }
    #expect {
      try DerivedFeatures([.lead(.init(column: "prise"))])
        .takingLeads(from: series, stretches: stretches)
    } throws: { "\($0)".contains("prise") && "\($0)".contains("price") }
  }
}
