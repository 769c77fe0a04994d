import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Workplace {
  /// Trains `exp.yaml` without a break, and again with a signal in the middle; expects that the second run,
  /// when it is resumed, comes to the files of the first one.
  func expectTrainingGoesOn(after signal: Int32) throws {
    let arguments = [
      "train", "exp.yaml", "--set", "training.epochs=8", "--set", "training.patience=null",
      "--checkpoint-seconds", "0", "--output",
    ]
    let whole = try CommandRun(arguments + ["whole"], in: folder)
    #expect(whole.status == 0, "\(whole.errors)")

    let running = try CommandRun.Running(arguments + ["run"], in: folder)
    let checkpoint = folder.appendingPathComponent("run.partial/checkpoints/last.safetensors")
    while running.isRunning, !FileManager.default.fileExists(atPath: checkpoint.path) {
      usleep(2_000)
    }
    usleep(30_000)
    running.send(signal)
    let ended = running.finish()
    #expect(ended.status == (signal == SIGKILL ? -SIGKILL : 130), "\(ended.errors)")
    #expect(listing().contains("run.partial"))
    #expect(!listing().contains("run"))
    if signal != SIGKILL { #expect(ended.errors.contains("--resume")) }

    let resumed = try CommandRun(arguments + ["run", "--resume"], in: folder)
    #expect(resumed.status == 0, "\(resumed.errors)")
    for file in ["model.safetensors", "predictions.csv"] {
      #expect(try bytes("run/\(file)") == bytes("whole/\(file)"), "\(file)")
    }
    #expect(listing() == ["exp.yaml", "readings.csv", "run", "whole"])
    #expect(listing("run") == listing("whole"))
  }
}
