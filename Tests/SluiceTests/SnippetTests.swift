import Foundation
import Testing

/// The code in the README and in the articles is compiled: each block stands in a source file of
/// this target, and these tests compare the two line by line.
@Suite struct SnippetTests {
  private static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The lines of a text without indentation, empty lines and imports.
  private static func normalized(_ text: Substring) -> String {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("import ") }.joined(separator: "\n")
  }

  /// The contents of the blocks that begin with three backticks and `swift`.
  private static func swiftBlocks(of file: URL) throws -> [String] {
    let parts = try String(contentsOf: file, encoding: .utf8).split(
      separator: "```", omittingEmptySubsequences: false)
    return parts.enumerated().compactMap { index, part in
      index % 2 == 1 && part.hasPrefix("swift\n") ? normalized(part.dropFirst(6)) : nil
    }
  }

  private static func files(in folder: String, named suffix: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: checkout.appendingPathComponent(folder), includingPropertiesForKeys: nil
    ).filter { $0.lastPathComponent.hasSuffix(suffix) }
  }

  @Test func everyBlockOfSwiftInTheDocumentsIsCompiled() throws {
    let compiled = try Self.files(in: "Tests/SluiceTests", named: ".swift")
      .map { Self.normalized(try String(contentsOf: $0, encoding: .utf8)[...]) }
    let documents =
      try Self.files(in: "Sources/Sluice/Sluice.docc", named: ".md")
      + [Self.checkout.appendingPathComponent("README.md")]
    var blocks = 0
    for document in documents {
      for block in try Self.swiftBlocks(of: document) {
        blocks += 1
        #expect(
          compiled.contains { $0.contains(block) },
          "\(document.lastPathComponent) shows code that no test compiles:\n\(block)")
      }
    }
    #expect(blocks >= 5)
  }
}
