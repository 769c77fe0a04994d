import SluiceTensor

@testable import SluiceModels

/// What `scripts/reference/class_models.py` writes.
struct ClassModelsFixture: Decodable {
  struct Window: Decodable {
    var length: Int
    var channels: Int
    var readings: [Float]
    var features: [Double]
  }
  struct Classifiers: Decodable {
    struct Fit: Decodable {
      var C: Double
      var balanced: Bool
      var coefficients: [Double]
      var intercepts: [Double]
      var probabilities: [Double]
    }
    var name: String
    var present: [Int]
    var classes: Int
    var width: Int
    var features: [Float]
    var labels: [Int]
    var test: [Float]
    var logistic: [Fit]
    var nearest: [Int]

    func items() throws -> LabeledFeatures {
      try LabeledFeatures(features: features, labels: labels, classes: classes)
    }
  }
  struct Temperature: Decodable {
    var outputs: Int
    var planted: Double
    var logits: [Float]
    var labels: [Int]
    var temperature: Double
    var loss: Double
  }
  var windows: [Window]
  var classifiers: [Classifiers]
  var temperatures: [Temperature]

  static func read() throws -> ClassModelsFixture {
    try JSONFixture.read("class-models", as: ClassModelsFixture.self)
  }
}

/// Items of overlapping classes, the earlier ones more frequent.
func overlappingClasses(_ count: Int, width: Int, classes: Int, seed: UInt64) throws
  -> LabeledFeatures
{
  var random = RandomStream(seed: seed)
  var (features, labels): ([Float], [Int]) = ([], [])
  for _ in 0..<count {
    let label = min(Int(random.uniform() * Float(classes)), Int(random.uniform() * Float(classes)))
    labels.append(label)
    for column in 0..<width {
      features.append(Float(random.normalDouble()) + (column % classes == label ? 0.8 : 0))
    }
  }
  return try LabeledFeatures(features: features, labels: labels, classes: classes)
}
