import ArgumentParser
import Foundation
import Sluice

extension PublicDataSet: ExpressibleByArgument {
  /// The data set of a name.
  public init?(argument: String) {
    guard let set = PublicDataSet.all.first(where: { $0.name == argument }) else { return nil }
    self = set
  }

  /// All names.
  public static var allValueStrings: [String] { all.map(\.name) }
}

/// `sluice data fetch`.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Downloads a public data set, checks its bytes and unpacks it.",
    discussion: """
      The archive comes from the data set's public home, by the program curl. A download that broke \
      off goes on where it stopped; an archive that is in the folder already is not downloaded again. \
      Size and SHA-256 must be those that are known.

      Example:

        sluice data fetch household --output data
      """)

  @Argument(help: "The data set.")
  var name: PublicDataSet?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The folder for the archive and its files.", valueName: "folder"),
    completion: .directory)
  var output = "."

  @Flag(help: "Lists the data sets.")
  var list = false

  func validate() throws {
    if name == nil, !list {
      throw ValidationError(
        "Name a data set: \(PublicDataSet.allValueStrings.joined(separator: ", ")). "
          + "--list tells more of them.")
    }
  }

  func run() throws {
    if list { try StandardOutput.write(FetchCommand.listing) }
    guard let name else { return }
    let fetch = DataFetch(name, to: output, environment: ProcessInfo.processInfo.environment)
    let view = FetchView(name)
    do {
      try fetch.run(watch: view.show)
      view.finish()
    } catch {
      view.finish()
      throw error
    }
    Console.say("\(name.title): \(fetch.productPath)")
    Console.say("\(name.terms)")
    Console.say("\(fetch.archivePath) is not needed any more.")
    let layout = name.layout == .table ? "" : " --layout \(name.layout.rawValue)"
    Console.say("Next: sluice data describe \(FetchCommand.quoted(fetch.productPath))\(layout)")
  }

  private static var listing: String {
    PublicDataSet.all.map { set in
      "\(set.name): \(set.title)\n"
        + "  \(NumberText.bytes(set.archive.bytes)) from \(set.url)\n  \(set.terms)\n"
    }.joined()
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    path.contains(" ") ? "\"\(path)\"" : path
  }
}

/// Shows on standard error how a download goes.
final class FetchView {
  private let dataSet: PublicDataSet
  private var bar: ProgressBar?

  init(_ dataSet: PublicDataSet) {
    self.dataSet = dataSet
  }

  /// Shows a step.
  func show(_ step: DataFetch.Step) {
    switch step {
    case .isThere: Console.say("The archive is there already.")
    case .downloads(let bytes):
      Console.say("Downloading \(dataSet.url)")
      if bytes > 0 {
        Console.say("It goes on behind the \(NumberText.bytes(bytes)) that are here.")
      }
      begin()
    case .startsAnew:
      finish()
      Console.say("The server cannot go on in the middle: the download begins anew.")
      begin()
    case .downloaded(let bytes):
      let detail = "\(NumberText.bytes(bytes)) of \(NumberText.bytes(dataSet.archive.bytes))"
      let done = min(bytes, dataSet.archive.bytes)
      if let text = bar?.update(done, detail: detail, at: Trainer.monotonicSeconds()) {
        Console.write(text)
      }
    case .unpacks:
      finish()
      Console.say("Size and SHA-256 are right; unpacking.")
    }
  }

  /// Ends the line of the bar.
  func finish() {
    if let text = bar?.finish() { Console.write(text) }
    bar = nil
  }

  private func begin() {
    bar = ProgressBar(
      "downloading", total: dataSet.archive.bytes, width: Console.width,
      isTerminal: Console.isTerminal, start: Trainer.monotonicSeconds())
  }
}
