import Foundation
import SluiceModels

/// A run directory that is whole.
public struct FinishedRun: Sendable {
  /// The folder.
  public let path: String

  /// The experiment that made it, every default written out.
  public let experiment: Experiment

  /// Opens a run.
  ///
  /// - Throws: ``RunError``, ``ConfigError``, `FileError`.
  public init(_ path: String) throws {
    let path = RunDirectory.trimmed(path)
    guard Folder.exists(path) else {
      if Folder.exists("\(path).partial") { throw RunError.stillUnfinished(path) }
      throw RunError.missing(path)
    }
    guard RunDirectory.isRun(path) else {
      throw RunError.damaged(path, reason: "\(RunFiles.experiment) or its results are missing")
    }
    self.path = path
    experiment = try ExperimentFile.read("\(path)/\(RunFiles.experiment)")
  }

  /// What the run is called in tables: the name of its folder.
  public var name: String { (path as NSString).lastPathComponent }

  /// Where the bundle lies.
  public var bundlePath: String { "\(path)/\(RunFiles.bundle)" }

  /// The trial that it came from; nil for a run that no study has made.
  var origin: RunOrigin? {
    guard let text = try? Folder.text(of: "\(path)/\(RunFiles.origin)") else { return nil }
    return try? JSONDecoder().decode(RunOrigin.self, from: Data(text.utf8))
  }

  /// What was measured.
  ///
  /// - Throws: ``RunError/damaged(_:reason:)``, `FileError`.
  public func metrics() throws -> RunMetrics { try MetricsFile.read(run: path) }
}
