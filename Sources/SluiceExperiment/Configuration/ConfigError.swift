/// What is wrong with a configuration: where, what was expected, what was found.
public struct ConfigError: Error, Equatable, CustomStringConvertible {
  /// The kinds of mistakes.
  public enum Problem: Equatable, Sendable {
    /// The text is not YAML, or not UTF-8.
    case syntax(String)
    /// The file holds nothing, or nothing with keys.
    case empty
    /// A key that nobody reads, with the nearest legal key (if one is near) and all legal ones.
    case unknownKey(String, nearest: String?, legal: [String])
    /// A key that is written twice in one mapping, with the line where it was first.
    case duplicateKey(String, firstLine: Int?)
    /// A key without which nothing can be done.
    case missingKey(String)
    /// A value of another type than the key asks for.
    case wrongType(expected: String, received: String)
    /// A value that is none of the names that are legal.
    case unknownName(String, nearest: String?, legal: [String])
    /// A value of the right type that makes no sense; the words are those of the type that refused it.
    case impossible(String)
    /// A path that asks a list for a position which it does not have.
    case noSuchElement(ConfigPath, String, Int)
    /// An override that is not written as `key=value`.
    case notAnOverride(String)
  }

  /// Where it was written.
  public var place: ConfigPlace

  /// The way to the value; empty at the top.
  public var path: ConfigPath

  /// What is wrong.
  public var problem: Problem

  /// The values of the trial that it is wrong for; nil when it is wrong anyway.
  public var trial: String?

  /// Creates an error.
  public init(place: ConfigPlace, path: ConfigPath = ConfigPath([]), problem: Problem) {
    self.place = place
    self.path = path
    self.problem = problem
  }

  /// The error as one line of plain words: place, key path, what is wrong, what would be right.
  public var description: String {
    sentence + (trial.map { " So it is in a trial with \($0)." } ?? "")
  }

  private var sentence: String {
    let lead = path.parts.isEmpty ? "\(place): " : "\(place): \(path): "
    switch problem {
    case .syntax(let words): return "\(place): not valid YAML: \(words)."
    case .empty: return "\(place): expected keys and values, found an empty file."
    case .unknownKey(let key, let nearest, let legal):
      let inside = path.parts.isEmpty ? "" : " in \(path)"
      return "\(place): unknown key '\(key)'\(inside)"
        + Self.advice(nearest, legal, of: "Legal keys here")
    case .duplicateKey(let key, let line):
      let first = line.map { "; it is already set in line \($0)" } ?? ""
      return "\(place): the key '\(key)' is written twice\(first)."
    case .missingKey(let key):
      let inside = path.parts.isEmpty ? "" : " in \(path)"
      return "\(place): the key '\(key)' is missing\(inside)."
    case .wrongType(let expected, let received):
      return "\(lead)expected \(expected), found \(received)."
    case .unknownName(let received, let nearest, let legal):
      return "\(lead)no such choice: \(received)" + Self.advice(nearest, legal, of: "Choices")
    case .impossible(let words):
      return lead + words + (words.last.map { ".!?".contains($0) } == true ? "" : ".")
    case .noSuchElement(let list, let part, let count):
      let legal = count == 0 ? "which is empty" : "which has the positions 0 to \(count - 1)"
      return "\(place): '\(part)' is no position in the list \(list), \(legal)."
    case .notAnOverride(let text):
      return "\(place): expected a key path, '=' and a value, such as training.epochs=5; "
        + "found '\(text)'."
    }
  }

  private static func advice(_ nearest: String?, _ legal: [String], of what: String) -> String {
    let question = nearest.map { "; did you mean '\($0)'?" } ?? "."
    return legal.isEmpty ? question : "\(question) \(what): \(legal.joined(separator: ", "))."
  }
}
