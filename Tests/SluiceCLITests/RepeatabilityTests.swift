import Foundation
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One seed, one result: to the bit, whatever happens on the way.
@Suite struct RepeatabilityTests {
  private let bundle = "model.safetensors"

  @Test func `one and two threads, and a second run, give the same bundle`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    for (output, threads) in [("one", "1"), ("two", "2"), ("again", "2")] {
      let run = try place.sluice(
        "train", "exp.yaml", "--output", output, "--threads", threads)
      #expect(run.status == 0, "\(run.errors)")
    }
    let first = try place.bytes("one/\(bundle)")
    #expect(try place.bytes("two/\(bundle)") == first)
    #expect(try place.bytes("again/\(bundle)") == first)
    #expect(try place.bytes("two/predictions.csv") == place.bytes("one/predictions.csv"))
    let other = try place.sluice("train", "exp.yaml", "--output", "other", "--seed", "2")
    #expect(other.status == 0)
    #expect(try place.bytes("other/\(bundle)") != first)
  }

  @Test func `a run repeated from its own experiment gives the same bundle`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let again = try place.sluice("train", "run/experiment.yaml", "--output", "again")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try place.bytes("again/\(bundle)") == place.bytes("run/\(bundle)"))
    #expect(try place.text("again/experiment.yaml") == place.text("run/experiment.yaml"))
  }

  @Test(arguments: [SIGKILL, SIGINT, SIGTERM])
  func `a run that is ended in the middle goes on to the same bundle`(signal: Int32) throws {
    let place = try Workplace.ready(rows: 2000)
    defer { place.remove() }
    let arguments = [
      "train", "exp.yaml", "--set", "training.epochs=8", "--set", "training.patience=null",
      "--checkpoint-seconds", "0", "--output",
    ]
    let whole = try CommandRun(arguments + ["whole"], in: place.folder)
    #expect(whole.status == 0, "\(whole.errors)")

    let running = try CommandRun.Running(arguments + ["run"], in: place.folder)
    let checkpoint = place.folder.appendingPathComponent("run.partial/checkpoints/last.safetensors")
    while running.isRunning, !FileManager.default.fileExists(atPath: checkpoint.path) {
      usleep(2_000)
    }
    usleep(30_000)
    running.send(signal)
    let ended = running.finish()
    #expect(ended.status == (signal == SIGKILL ? -SIGKILL : 130), "\(ended.errors)")
    #expect(place.listing().contains("run.partial"))
    #expect(!place.listing().contains("run"))
    if signal != SIGKILL { #expect(ended.errors.contains("--resume")) }

    let resumed = try CommandRun(arguments + ["run", "--resume"], in: place.folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try place.bytes("run/\(bundle)") == place.bytes("whole/\(bundle)"))
    #expect(place.listing() == ["exp.yaml", "readings.csv", "run", "whole"])
    #expect(place.listing("run") == place.listing("whole"))
  }
}
