#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system says about this process.
enum ProcessMeter {
  /// The largest resident size so far.
  static var peakMegabytes: Double {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    #if canImport(Darwin)
      return Double(usage.ru_maxrss) / 0x1p20
    #else
      return Double(usage.ru_maxrss) / 0x1p10
    #endif
  }

  /// Seconds since the process was started, to 10 ms on Linux.
  static var age: Double {
    #if canImport(Darwin)
      var info = kinfo_proc()
      var size = MemoryLayout<kinfo_proc>.size
      var name = [CTL_KERN, KERN_PROC, KERN_PROC_PID, getpid()]
      sysctl(&name, 4, &info, &size, nil, 0)
      let start = info.kp_proc.p_starttime
      var now = timeval()
      gettimeofday(&now, nil)
      return Double(now.tv_sec - start.tv_sec) + Double(now.tv_usec - start.tv_usec) * 1e-6
    #else
      guard let stat = text("/proc/self/stat"), let uptime = text("/proc/uptime"),
        let name = stat.lastIndex(of: ")"),
        let now = uptime.split(separator: " ").first.flatMap({ Double($0) })
      else { return .nan }
      let fields = stat[name...].split(separator: " ")
      guard fields.count > 20, let ticks = Double(fields[20]) else { return .nan }
      return now - ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    #endif
  }

  private static func text(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}

/// Measures how long something takes, again and again.
struct Timing {
  /// Seconds of each run, in order of length.
  private(set) var times: [Double] = []

  var median: Double { times.isEmpty ? .nan : times[times.count / 2] }
  var best: Double { times.first ?? .nan }

  /// Runs `body` at least `least` times and for `seconds`.
  init(seconds: Double, least: Int = 10, _ body: (Int) -> Void) {
    let clock = ContinuousClock()
    let begun = clock.now
    while times.count < least || clock.now - begun < .seconds(seconds) {
      let time = clock.measure { body(times.count) }
      times.append(Double(time.components.attoseconds) * 1e-18 + Double(time.components.seconds))
    }
    times.sort()
  }
}
