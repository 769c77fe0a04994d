import Foundation
import SluiceTuning

/// A trial as a row of the table.
enum TrialRow {
  /// What ``trial(_:)`` reads, in its order.
  static let columns = """
    number, state, parameters, parent, objectives, measurements, failure, worker, attempts, \
    started, ended
    """

  /// Reads a trial without its reports; nil when the row is not one.
  static func trial(_ row: [SQLValue]) -> Trial? {
    guard row.count == 11, case .integer(let number) = row[0], case .text(let word) = row[1],
      let state = Trial.State(rawValue: word), case .text(let parameters) = row[2],
      let kept = value([String: KeptParameter].self, from: parameters),
      case .integer(let attempts) = row[8]
    else { return nil }
    var trial = Trial(number: number, parameters: kept.mapValues(\.value))
    trial.state = state
    if case .integer(let parent) = row[3] { trial.parent = parent }
    if case .text(let text) = row[4] {
      guard let values = value([Double].self, from: text) else { return nil }
      trial.values = values
    }
    if case .text(let text) = row[5] {
      guard let measurements = value([String: Double].self, from: text) else { return nil }
      trial.measurements = measurements
    }
    if case .text(let failure) = row[6] { trial.failure = failure }
    if case .text(let worker) = row[7] { trial.worker = worker }
    trial.attempts = attempts
    trial.started = double(row[9])
    trial.ended = double(row[10])
    return trial
  }

  /// The value of a report; SQLite keeps nothing in place of what is not a number.
  static func reported(_ value: SQLValue) -> Double { double(value) ?? .nan }

  /// A number, or nothing; SQLite may give a whole one as an integer.
  private static func double(_ value: SQLValue) -> Double? {
    switch value {
    case .real(let number): number
    case .integer(let number): Double(number)
    case .null, .text: nil
    }
  }

  /// Values of parameters as text.
  static func text(of parameters: Hyperparameters) throws -> String {
    try text(encoding: parameters.mapValues(KeptParameter.init))
  }

  /// Objectives as text.
  static func text(of values: [Double]) throws -> String { try text(encoding: values) }

  /// Measurements as text.
  static func text(of measurements: [String: Double]) throws -> String {
    try text(encoding: measurements)
  }

  private static func text(encoding value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private static func value<T: Decodable>(_ type: T.Type, from text: String) -> T? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try? decoder.decode(type, from: Data(text.utf8))
  }
}

/// A parameter's value with the name of its kind: in bare JSON, 2 and 2.0 are the same.
private struct KeptParameter: Codable {
  private enum CodingKeys: String, CodingKey { case bool, int, double, string }

  var value: ParameterValue

  init(_ value: ParameterValue) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let double = try container.decodeIfPresent(Double.self, forKey: .double) {
      value = .double(double)
    } else if let int = try container.decodeIfPresent(Int.self, forKey: .int) {
      value = .int(int)
    } else if let string = try container.decodeIfPresent(String.self, forKey: .string) {
      value = .string(string)
    } else {
      value = .bool(try container.decode(Bool.self, forKey: .bool))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch value {
    case .bool(let value): try container.encode(value, forKey: .bool)
    case .int(let value): try container.encode(value, forKey: .int)
    case .double(let value): try container.encode(value, forKey: .double)
    case .string(let value): try container.encode(value, forKey: .string)
    }
  }
}
