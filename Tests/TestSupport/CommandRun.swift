import Foundation

/// One run of `sluice`, or of another command of this package, in a process of its own.
public struct CommandRun: Sendable {
  /// What it wrote to standard output.
  public var output: String
  /// What it wrote to standard error.
  public var errors: String
  /// Its exit code; a signal's number with the sign changed when one has ended it.
  public var status: Int32

  /// An executable of this package that was built with these tests; nil when it was not.
  public static func builtExecutable(_ name: String) -> URL? {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      let folder = bundle?.bundleURL.deletingLastPathComponent()
    #else
      let folder: URL? = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()
    #endif
    guard let url = folder?.appendingPathComponent(name),
      FileManager.default.isExecutableFile(atPath: url.path)
    else { return nil }
    return url
  }

  /// Runs the command to its end.
  ///
  /// - Parameters:
  ///   - arguments: What stands behind the command.
  ///   - folder: The folder to run it in.
  ///   - command: The command.
  ///   - output: What its standard output is, such as `/dev/full`; nil keeps it, to be looked at.
  public init(
    _ arguments: [String], in folder: URL, command: String = "sluice", output: FileHandle? = nil
  ) throws {
    let running = try Running(arguments, in: folder, command: command, output: output)
    self = running.finish()
  }

  /// Runs a line of `sh` to its end, in which `"$0"` is the command.
  ///
  /// - Parameters:
  ///   - script: The line, such as `ulimit -f 8; "$0" predict run --data x.csv`.
  ///   - folder: The folder to run it in.
  public init(shell script: String, in folder: URL) throws {
    let running = try Running([], in: folder, shell: script)
    self = running.finish()
  }

  /// A command that is still running.
  public struct Running {
    private let process = Process()
    private let outputFile: URL
    private let errorFile: URL

    /// Starts the command.
    public init(
      _ arguments: [String], in folder: URL, command: String = "sluice", output: FileHandle? = nil,
      shell script: String? = nil
    ) throws {
      // Files, not pipes: no output is too long for them.
      let name = UUID().uuidString
      let temporary = FileManager.default.temporaryDirectory
      outputFile = temporary.appendingPathComponent("sluice-test-\(name).out")
      errorFile = temporary.appendingPathComponent("sluice-test-\(name).err")
      for file in [outputFile, errorFile] {
        _ = FileManager.default.createFile(atPath: file.path, contents: nil)
      }
      guard let executable = CommandRun.builtExecutable(command) else {
        throw CocoaError(.fileNoSuchFile)
      }
      process.executableURL = script == nil ? executable : URL(fileURLWithPath: "/bin/sh")
      process.arguments = script.map { ["-c", $0, executable.path] + arguments } ?? arguments
      process.currentDirectoryURL = folder
      process.standardOutput = try output ?? FileHandle(forWritingTo: outputFile)
      process.standardError = try FileHandle(forWritingTo: errorFile)
      process.standardInput = FileHandle.nullDevice
      try process.run()
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    public func send(_ signal: Int32) {
      kill(process.processIdentifier, signal)
    }

    /// Waits for its end.
    public func finish() -> CommandRun {
      process.waitUntilExit()
      let output = (try? String(contentsOf: outputFile, encoding: .utf8)) ?? ""
      let errors = (try? String(contentsOf: errorFile, encoding: .utf8)) ?? ""
      for file in [outputFile, errorFile] { try? FileManager.default.removeItem(at: file) }
      let wasSignalled = process.terminationReason == .uncaughtSignal
      return CommandRun(
        output: output, errors: errors,
        status: wasSignalled ? -process.terminationStatus : process.terminationStatus)
    }
  }

  private init(output: String, errors: String, status: Int32) {
    self.output = output
    self.errors = errors
    self.status = status
  }
}
