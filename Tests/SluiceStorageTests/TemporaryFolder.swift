import Foundation
import Synchronization

/// A folder that goes when the last reference to it does.
final class TemporaryFolder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-storage-\(UUID().uuidString)")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// A clock that stands until it is set.
final class SettableClock: Sendable {
  let seconds = Mutex(1_000_000.0)
}
