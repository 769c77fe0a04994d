import ArgumentParser

@main
struct SluiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Learns from time series: trains, compares and serves forecasts on the CPU.")
}
