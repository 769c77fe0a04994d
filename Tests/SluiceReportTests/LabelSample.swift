import SluiceModels
import SluiceTensor

@testable import SluiceReport

/// Twelve labels of a classification that never was: small enough to count by hand.
///
/// The network takes 9 of 12 right (recalls 5/6, 3/4, 1/2), logistic regression 8 (1, 1/2, 0).
enum LabelSample {
  static let classes = ["sitting", "walking", "running"]
  static let truth = [0, 0, 0, 1, 1, 2, 0, 0, 0, 1, 1, 2]
  static let network = [0, 0, 0, 1, 1, 2, 0, 0, 1, 1, 0, 1]
  static let rival = [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
  static let subjects = [String](repeating: "anna", count: 6) + [String](repeating: "ben", count: 6)

  /// Items of the first class are labeled with a probability of 0.9, others with 0.6.
  static func probabilities(_ given: [Int], _ truth: [Int] = truth) -> [Float] {
    zip(given, truth).flatMap { label, actual -> [Float] in
      let sure: Float = actual == 0 ? 0.9 : 0.6
      return (0..<3).map { $0 == label ? sure : (1 - sure) / 2 }
    }
  }

  static func table(
    model: String = "network", truth: [Int] = truth, subjects: [String]? = subjects
  ) -> ClassTable {
    var columns: [ClassTable.Column] = [
      .init(
        name: "majorityClass",
        probabilities: truth.flatMap { _ in [0.5, 0.25, 0.25] as [Float] })
    ]
    if model == "network" {
      columns.append(.init(name: "logisticRegression", probabilities: probabilities(rival)))
    }
    columns.insert(
      .init(name: model, probabilities: probabilities(model == "network" ? network : rival)), at: 0)
    return ClassTable(
      classes: classes, truth: truth, groups: [0, 0, 0, 1, 1, 2, 3, 3, 3, 4, 4, 5],
      subjects: subjects, columns: columns)
  }

  static func metrics(
    model: String = "network", truth: [Int] = truth, subjects: [String]? = subjects,
    temperature: Double? = nil
  ) -> LabelMetrics {
    let table = table(model: model, truth: truth, subjects: subjects)
    var scores = Dictionary(
      uniqueKeysWithValues: table.columns.map { column in
        (
          column.name,
          ClassificationMetrics(
            truth: truth, probabilities: column.probabilities, classes: classes)
        )
      })
    guard let own = scores.removeValue(forKey: model) else { preconditionFailure(model) }
    let verdict = Verdict(comparing: model, in: table, streams: RandomStreams(seed: 1))
    return LabelMetrics(
      test: own, baselines: scores,
      subjects: SubjectTable(of: model, against: verdict.bestBaseline, in: table),
      verdict: verdict, temperature: temperature,
      training: ReportSample.forecastMetrics().training,
      costs: [
        Cost(
          name: model, parameters: 252, bytes: 9_412, multiplyAdds: 6_844,
          secondsPerPrediction: 4.1e-6)
      ])
  }

  static func labels(times: [Int64]? = nil, subjects: [String]? = subjects) -> LabelTable {
    LabelTable(
      classes: classes, times: times, subjects: subjects, actual: truth.map { classes[$0] },
      columns: table().columns)
  }

  static func report(
    metrics: LabelMetrics = metrics(), labels: LabelTable = labels()
  ) -> RunReport {
    RunReport(
      title: "Activity", target: "activity", results: .classification(metrics, labels),
      history: ReportSample.history, data: ReportSample.data,
      published: [.init(name: "the paper", metric: .accuracy, value: 0.73)],
      repetition: Repetition(
        command: "sluice train activity.yaml", version: "0.1.0", seed: 1, fingerprint: "9f2c"))
  }

  static func sections(
    metrics: LabelMetrics = metrics(), labels: LabelTable = labels()
  ) -> LabelSections {
    LabelSections(
      report: report(metrics: metrics, labels: labels), results: metrics, labels: labels)
  }
}
