import Foundation
import Testing

/// The numbers that scripts under `scripts/reference` made.
enum JSONFixture {
  /// Reads `Fixtures/NAME.json`.
  static func read<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}
