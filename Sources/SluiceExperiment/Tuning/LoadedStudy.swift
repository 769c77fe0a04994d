import Foundation
import SluiceModels
import SluiceReport
import SluiceTuning

/// A study that was begun, read from its storage.
public struct LoadedStudy: Sendable {
  /// The study file that it was begun with; without its directory neither budget nor data path.
  public let plan: StudyPlan

  /// What came of it so far.
  public let results: StudyResults

  /// Reads a study.
  ///
  /// - Parameters:
  ///   - storage: Where its trials are.
  ///   - name: Which study; nil takes that of the folder, else the only one.
  ///   - folder: The study directory, for what the winner came to; nil without one.
  /// - Throws: ``StudyRunError/noneChosen(existing:)``, `TuningError.noStudy`, `StorageError`,
  ///   ``ConfigError``.
  public init(_ storage: any StudyStorage, name: String? = nil, folder: String? = nil) throws {
    let existing = try storage.studies()
    let own = try folder.flatMap(Self.name)
    guard let chosen = name ?? own ?? (existing.count == 1 ? existing[0] : nil) else {
      throw StudyRunError.noneChosen(existing: existing)
    }
    guard let text = try storage.definition(of: chosen) else {
      throw TuningError.noStudy(name: chosen, existing: existing)
    }
    plan = try Self.plan(chosen, text: text, folder: folder)
    var winner: RunMetrics?
    var unit: String?
    if let folder, RunDirectory.isRun(StudyFiles.best(folder)) {
      let run = try FinishedRun(StudyFiles.best(folder))
      winner = try run.metrics()
      unit = run.experiment.unit
    }
    results = StudyResults(
      definition: plan.definition, trials: try storage.trials(of: chosen, from: 0), winner: winner,
      unit: unit)
  }

  /// The name of the study that a directory belongs to; nil before it says so.
  private static func name(of folder: String) throws -> String? {
    let file = StudyFiles.definition(folder)
    return Folder.exists(file) ? try StudyFile.read(file).definition.name : nil
  }

  private static func plan(_ name: String, text: String, folder: String?) throws -> StudyPlan {
    if let folder, Folder.exists(StudyFiles.definition(folder)) {
      return try StudyFile.read(StudyFiles.definition(folder), overrides: ["name=\(name)"])
    }
    let yaml = StudyPlan.subject(ofDefinition: text)
    return try StudyFile.plan(yaml: yaml + "\nbudget: {trials: 1}\n", source: "\(name).yaml")
  }
}
