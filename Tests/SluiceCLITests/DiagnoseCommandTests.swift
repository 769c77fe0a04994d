import Foundation
import TestSupport
import Testing

/// `sluice diagnose` as a command.
@Suite struct DiagnoseCommandTests {
  @Test func `a run is looked at, its cure written and tried`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let trained = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set", "training.epochs=2", "--set",
      "training.optimizer={adam: {learningRate: 0.001}}", "--set", "training.patience=null")
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.errors.contains("What may be wrong (sluice diagnose says why"))

    let told = try place.sluice("diagnose", "run", "--apply", "better.yaml", "--prove", "better")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.output.contains("the most likely cause first"), "\(told.output)")
    #expect(told.output.contains("The test said: "))
    #expect(told.output.contains("Do: "))
    #expect(told.output.contains("the root mean squared error on the test part is"))
    #expect(told.errors.contains("Written: better.yaml, with "), "\(told.errors)")
    #expect(told.errors.contains("Written: run/diagnosis.html."))
    let page = String(decoding: try place.bytes("run/diagnosis.html"), as: UTF8.self)
    #expect(page.contains("<svg") && page.contains("What to do."))
    #expect(try place.sluice("compare", "run", "better").status == 0)

    for refused in [
      ["--apply", "better.yaml"], ["--prove", "better"], ["--prove", "run", "--force"],
      ["--apply", "run/experiment.yaml", "--force"], ["--apply", "new.yaml", "--finding", "99"],
    ] {
      let again = try CommandRun(["diagnose", "run"] + refused, in: place.folder)
      #expect(again.status != 0, "\(refused)")
      #expect(
        [
          "better.yaml exists already", "better exists already", "which is never written over",
          "--finding must be from 1 to",
        ].contains { again.errors.contains($0) },
        "\(refused): \(again.errors)")
    }
    let forced = try place.sluice("diagnose", "run", "--apply", "better.yaml", "--force")
    #expect(forced.status == 0, "\(forced.errors)")

    let json = try place.sluice("diagnose", "run", "--json")
    let report =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let findings = try #require(report?["findings"] as? [[String: Any]])
    #expect(findings.allSatisfy { $0["kind"] is String && $0["weight"] is Double })
    #expect(!findings.isEmpty)
  }

  @Test func `what cannot be looked at is said`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let missing = try place.sluice("diagnose", "run")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("There is no run run."))
    let alone = try place.sluice("diagnose", "run", "--all")
    #expect(alone.status == 2)
    #expect(alone.errors.contains("--all says which cures to take"))
    let none = try place.sluice("diagnose", "run", "--seeds", "0")
    #expect(none.status == 2)
    #expect(none.errors.contains("--seeds must be at least 1, found 0."))

    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    try place.write(Workplace.readings(rows: 380), to: "readings.csv")
    let other = try place.sluice("diagnose", "run")
    #expect(other.status == 2, "\(other.errors)")
    #expect(other.errors.contains("The training readings are not those that run was made with"))
    #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/run/diagnosis.html"))
  }
}
