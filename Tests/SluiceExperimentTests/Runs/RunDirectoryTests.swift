import Foundation
import SluiceExperiment
import SluiceTensor
import Testing

@Suite struct RunDirectoryTests {
  private let folder: String
  private var run: String { folder + "/run" }
  private let experiment = "target: y\ntraining: {epochs: 5}\n"

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  private func listing(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private func finishedRun(_ text: String = "1") throws {
    let directory = try RunDirectory(run, experiment: experiment, replaces: true)
    try directory.write(text, to: RunFiles.bundle)
    try directory.write("<svg/>", to: "charts/loss.svg")
    try directory.finish()
  }

  private func complaint(
    replaces: Bool = false, resumes: Bool = false, experiment: String? = nil
  ) -> String {
    do {
      _ = try RunDirectory(
        run, experiment: experiment ?? self.experiment, replaces: replaces, resumes: resumes)
      return "begun"
    } catch {
      return String(describing: error).replacingOccurrences(of: folder, with: "FOLDER")
    }
  }

  @Test func `a run appears whole, without checkpoints and lock`() throws {
    do {
      let directory = try RunDirectory(run + "/", experiment: experiment)
      try directory.write("weights", to: RunFiles.bundle)
      try directory.write("<svg/>", to: "charts/loss.svg")
      try WholeFile.write("state", to: directory.checkpoints + "/last")
      #expect(listing(folder) == ["run.partial"])
      try directory.finish()
    }
    #expect(listing(folder) == ["run"])
    #expect(listing(run) == ["charts", "experiment.yaml", "model.safetensors"])
    #expect(listing(run + "/charts") == ["loss.svg"])
  }

  @Test func `folders above the run are made`() throws {
    _ = try RunDirectory(folder + "/a/b/run", experiment: experiment)
    #expect(listing(folder + "/a/b") == ["run.partial"])
  }

  @Test func `an existing run is replaced only when asked`() throws {
    try finishedRun("1")
    #expect(
      complaint()
        == "FOLDER/run exists already. Choose another output, or replace it with --force.")
    #expect(listing(folder) == ["run"])
    try finishedRun("2")
    #expect(listing(folder) == ["run"])
    #expect(
      try String(contentsOfFile: run + "/" + RunFiles.bundle, encoding: .utf8) == "2")
  }

  @Test func `what is no run is never replaced`() throws {
    try FileManager.default.createDirectory(
      atPath: run, withIntermediateDirectories: true)
    try WholeFile.write("dear diary", to: run + "/diary.txt")
    let words =
      "FOLDER/run exists and is no run directory, so it is not replaced. Choose another output."
    #expect(complaint() == words)
    #expect(complaint(replaces: true) == words)
    #expect(listing(run) == ["diary.txt"])
  }

  @Test func `an empty folder may become the run`() throws {
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: true)
    try finishedRun()
    #expect(listing(folder) == ["run"])
  }

  @Test func `an unfinished run asks for a decision`() throws {
    do {
      let directory = try RunDirectory(run, experiment: experiment)
      try WholeFile.write("state", to: directory.checkpoints + "/last")
    }
    #expect(
      complaint() == """
        An unfinished run lies in FOLDER/run.partial. Go on with --resume, or begin afresh with \
        --force.
        """)
    let resumed = try RunDirectory(run, experiment: experiment, resumes: true)
    #expect(resumed.isResumed)
    #expect(listing(resumed.checkpoints) == ["last"])
  }

  @Test func `beginning afresh drops the checkpoints`() throws {
    do {
      let directory = try RunDirectory(run, experiment: experiment)
      try WholeFile.write("state", to: directory.checkpoints + "/last")
    }
    let fresh = try RunDirectory(run, experiment: experiment, replaces: true)
    #expect(!fresh.isResumed)
    #expect(listing(fresh.checkpoints) == [])
  }

  @Test func `resuming where nothing was begun begins`() throws {
    #expect(!(try RunDirectory(run, experiment: experiment, resumes: true).isResumed))
  }

  @Test func `resuming with another experiment names the difference`() throws {
    do { _ = try RunDirectory(run, experiment: experiment) }
    #expect(
      complaint(resumes: true, experiment: "target: y\ntraining: {epochs: 6}\n") == """
        The run in FOLDER/run.partial was begun with another experiment: \
        training.epochs was '5' and is '6' now. Go on with the experiment that it was begun with, \
        or begin afresh with --force.
        """)
    #expect(complaint(resumes: true, experiment: "# other\n" + experiment) == "begun")
  }

  @Test func `a second writer is kept out`() throws {
    let first = try RunDirectory(run, experiment: experiment)
    #expect(
      complaint(resumes: true)
        == "Another process is writing FOLDER/run.partial. Wait for it, or choose another output.")
    withExtendedLifetime(first) {}
  }

  @Test func `a run that failed leaves nothing, or what can be resumed`() throws {
    let first = try RunDirectory(run, experiment: experiment)
    #expect(first.abandon() == false)
    #expect(listing(folder) == [])
    let second = try RunDirectory(run, experiment: experiment)
    try WholeFile.write("state", to: second.checkpoints + "/last")
    #expect(second.abandon() == true)
    #expect(listing(folder) == ["run.partial"])
  }
}
