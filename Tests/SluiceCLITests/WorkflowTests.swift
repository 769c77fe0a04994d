import Foundation
import Testing
import TestSupport

/// The commands as a user calls them one after another.
@Suite struct WorkflowTests {
  @Test func `train, evaluate, predict and compare work together`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let train = try place.sluice("train", "exp.yaml", "--output", "runs/a")
    #expect(train.status == 0, "\(train.errors)")
    #expect(train.output.contains("network"))
    #expect(
      place.listing("runs/a") == [
        "charts", "experiment.yaml", "history.csv", "metrics.json", "model.safetensors",
        "predictions.csv", "report.html",
      ])
    #expect(place.listing("runs") == ["a"])
    let history = try place.text("runs/a/history.csv").split(separator: "\n")
    #expect(history.count == 4)
    // The rate is a Float: 0.01 and not its many digits as a Double.
    #expect(history[1].split(separator: ",")[3] == "0.01")
    let predictions = try place.text("runs/a/predictions.csv").split(separator: "\n")
    #expect(
      predictions.first == """
        time,step,actual,predicted,persistence,seasonalNaive,drift,mean,ridge
        """)
    // 80 test rows, from the second reading on, two rows ahead.
    #expect(predictions.count == 1 + 80 - 1 - 2)

    let evaluate = try place.sluice("evaluate", "runs/a", "--data", "readings.csv", "--json")
    #expect(evaluate.status == 0, "\(evaluate.errors)")
    #expect(evaluate.output.contains(#""baselines""#))

    let predict = try place.sluice(
      "predict", "runs/a", "--data", "readings.csv", "--output", "forecast.csv")
    #expect(predict.status == 0, "\(predict.errors)")
    #expect(predict.output == "")
    let forecast = try place.text("forecast.csv").split(separator: "\n")
    #expect(forecast.first == "time,step,actual,predicted")
    #expect(forecast.count == 1 + 400 - 1)
    #expect(forecast.last?.hasPrefix("2024-01-03 18:50:00,2,,") == true)

    let latest = try place.sluice("predict", "runs/a", "--data", "readings.csv", "--latest")
    #expect(latest.status == 0, "\(latest.errors)")
    #expect(latest.output.split(separator: "\n").last == forecast.last)

    #expect(try place.sluice("train", "exp.yaml", "--output", "runs/b", "--seed", "2").status == 0)
    let compare = try place.sluice("compare", "runs/a", "runs/b")
    #expect(compare.status == 0, "\(compare.errors)")
    #expect(compare.output.contains("a") && compare.output.contains("b"))
    let json = try place.sluice("compare", "runs/a", "runs/b", "--json")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((parsed?["runs"] as? [Any])?.count == 2)
  }

  @Test func `what happened is written wherever the readings hold the target`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let train = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set", "features.columns=[x]")
    #expect(train.status == 0, "\(train.errors)")
    let readings = Workplace.readings(rows: 40)
    try place.write(readings, to: "known.csv")
    let known = try place.sluice("predict", "run", "--data", "known.csv")
    #expect(known.status == 0, "\(known.errors)")
    let y = readings.split(separator: "\n")[4].split(separator: ",")[1]
    // The first forecast follows the second reading and lies two rows ahead.
    #expect(known.output.split(separator: "\n")[1].hasPrefix("2024-01-01 00:30:00,2,\(y),"))

    // Without the target, or with words in its place, the forecasts are the same.
    let rows = readings.split(separator: "\n").map { $0.split(separator: ",") }
    try place.write(rows.map { "\($0[0]),\($0[2])\n" }.joined(), to: "lacking.csv")
    let words = rows.enumerated().map { $0 == 0 ? "time,y,x\n" : "\($1[0]),soon,\($1[2])\n" }
    try place.write(words.joined(), to: "words.csv")
    for file in ["lacking.csv", "words.csv"] {
      let run = try place.sluice("predict", "run", "--data", file)
      #expect(run.status == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n")
      #expect(lines.count == known.output.split(separator: "\n").count)
      #expect(lines[1].hasPrefix("2024-01-01 00:30:00,2,,"))
    }
  }

  @Test func `metrics hold what the report is made of`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let train = try place.sluice("train", "exp.yaml", "--output", "run", "--json")
    #expect(train.status == 0, "\(train.errors)")
    #expect(try place.text("run/metrics.json") == train.output)
    let data = Data(train.output.utf8)
    let metrics = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let test = try #require(metrics["test"] as? [String: Any])
    for key in ["mse", "rmse", "mae", "smape", "mase", "r2", "count"] {
      #expect(test[key] is NSNumber, "\(key)")
    }
    let baselines = try #require(metrics["baselines"] as? [String: Any])
    #expect(Set(baselines.keys) == ["persistence", "seasonalNaive", "drift", "mean", "ridge"])
    let training = try #require(metrics["training"] as? [String: Any])
    for key in ["epochs", "bestEpoch", "seconds", "parameters", "seed"] {
      #expect(training[key] is NSNumber, "\(key)")
    }
    #expect((metrics["byHorizon"] as? [Any])?.count == 1)
  }

  @Test func `the best baseline becomes the bundle when asked and better`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--best", "--set", "training.epochs=1")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("ridge"), "\(run.errors)")
    let predict = try place.sluice("predict", "run", "--data", "readings.csv", "--latest")
    #expect(predict.status == 0, "\(predict.errors)")
    let evaluate = try place.sluice("evaluate", "run", "--data", "readings.csv")
    #expect(evaluate.status == 0, "\(evaluate.errors)")
  }

  @Test func `a backtest trains in every fold`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice("backtest", "exp.yaml", "--folds", "3", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect((parsed?["folds"] as? [Any])?.count == 3)
    let text = try place.sluice("backtest", "exp.yaml", "--folds", "2")
    #expect(text.status == 0)
    #expect(text.output.contains("2024-01-0"))
  }

  @Test func `a learning rate is suggested, and nothing is written but the chart`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    let run = try place.sluice(
      "find-learning-rate", "exp.yaml", "--from", "0.0001", "--updates", "60", "--output",
      "rates.svg")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("--set training.optimizer.adam.learningRate="), "\(run.output)")
    #expect(run.output.contains("the experiment's is 0.01"))
    #expect(try place.text("rates.svg").contains("experiment: 0.01"))
    #expect(place.listing() == ["exp.yaml", "rates.svg", "readings.csv"])
    #expect(try place.text("exp.yaml") == Workplace.experiment)

    let json = try place.sluice(
      "find-learning-rate", "exp.yaml", "--from", "0.0001", "--updates", "60", "--json")
    #expect(json.status == 0, "\(json.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let suggestion = try #require(parsed?["suggestion"] as? Double)
    #expect(suggestion > 0.0005 && suggestion < 1, "\(suggestion)")
    let points = try #require(parsed?["points"] as? [Any])
    #expect(points.count > 30 && points.count <= 60)
    // What was suggested can be pasted.
    let pasted = run.output.split(separator: "--set ").last?.split(separator: "\n").first
    let train = try place.sluice(
      "train", "exp.yaml", "--output", "run", "--set", String(try #require(pasted)))
    #expect(train.status == 0, "\(train.errors)")
  }

  @Test func `resuming a finished run says so and changes nothing`() throws {
    let place = try Workplace.ready()
    defer { place.remove() }
    #expect(try place.sluice("train", "exp.yaml", "--output", "run").status == 0)
    let before = try place.bytes("run/metrics.json")
    let again = try place.sluice("train", "exp.yaml", "--output", "run", "--resume")
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("finished already"))
    #expect(try place.bytes("run/metrics.json") == before)
  }
}
