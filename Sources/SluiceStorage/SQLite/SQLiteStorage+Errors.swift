import Foundation
import GRDB
import SluiceTuning

extension SQLiteStorage {
  /// Runs a body, and says in our words what SQLite throws.
  static func naming<T>(_ path: String, _ patience: Double, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw storageError(error, at: path, patience: patience)
    }
  }

  /// Throws for what SQLite would only call a file that cannot be opened.
  static func checkPlace(of path: String) throws {
    if path.isEmpty { throw StorageError.badLocation("", reason: "the path is empty") }
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw StorageError.badLocation(path, reason: "it is a folder; name a file in it")
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if !files.fileExists(atPath: folder, isDirectory: &isFolder) || !isFolder.boolValue {
      throw StorageError.badLocation(path, reason: "there is no folder \(folder); make it first")
    }
  }

  private static func storageError(
    _ error: DatabaseError, at path: String, patience: Double
  ) -> StorageError {
    let said = error.message ?? "\(error.resultCode)"
    return switch error.resultCode {
    case .SQLITE_NOTADB:
      .damaged(storage: path, reason: "it is not an SQLite database")
    case .SQLITE_FULL:
      .unwritable(storage: path, reason: "the disk is full")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      .unwritable(
        storage: path, reason: "\(said); the file and its folder must be writable")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      .unavailable(
        storage: path, reason: "another process has kept it locked for \(patience) seconds")
    case .SQLITE_IOERR:
      .unavailable(storage: path, reason: said)
    default:
      .damaged(storage: path, reason: said)
    }
  }
}
