import ArgumentParser
import Sluice

/// The whole command.
struct SluiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Learns from time series on the CPU: trains, checks and serves forecasts.",
    discussion: """
      From a file of readings to a forecast that was compared honestly:

        sluice data describe readings.csv
        sluice train experiment.yaml --data readings.csv --output runs/first
        sluice predict runs/first --data recent.csv --output forecast.csv

      Numbers go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, \
      2 unusable arguments or configuration, 130 interrupted.
      """,
    version: SluiceVersion.current,
    subcommands: [
      TrainCommand.self, TuneCommand.self, EvaluateCommand.self, PredictCommand.self,
      CompareCommand.self, DiagnoseCommand.self, ExplainCommand.self, BacktestCommand.self,
      FindLearningRateCommand.self,
      DataCommand.self,
    ])
}
