import Foundation
import SluiceModels

/// The content of `metrics.json` as text, for people and machines.
public enum MetricsFile {
  /// Returns anything that can be encoded as JSON with sorted keys and a line an entry.
  public static func text(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// Reads the metrics of a finished run.
  ///
  /// - Throws: ``RunError/damaged(_:reason:)``, `FileError`.
  public static func read(run path: String) throws -> RunMetrics {
    let file = "\(path)/\(RunFiles.metrics)"
    let text = try Folder.text(of: file)
    do {
      return try JSONDecoder().decode(RunMetrics.self, from: Data(text.utf8))
    } catch {
      throw RunError.damaged(path, reason: "\(RunFiles.metrics) cannot be understood")
    }
  }
}
