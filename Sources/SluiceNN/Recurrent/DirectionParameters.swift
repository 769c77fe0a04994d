import SluiceTensor

/// The parameters of one direction of one recurrent layer.
struct DirectionParameters: Sendable {
  /// The direction's part of the path; nil where there is only one.
  let name: String?
  let weightIH: Parameter
  let weightHH: Parameter
  let biasIH: Parameter
  let biasHH: Parameter?

  init(name: String?, layer: RecurrentLayer, features: Int, _ plan: BuildPlan) {
    let (size, gates) = (layer.hiddenSize, layer.cell.gateCount)
    let rule = plan.initialization
    self.name = name
    weightIH = plan.parameter(
      "weightIH", shape: [gates * size, features],
      rule.inputWeight(features: features, hiddenSize: size, gates: gates))
    weightHH = plan.parameter(
      "weightHH", shape: [gates * size, size], rule.recurrentWeight(hiddenSize: size))
    switch layer.cell {
    case .lstm:
      biasIH = plan.parameter("bias", shape: [4 * size], rule.biasOfLSTM(hiddenSize: size))
      biasHH = nil
    case .gru:
      let fill = rule.biasOfGRU(hiddenSize: size)
      biasIH = plan.parameter("biasIH", shape: [3 * size], fill)
      biasHH = plan.parameter("biasHH", shape: [3 * size], fill)
    }
  }

  /// The values, as the operation takes them.
  var weights: RecurrentWeights {
    RecurrentWeights(
      weightIH: weightIH.value, weightHH: weightHH.value, biasIH: biasIH.value,
      biasHH: biasHH?.value)
  }

  /// Grows whenever one of the parameters may have changed.
  var generation: Int {
    weightIH.generation + weightHH.generation + biasIH.generation + (biasHH?.generation ?? 0)
  }

  func visit(_ visitor: inout ParameterVisitor) {
    guard let name else { return visitParameters(&visitor) }
    visitor.scope(name) { visitParameters(&$0) }
  }

  private func visitParameters(_ visitor: inout ParameterVisitor) {
    visitor.parameter("weightIH", weightIH)
    visitor.parameter("weightHH", weightHH)
    visitor.parameter(biasHH == nil ? "bias" : "biasIH", biasIH)
    if let biasHH { visitor.parameter("biasHH", biasHH) }
  }
}
