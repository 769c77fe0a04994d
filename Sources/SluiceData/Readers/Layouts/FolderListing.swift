#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a folder holds.
enum FolderListing {
  /// Returns the names in a folder; nil when it is none.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
        })
    }
    return names
  }

  /// Throws when a path is an archive where its folder is expected.
  static func refuseArchive(_ path: String) throws {
    let ends = [".zip", ".tar", ".gz", ".tgz", ".xz", ".bz2", ".7z", ".rar"]
    if names(in: path) == nil, ends.contains(where: path.lowercased().hasSuffix) {
      throw ReadError(.archive, file: path)
    }
  }
}
