import Foundation
import SluiceTensor

/// A study file: reading with checks.
public enum StudyFile {
  /// Reads a study.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: Values that take the place of the file's, as `budget.trials=5` or
  ///     `experiment.training.epochs=5`.
  ///   - data: The readings, in place of the experiment's.
  /// - Throws: ``ConfigError`` that names file, line and key; `FileError`.
  public static func read(
    _ path: String, overrides: [String] = [], data: String? = nil
  ) throws -> StudyPlan {
    try plan(yaml: Folder.text(of: path), source: path, overrides: overrides, data: data)
  }

  /// Reads a study from text.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - source: The file's name for errors; a relative path of the experiment counts from its
  ///     folder.
  ///   - overrides: Values that take the place of the file's.
  ///   - data: The readings, in place of the experiment's.
  /// - Throws: ``ConfigError``, `FileError`.
  public static func plan(
    yaml: String, source: String, overrides: [String] = [], data: String? = nil
  ) throws -> StudyPlan {
    var node = try ConfigNode(yaml: yaml, source: source)
    // Another experiment file must be known before values inside the experiment are changed.
    let choosesFile = { (text: String) in text.hasPrefix("experiment=") }
    for override in overrides.filter(choosesFile) { try node.apply(override: override) }
    var experimentSource = source
    if case .scalar(let file, _) = node["experiment"]?.content, !file.isEmpty {
      let folder = Folder.parent(of: source)
      let isRelative = !file.hasPrefix("/") && !folder.isEmpty
      experimentSource = isRelative ? "\(folder)/\(file)" : file
      let text: String
      do {
        text = try Folder.text(of: experimentSource)
      } catch let error as FileError {
        throw ConfigError(
          place: node["experiment"]?.place ?? node.place, path: ConfigPath(["experiment"]),
          problem: .impossible("\(error)"))
      }
      try node.set(
        ConfigPath(["experiment"]), to: ConfigNode(yaml: text, source: experimentSource))
    }
    for override in overrides where !choosesFile(override) { try node.apply(override: override) }
    // Written out, so that a study that is read from elsewhere is still the same.
    try node.name(after: source, at: [])
    try node.name(after: experimentSource, at: ["experiment"])
    try node.makeDataPathAbsolute(from: experimentSource)
    if let data { try node.readData(from: ExperimentFile.absolute(data)) }
    return try StudyPlan(node, experimentSource: experimentSource)
  }
}

extension ConfigNode {
  /// Gives the mapping at a path the name of its file, unless it has one.
  fileprivate mutating func name(after source: String, at path: [String]) throws {
    guard let mapping = value(at: ConfigPath(path)), mapping.entries != nil,
      mapping["name"] == nil
    else { return }
    let file = (source as NSString).lastPathComponent
    let name = (file as NSString).deletingPathExtension
    try set(
      ConfigPath(path + ["name"]),
      to: ConfigNode(.scalar(name, isQuoted: true), place: ConfigPlace(source: source)))
  }

  /// Writes the experiment's data path out, so that the study can be read from another folder.
  fileprivate mutating func makeDataPathAbsolute(from source: String) throws {
    let path = ConfigPath(["experiment", "data", "path"])
    guard let value = value(at: path), case .scalar(let text, let isQuoted) = value.content,
      !value.isNull, !text.hasPrefix("$")
    else { return }
    let folder = Folder.parent(of: source)
    let absolute = ExperimentFile.absolute(text, from: folder)
    try set(path, to: ConfigNode(.scalar(absolute, isQuoted: isQuoted), place: value.place))
  }

  /// Lets the experiment read a file, whatever it said of its data's place before.
  fileprivate mutating func readData(from file: String) throws {
    let place = ConfigPlace(source: "--data")
    if let data = value(at: ConfigPath(["experiment", "data"])), let entries = data.entries {
      let kept = entries.filter { $0.key != "generate" }
      try set(
        ConfigPath(["experiment", "data"]), to: ConfigNode(.mapping(kept), place: data.place))
    }
    try set(
      ConfigPath(["experiment", "data", "path"]),
      to: ConfigNode(.scalar(file, isQuoted: true), place: place))
  }
}
