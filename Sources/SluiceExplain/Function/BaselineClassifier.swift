import SluiceData
import SluiceModels
import SluiceTensor

/// The labels of a baseline as a function of windows: one answer a class, in the units of its ``ClassScore``.
///
/// It looks at statistics such as quantiles, and has no gradient. Where each step of a window is labeled,
/// the label of the last step is explained.
struct BaselineClassifier: BaselineFunction {
  let baseline: Baseline
  let recipe: FittedRecipe
  let inputs: [String]
  let answers: [String]
  private let classScore: ClassScore

  /// Wraps a baseline that gives labels.
  init(_ baseline: Baseline, recipe: FittedRecipe, classScore: ClassScore) {
    self.baseline = baseline
    self.recipe = recipe
    self.classScore = classScore
    inputs = recipe.recipe.inputs
    answers = Self.answers(of: recipe)
  }

  func ownAnswers(for frame: WindowFrame) throws -> [Float] {
    let all = try baseline.outputs(for: frame)
    let width = all.count / max(1, frame.count)
    let ofLastStep = (0..<frame.count).flatMap { (window: Int) -> ArraySlice<Float> in
      let end = (window + 1) * width
      return all[end - answers.count..<end]
    }
    return classScore.scores(ofProbabilities: ofLastStep, classes: answers.count)
  }

  func values(_ windows: Tensor) -> [Float] {
    let isLastStepOnly = recipe.recipe.label?.everyStep ?? false
    let seen = isLastStepOnly ? windows.sliced(axis: 1, steps - 1..<steps) : windows
    return classScore.scores(
      ofProbabilities: baseline.probabilities(
        ofScaled: seen, describesWindows: !isLastStepOnly), classes: answers.count)
  }
}
