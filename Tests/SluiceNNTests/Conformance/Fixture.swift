import Foundation
import SluiceTensor
import Testing

@testable import SluiceNN

/// Numbers made by the scripts under `scripts/reference`.
enum Fixture {
  /// A tensor in a fixture.
  struct Array: Decodable {
    let shape: [Int]
    let values: [Float]

    var tensor: Tensor { Tensor(values, shape: shape) }
  }

  static func load<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "json"))
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }
}

/// Compares two tensors with a tolerance relative to the largest element.
func expectClose(
  _ found: Tensor?, _ expected: Tensor, _ what: String, tolerance: Float = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let found, found.shape == expected.shape else {
    Issue.record(
      "\(what): shape \(found?.shape ?? []) instead of \(expected.shape)",
      sourceLocation: sourceLocation)
    return
  }
  let scale = max(1, expected.values.map { abs($0) }.max() ?? 1)
  let worst = zip(found.values, expected.values).map { abs($0 - $1) }.max() ?? 0
  #expect(worst <= tolerance * scale, "\(what) is off by \(worst)", sourceLocation: sourceLocation)
}
