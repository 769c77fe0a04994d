import Foundation
import SluiceTensor

/// The names of the files of a run directory.
public enum RunFiles {
  /// The experiment with every default written out.
  public static let experiment = "experiment.yaml"
  /// The bundle: weights with all that prediction needs.
  public static let bundle = "model.safetensors"
  /// What was measured.
  public static let metrics = "metrics.json"
  /// Losses by epoch.
  public static let history = "history.csv"
  /// Test forecasts beside the truth.
  public static let predictions = "predictions.csv"
  /// Which trial of which study the run came from; only in runs that a study has made.
  public static let origin = "origin.json"
  /// The charts as SVG files.
  public static let charts = "charts"
  /// The report.
  public static let report = "report.html"
  /// What the doctor says of the run.
  public static let diagnosis = "diagnosis.html"
  /// What moves the answers of the model.
  public static let explanation = "explanation.html"
  /// Where an unfinished run keeps its checkpoints.
  static let checkpoints = "checkpoints"
  /// Held by the process that writes the run.
  static let lock = "lock"
}

/// Steps on files and folders whose errors say which one and why.
enum Folder {
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isEmpty(_ path: String) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true
  }

  /// The folder that a path lies in; empty for a bare name.
  ///
  /// Foundation's own `deletingLastPathComponent` ends the process for a name of one letter on Linux.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it.
  static func make(_ path: String) throws(FileError) {
    if isFolder(path) { return }
    let parent = parent(of: path)
    if !parent.isEmpty, parent != path { try make(parent) }
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileError("make the folder", path) }
    if !isFolder(path) { throw FileError("make the folder", path, code: ENOTDIR) }
  }

  static func move(_ path: String, to target: String) throws(FileError) {
    if rename(path, target) != 0 { throw FileError("write", target) }
  }

  /// Removes a file or folder with all below it; what is not there is no error.
  static func remove(_ path: String) throws(FileError) {
    guard exists(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      throw FileError("remove", path, code: underlying.map { Int32($0.code) } ?? EACCES)
    }
  }

  /// Reads a text file.
  ///
  /// - Throws: ``FileError`` when it cannot be read, ``ConfigError`` when it is not UTF-8.
  static func text(of path: String) throws -> String {
    if isFolder(path) { throw FileError("read", path, code: EISDIR) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError("read", path, code: exists(path) ? EACCES : ENOENT)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ConfigError(
        place: ConfigPlace(source: path), problem: .syntax("the text is not UTF-8"))
    }
    return text
  }
}
