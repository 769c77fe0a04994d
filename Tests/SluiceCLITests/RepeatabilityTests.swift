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
    try place.expectTrainingGoesOn(after: signal)
  }
}
