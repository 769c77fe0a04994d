import Foundation
import TestSupport
import Testing

/// `sluice explain` as a command.
@Suite struct ExplainCommandTests {
  @Test func `a run is explained, in words, pictures and numbers`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let trained = try place.sluice("train", "exp.yaml", "--output", "run")
    #expect(trained.status == 0, "\(trained.errors)")
    let report = try place.text("run/report.html")
    #expect(report.contains("What the forecast rests on"))
    #expect(place.listing("run/charts").contains("importance.svg"))

    let told = try place.sluice("explain", "run", "--windows", "20", "--csv", "shares.csv")
    #expect(told.status == 0, "\(told.errors)")
    #expect(
      told.output.hasPrefix(
        "What moves the forecast +2 of y: integrated gradients, 20 windows of the test part\n"),
      "\(told.output)")
    #expect(told.output.contains("shares"))
    #expect(told.errors.contains("Written: run/explanation.html."))
    #expect(told.errors.contains("Written: run/explanation-charts."))
    #expect(told.errors.contains("Written: shares.csv."))
    let pictures = place.listing("run/explanation-charts")
    for name in [
      "gates-1", "importance", "lags", "memory", "permutation", "swarm", "sweep", "units-1",
      "window",
    ] {
      #expect(pictures.contains("\(name).svg"), "\(pictures)")
      #expect(try place.text("run/explanation-charts/\(name).svg").hasPrefix("<svg"))
    }
    let page = try place.text("run/explanation.html")
    #expect(page.contains("<svg") && page.contains("What the model loses without an input"))
    let lines = try place.text("shares.csv").split(separator: "\n")
    #expect(lines.count == 1 + 20 * 6 * 2)

    // The same seed gives the same bytes, whatever the number of threads.
    let again = try place.sluice(
      "explain", "run", "--windows", "20", "--csv", "again.csv", "--threads", "1")
    #expect(again.output == told.output)
    #expect(try place.bytes("again.csv") == place.bytes("shares.csv"))

    let json = try place.sluice("explain", "run", "--windows", "3", "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let answers = try #require(object?["answers"] as? [[String: Any]])
    let shares = try #require(answers.first?["attribution"] as? [String: Any])
    #expect((shares["values"] as? [Double])?.count == 3 * 6 * 2)
  }

  @Test func `a bundle is explained on other readings`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let told = try place.sluice(
      "explain", "run/model.safetensors", "--data", "readings.csv", "--method",
      "permutation-shapley",
      "--players", "steps", "--windows", "5", "--output", "why.html")
    #expect(told.status == 0, "\(told.errors)")
    #expect(told.output.contains("permutation shapley, 5 windows of the readings of readings.csv"))
    #expect(told.errors == "Written: why.html.\nWritten: why-charts.\n")
    #expect(try place.text("why.html").contains("<svg"))
    #expect(place.listing("why-charts").contains("window.svg"))
  }

  @Test func `a baseline that was saved in place of the network is explained`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let trained = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--best", "--set", "training.epochs=1")
    #expect(trained.errors.contains("The bundle holds the ridge"), "\(trained.errors)")
    for method in ["integrated-gradients", "kernel-shap", "occlusion"] {
      let told = try place.sluice("explain", "run", "--windows", "10", "--method", method)
      #expect(told.status == 0, "\(told.errors)")
      #expect(told.output.contains("10 windows of the test part; the model is the ridge\n"))
    }
    let page = try place.text("run/explanation.html")
    #expect(page.contains("the model is the ridge") && !page.contains("Inside the network"))
    #expect(!place.listing("run/explanation-charts").contains("memory.svg"))
  }

  @Test func `what is not known is null in JSON`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let trained = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set",
      "features={columns: [y, x], calendar: {cycles: [timeOfDay]}}", "--set", "training.epochs=1")
    #expect(trained.status == 0, "\(trained.errors)")
    func windows(_ arguments: String...) throws -> [String: Any] {
      let told = try CommandRun(
        ["explain", "run", "--windows", "3", "--json"] + arguments, in: place.folder)
      #expect(told.status == 0, "\(told.errors)")
      let object = try JSONSerialization.jsonObject(with: Data(told.output.utf8))
      return try #require((object as? [String: Any])?["windows"] as? [String: Any])
    }
    // The clock is no column.
    let sources = try windows("--sources")
    #expect((sources["inputs"] as? [String])?.last == "time")
    #expect((sources["readings"] as? [Any])?.contains { $0 is NSNull } == true)
    // What happens after the last row is not known.
    let newest = try windows("--data", "readings.csv")
    #expect((newest["actual"] as? [Any])?.last is NSNull)
  }

  @Test func `the methods take what belongs to them`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let trained = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set", "training.epochs=1")
    #expect(trained.status == 0, "\(trained.errors)")
    func told(_ arguments: String...) throws -> CommandRun {
      try CommandRun(["explain", "run", "--windows", "3"] + arguments, in: place.folder)
    }
    try place.write(
      "time,y,x\n" + (0..<6).map { "2024-01-01 00:\($0)0:00,2,0\n" }.joined(), to: "usual.csv")
    let window = try told("--baseline", "usual.csv")
    #expect(
      window.output.contains("Shares are counted from the last window of usual.csv."),
      "\(window.output)\(window.errors)")
    let exact = try told("--method", "exact-shapley", "--players", "steps", "--prune", "0.001")
    #expect(exact.output.contains("exact shapley, 3 windows"), "\(exact.errors)")
    let points = try told("--points", "7", "--rule", "riemann", "--tolerance", "0.5")
    #expect(points.status == 0, "\(points.errors)")
    for (arguments, message) in [
      (["--score", "logOdds"], "--score is for classes"),
      (["--method", "saliency", "--baseline", "mean"], "--baseline is for integrated-gradients"),
      (["--sweep", "x:-1"], "--sweep counts rows before the last one"),
      (["--sweep", "bogus"], "There is no input bogus"),
      (["--tolerance", "0"], "tolerance must be above 0"),
    ] {
      let refused = try CommandRun(["explain", "run"] + arguments, in: place.folder)
      #expect(refused.status == 2, "\(arguments)")
      #expect(refused.errors.contains(message), "\(refused.errors)")
    }
    try place.write("time,y,x\n2024-01-01 00:00:00,2,0\n", to: "short.csv")
    let short = try told("--baseline", "short.csv")
    #expect(short.status == 1 && short.errors.contains("Too few rows"), "\(short.errors)")
  }

  @Test func `what cannot be explained is said`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let missing = try place.sluice("explain", "run")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("There is no run run."), "\(missing.errors)")
    #expect(
      try place.sluice("train", "exp.yaml", "--output", "run", "--set", "training.epochs=1").status
        == 0)

    func refusal(_ arguments: String...) throws -> String {
      let told = try CommandRun(["explain"] + arguments, in: place.folder)
      #expect(told.status == 2, "\(arguments): \(told.errors)")
      return told.errors
    }
    #expect(try refusal("run", "--step", "3").contains("There is no forecast of step +3"))
    #expect(try refusal("run", "--class", "walk").contains("it gives no labels"))
    #expect(try refusal("run", "--step", "1", "--all").contains("give one"))
    #expect(try refusal("run", "--at", "noon").contains("--at must be a date"))
    #expect(try refusal("run", "--at", "2020-01-01").contains("No whole window ends at or before"))
    #expect(try refusal("run", "--windows", "0").contains("--windows must be at least 1"))
    #expect(try refusal("run", "--players", "cells").contains("--players is for kernel-shap"))
    #expect(try refusal("run/model.safetensors").contains("give those to explain with --data"))
    #expect(try refusal("run", "--method", "shap").contains("kernel-shap"))
    try place.write("time,y,x\n2024-01-01 00:00:00,1,2\n", to: "short.csv")
    let short = try place.sluice("explain", "run", "--data", "short.csv")
    #expect(short.status == 1)
    #expect(short.errors.contains("Too few rows for one window"), "\(short.errors)")
  }
}
