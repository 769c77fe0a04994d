/// What `scripts/reference/training.py` writes.
struct TrainingFixture: Decodable {
  struct Losses: Decodable {
    struct Case: Decodable {
      let name: String
      let value: Float
      let gradient: [Float]
    }

    let shape: [Int]
    let prediction, target, weights, levels, quantiles: [Float]
    let cases: [Case]
    let weightedMSE, pinball: Float
  }

  struct Optimizers: Decodable {
    struct Case: Decodable {
      let name: String
      let after: [[Float]]
    }

    let start: [[Float]]
    let gradients: [[[Float]]]
    let cases: [Case]
  }

  struct Schedules: Decodable {
    let base: Float
    let step, exponential, cosine, cosineRestarts, warmUp, warmUpCosine, oneCycle: [Float]
    let plateauLosses, plateau: [Float]
  }

  let losses: Losses
  let optimizers: Optimizers
  let schedules: Schedules
}
