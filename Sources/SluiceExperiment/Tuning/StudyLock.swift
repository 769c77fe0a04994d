import Foundation
import SluiceModels
import SluiceTensor

/// The right to write the winner and the report of a study directory, which one process at a time
/// has; it ends with the process.
final class StudyLock {
  private let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    unlink(path)
    close(descriptor)
  }

  /// Waits for the lock of a study directory.
  ///
  /// - Parameters:
  ///   - folder: The study directory.
  ///   - stop: Ends the waiting.
  ///   - waits: Called once when another process has the lock.
  /// - Returns: Nil when the waiting was ended.
  /// - Throws: `FileError`.
  static func taken(
    of folder: String, stop: StopRequest, waits: () -> Void
  ) throws -> StudyLock? {
    var isFirst = true
    while !stop.isMade {
      if let lock = try attempt("\(folder)/winner.lock") { return lock }
      if isFirst { waits() }
      isFirst = false
      usleep(50_000)
    }
    return nil
  }

  /// Takes the lock; nil when another process has it.
  private static func attempt(_ path: String) throws -> StudyLock? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      if descriptor < 0 { throw FileError("write", path) }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        close(descriptor)
        return nil
      }
      // Whoever had it before has removed the file: a lock on what has no name keeps nobody out.
      var (own, named) = (stat(), stat())
      if fstat(descriptor, &own) == 0, stat(path, &named) == 0, own.st_ino == named.st_ino {
        return StudyLock(path: path, descriptor: descriptor)
      }
      close(descriptor)
    }
  }
}
