import SluiceTuning

/// The study of a plan in its storage: begun, or gone on with when it is the same.
extension StudyPlan {
  /// The word before each line of a study file within a definition's text.
  private static let mark = "subject: "

  /// What the line with the fingerprint of the readings begins with; a comment to whoever reads YAML.
  private static let dataMark = "# data "

  /// The plan with the fingerprint of its readings.
  func identified(by fingerprint: String) -> StudyPlan {
    var plan = self
    plan.definition.subject += "\(Self.dataMark)\(fingerprint)\n"
    return plan
  }

  /// Begins the study, or opens the one of its name.
  ///
  /// - Throws: ``StudyRunError/otherExperiment(study:key:before:now:)`` and
  ///   ``StudyRunError/otherReadings(study:before:now:)`` when it was begun otherwise;
  ///   `TuningError.changed`, `StorageError`.
  func begin(in storage: any StudyStorage) throws {
    do {
      _ = try Study(definition, storage: storage)
    } catch let error as TuningError {
      guard case .changed(let study, "subject", _, _) = error,
        let text = try storage.definition(of: study)
      else { throw error }
      let subject = Self.subject(ofDefinition: text)
      let old = try ConfigNode(yaml: subject, source: "study")
      let new = try ConfigNode(yaml: definition.subject, source: "study")
      if let difference = old.firstDifference(from: new) {
        throw StudyRunError.otherExperiment(
          study: study, key: difference.path.description, before: difference.old,
          now: difference.new)
      }
      guard let before = Self.fingerprint(in: subject),
        let now = Self.fingerprint(in: definition.subject), before != now
      else { throw error }
      throw StudyRunError.otherReadings(study: study, before: before, now: now)
    }
  }

  /// The study file that stands in the text of a definition.
  static func subject(ofDefinition text: String) -> String {
    text.split(separator: "\n").filter { $0.hasPrefix(mark) }
      .map { $0.dropFirst(mark.count) }.joined(separator: "\n")
  }

  private static func fingerprint(in subject: String) -> String? {
    subject.split(separator: "\n").last { $0.hasPrefix(dataMark) }
      .map { String($0.dropFirst(dataMark.count)) }
  }
}
