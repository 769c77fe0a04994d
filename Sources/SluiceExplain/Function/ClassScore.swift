import SluiceData
import SluiceModels
import SluiceNN

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// In what units the answer for a class is explained.
public enum ClassScore: String, Codable, CaseIterable, Hashable, Sendable {
  /// The calibrated probability, from 0 to 1.
  case probability
  /// The logit of the calibrated probability, `log(p / (1 - p))`.
  ///
  /// It does not flatten out where the model is certain. An output of the network by itself would not do:
  /// only differences between outputs say anything about classes.
  case logOdds
}

extension ClassScore {
  /// Returns the scores for probabilities, row-major `[N, K]`.
  ///
  /// A probability of 0 counts as the smallest number there is, so that its log odds are finite.
  func scores(ofProbabilities probabilities: [Float], classes: Int) -> [Float] {
    guard self == .logOdds else { return probabilities }
    let smallest = Double(Float.leastNormalMagnitude)
    return stride(from: 0, to: probabilities.count, by: classes).flatMap { start in
      let row = probabilities[start..<start + classes]
      return row.indices.map { own in
        // The others are added up, for 1 less a probability near 1 has no digits left.
        let others = row.indices.reduce(0) { $1 == own ? $0 : $0 + Double(row[$1]) }
        return Float(log(max(Double(row[own]), smallest) / max(others, smallest)))
      }
    }
  }
}

/// From the outputs of a network to answers, and back from the slope of an answer.
extension NetworkFunction {
  /// The answers for outputs `[N, outputs]`, row-major `[N, K]`.
  func answers(from outputs: [Float]) -> [Float] {
    guard recipe.classes != nil else { return recipe.contributions(of: outputs) }
    guard classScore == .logOdds else {
      return recipe.answers(
        from: outputs, outputsPerStep: network.outputShape.features, references: nil)
    }
    return rows(of: outputs).flatMap { logits in
      logits.indices.map { Float(logits[$0] - Self.logSum(of: logits, without: $0)) }
    }
  }

  /// The derivative of one answer by each output, row-major `[N, outputs]`.
  func slopes(of answer: Int, at outputs: [Float]) -> [Float] {
    let width = network.outputShape.features
    guard recipe.classes != nil else {
      return outputs.enumerated().map { place, output in
        place % width == answer ? recipe.slope(ofContribution: output) : 0
      }
    }
    let temperature = recipe.calibration?.temperature ?? 1
    return rows(of: outputs).flatMap { logits in
      let slopes = classSlopes(of: answer, at: logits).map { Float($0 / temperature) }
      // The one output of a binary network is the logit of the second class.
      return width == 1 ? [slopes[1]] : slopes
    }
  }

  /// The derivative of the score of a class by each logit that the temperature has divided.
  private func classSlopes(of answer: Int, at logits: [Double]) -> [Double] {
    switch classScore {
    case .probability:
      let sum = Self.logSum(of: logits, without: nil)
      let own = exp(logits[answer] - sum)
      return logits.indices.map { own * (($0 == answer ? 1 : 0) - exp(logits[$0] - sum)) }
    case .logOdds:
      let sum = Self.logSum(of: logits, without: answer)
      return logits.indices.map { $0 == answer ? 1 : -exp(logits[$0] - sum) }
    }
  }

  /// The logits of the classes of each window, divided by the temperature.
  private func rows(of outputs: [Float]) -> [[Double]] {
    let width = network.outputShape.features
    let temperature = recipe.calibration?.temperature ?? 1
    return stride(from: 0, to: outputs.count, by: width).map { start in
      (width == 1 ? [0] : []) + outputs[start..<start + width].map { Double($0) / temperature }
    }
  }

  /// The logarithm of the sum of the exponentials of all logits but one.
  private static func logSum(of logits: [Double], without left: Int?) -> Double {
    let kept = logits.indices.filter { $0 != left }.map { logits[$0] }
    let largest = kept.max() ?? 0
    return largest + log(kept.reduce(0) { $0 + exp($1 - largest) })
  }
}
