#if canImport(Darwin)
  import Darwin
#else
  import Foundation
#endif

/// How much memory this process uses.
public enum HeapMeter {
  /// Bytes that the process holds now: of its heap, or on Linux, where the C library's count cannot be
  /// had in Swift, in all; nil where the system does not tell.
  ///
  /// Other threads' work counts, so a test that compares two readings runs in a process of its own
  /// (`#expect(processExitsWith:)`).
  public static var bytesInUse: Int? {
    #if canImport(Darwin)
      var statistics = malloc_statistics_t()
      malloc_zone_statistics(nil, &statistics)
      return Int(statistics.size_in_use)
    #else
      // Not the peak of getrusage: it is inherited from the process that started this one.
      guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
        return nil
      }
      let fields = text.split(separator: " ")
      return fields.count > 1 ? Int(fields[1]).map { $0 * sysconf(Int32(_SC_PAGESIZE)) } : nil
    #endif
  }

  /// How many bytes more are in use after `count` calls than before, once `body` is warm: the least of
  /// four rounds, because a leak shows in each of them and the system's own pages do not.
  ///
  /// - Returns: Nil where that cannot be measured.
  public static func growth(over count: Int, of body: () throws -> Void) rethrows -> Int? {
    for _ in 0..<count / 4 { try body() }
    var least: Int?
    for _ in 0..<4 {
      guard let before = bytesInUse else { return nil }
      for _ in 0..<count { try body() }
      guard let after = bytesInUse else { return nil }
      least = min(least ?? .max, after - before)
    }
    return least
  }
}
