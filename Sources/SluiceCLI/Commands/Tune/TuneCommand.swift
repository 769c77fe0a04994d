import ArgumentParser

/// `sluice tune`.
struct TuneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Finds the settings of an experiment with the lowest error, and looks at studies.",
    discussion: """
      A study file names an experiment, what may change in it, and how long to search:

        experiment: multivariate.yaml
        search:
          units: {integer: [32, 128], step: 32}
          training.optimizer.adam.learningRate: {choices: [0.01, 0.001, 0.0001]}
        budget: {trials: 30}

      Examples:

        sluice tune study.yaml --output studies/first
        sluice tune study.yaml --output studies/first --workers 2
        sluice tune show studies/first
        sluice tune best studies/first --output best.yaml
      """,
    subcommands: [
      TuneRunCommand.self, TuneShowCommand.self, TuneBestCommand.self, TuneExportCommand.self,
    ],
    defaultSubcommand: TuneRunCommand.self)
}
