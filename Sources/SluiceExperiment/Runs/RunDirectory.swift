import Foundation
import SluiceTensor

/// A run directory while it is being written.
///
/// Everything is written to `RUN.partial` beside the final place, checkpoints included; when the
/// run is whole, the checkpoints go and the folder is renamed to `RUN`. So a `RUN` is always whole,
/// and a run that was killed goes on from its `RUN.partial`. A lock, which ends with the process,
/// keeps a second process out.
public final class RunDirectory {
  /// Where the run will be.
  public let path: String

  /// Where it is until then.
  public var partialPath: String { path + ".partial" }

  /// Where the trainer keeps its checkpoints.
  public var checkpoints: String { partialPath + "/" + RunFiles.checkpoints }

  /// Whether an earlier process has left something to go on from.
  public let isResumed: Bool

  private var lock: Int32 = -1

  /// Begins a run directory, or goes on with an unfinished one.
  ///
  /// - Parameters:
  ///   - path: Where the run shall be.
  ///   - experiment: The resolved experiment as text.
  ///   - replaces: Whether an existing run, finished or not, may be replaced.
  ///   - resumes: Whether to go on from an unfinished run where there is one.
  /// - Throws: ``RunError``, `FileError`.
  public init(
    _ path: String, experiment: String, replaces: Bool = false, resumes: Bool = false
  ) throws {
    self.path = Self.trimmed(path)
    let partial = self.path + ".partial"
    let isThere = Folder.exists(partial)
    if Folder.exists(self.path), !Folder.isEmpty(self.path) {
      guard RunDirectory.isRun(self.path) else { throw RunError.notARun(self.path) }
      // Whoever began the unfinished run beside a finished one had leave to replace it.
      if !replaces, !(isThere && resumes) { throw RunError.exists(self.path) }
    }
    if isThere, !replaces, !resumes { throw RunError.unfinished(partial) }
    isResumed = isThere && resumes
    try Folder.make(partial)
    try takeLock()
    let file = "\(partial)/\(RunFiles.experiment)"
    if isResumed, Folder.exists(file) {
      try Self.checkSame(try Folder.text(of: file), experiment, in: partial)
    } else {
      try Folder.remove(checkpoints)
      try write(experiment, to: RunFiles.experiment)
    }
    try Folder.make(checkpoints)
  }

  deinit {
    if lock >= 0 { close(lock) }
  }

  /// Whether a folder holds a run: a resolved experiment with a model or with results.
  public static func isRun(_ path: String) -> Bool {
    Folder.exists("\(path)/\(RunFiles.experiment)")
      && [RunFiles.bundle, RunFiles.metrics].contains { Folder.exists("\(path)/\($0)") }
  }

  /// Returns the path of one of the run's files while the run is being written.
  public func file(_ name: String) -> String { "\(partialPath)/\(name)" }

  /// Writes one of the run's files; folders in its name are made.
  ///
  /// - Throws: `FileError`.
  public func write(_ text: String, to name: String) throws {
    if name.contains("/") { try Folder.make((file(name) as NSString).deletingLastPathComponent) }
    try WholeFile.write(text, to: file(name))
  }

  /// Puts the whole run into its place, an older one aside and away.
  ///
  /// - Throws: `FileError`; the unfinished run is then still there.
  public func finish() throws {
    try Folder.remove(checkpoints)
    try Folder.remove(file(RunFiles.lock))
    var old: String?
    if Folder.exists(path), !Folder.isEmpty(path) {
      let aside = "\(path).old-\(getpid())"
      try Folder.move(path, to: aside)
      old = aside
    }
    try Folder.move(partialPath, to: path)
    if let old { try Folder.remove(old) }
  }

  /// Clears away what was begun, unless a checkpoint makes it worth keeping.
  ///
  /// - Returns: Whether there is something to resume from.
  public func abandon() -> Bool {
    if !Folder.isEmpty(checkpoints), Folder.exists(checkpoints) { return true }
    try? Folder.remove(partialPath)
    return false
  }

  private func takeLock() throws {
    let file = file(RunFiles.lock)
    lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if lock < 0 { throw FileError("write", file) }
    if flock(lock, LOCK_EX | LOCK_NB) != 0 { throw RunError.busy(partialPath) }
  }

  static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Throws when two resolved experiments differ, naming the first key that does.
  static func checkSame(_ before: String, _ now: String, in run: String) throws {
    let old = try ConfigNode(yaml: before, source: "\(run)/\(RunFiles.experiment)")
    let new = try ConfigNode(yaml: now, source: "experiment")
    guard let difference = old.firstDifference(from: new) else { return }
    throw RunError.otherExperiment(
      run, key: difference.path.description, before: difference.old, now: difference.new)
  }
}

extension ConfigNode {
  /// Returns the first value, in the order of writing, in which two configurations differ.
  func firstDifference(
    from other: ConfigNode, at path: [String] = []
  ) -> (path: ConfigPath, old: String, new: String)? {
    switch (content, other.content) {
    case (.scalar(let a, _), .scalar(let b, _)) where a == b: return nil
    case (.sequence(let a), .sequence(let b)) where a.count == b.count:
      for (index, pair) in zip(a, b).enumerated() {
        let below = pair.0.firstDifference(from: pair.1, at: path + [String(index)])
        if let below { return below }
      }
      return nil
    case (.mapping(let a), .mapping(let b)):
      let keys = a.map(\.key) + b.map(\.key).filter { self[$0] == nil }
      for key in keys {
        guard let old = self[key], let new = other[key] else {
          return (
            ConfigPath(path + [key]), self[key]?.received ?? "not set",
            other[key]?.received ?? "not set"
          )
        }
        if let below = old.firstDifference(from: new, at: path + [key]) { return below }
      }
      return nil
    default: return (ConfigPath(path), received, other.received)
    }
  }
}
