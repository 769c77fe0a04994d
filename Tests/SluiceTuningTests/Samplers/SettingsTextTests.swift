import SluiceTuning
import Testing

@Suite("Names of samplers")
struct SettingsTextTests {
  @Test(
    "A sampler is known by its name and the settings that are not the usual ones",
    arguments: [
      (RandomSampler(), "random"), (GridSampler(), "grid"),
      (GridSampler(points: 5), "grid(points 5)"), (SobolSampler(), "sobol"),
      (TPESampler(), "tpe"), (TPESampler(candidates: 30), "tpe(candidates 30)"),
      (TPESampler(startup: 20, candidates: 30), "tpe(startup 20, candidates 30)"),
      (GaussianProcessSampler(startup: 3), "gp(startup 3)"), (CMAESSampler(), "cmaes"),
      (
        CMAESSampler(population: 8, deviation: 0.2),
        "cmaes(population 8, deviation 0.2)"
      ),
      (NSGA2Sampler(population: 20), "nsga2"), (NSGA2Sampler(population: 8), "nsga2(population 8)"),
      (
        PopulationSampler(population: 4, quantile: 0.5, fixed: ["a", "b"]),
        "population(population 4, quantile 0.5, fixed a b)"
      ), (PopulationSampler(), "population"),
    ] as [(any Sampler, String)])
  func names(sampler: any Sampler, name: String) {
    #expect(sampler.description == name)
  }
}
