import Foundation
import SluiceTensor

/// An experiment file: reading with checks, and writing.
public enum ExperimentFile {
  /// Reads an experiment.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: Values that take the place of the file's, as `training.epochs=5`.
  /// - Throws: ``ConfigError`` that names file, line and key; `FileError`.
  public static func read(_ path: String, overrides: [String] = []) throws -> Experiment {
    try experiment(yaml: Folder.text(of: path), source: path, overrides: overrides)
  }

  /// Reads an experiment from text.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - source: The file's name for errors; a relative data path counts from its folder.
  ///   - overrides: Values that take the place of the file's.
  /// - Throws: ``ConfigError``.
  public static func experiment(
    yaml: String, source: String, overrides: [String] = []
  ) throws -> Experiment {
    var node = try ConfigNode(yaml: yaml, source: source)
    for override in overrides { try node.apply(override: override) }
    return try experiment(node: node, source: source)
  }

  /// Reads an experiment from a configuration.
  ///
  /// - Parameters:
  ///   - node: The configuration.
  ///   - source: The file that it was read from, which names the experiment and from whose folder a
  ///     relative data path counts.
  /// - Throws: ``ConfigError``.
  static func experiment(node: ConfigNode, source: String) throws -> Experiment {
    var experiment = try ConfigDecoder().decode(Experiment.self, from: node)
    if node["name"] == nil {
      let file = (source as NSString).lastPathComponent
      experiment.name = (file as NSString).deletingPathExtension
    }
    if let path = experiment.data.path {
      let folder = Folder.parent(of: source)
      experiment.data.path = absolute(path, from: folder)
    }
    return experiment
  }

  /// Returns the whole experiment as text, every default written out.
  ///
  /// Reading it again gives an equal value.
  ///
  /// - Parameter comment: The lines at its head; nil says how to repeat the run.
  public static func text(of experiment: Experiment, comment: String? = nil) throws -> String {
    try ConfigEncoder().encode(experiment).yaml(
      comment: comment ?? """
        The experiment of this run, every default written out.
        Repeat the run with: sluice train THIS_FILE --output RUN
        """)
  }

  /// Writes an experiment, every default written out.
  ///
  /// - Throws: `FileError`.
  public static func write(_ experiment: Experiment, to path: String) throws {
    try WholeFile.write(text(of: experiment), to: path)
  }

  /// A path from the root of the file system, whatever folder a later command is run in.
  public static func absolute(_ path: String, from folder: String = "") -> String {
    if path.hasPrefix("/") || path == "-" { return path }
    let base = URL(
      fileURLWithPath: folder.isEmpty ? FileManager.default.currentDirectoryPath : folder)
    return base.appendingPathComponent(path).standardized.path
  }
}
