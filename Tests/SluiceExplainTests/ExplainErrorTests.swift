import SluiceExplain
import Testing

/// What is said where something cannot be explained.
@Suite struct ExplainErrorTests {
  @Test func `each refusal names what is wrong and what to do`() {
    let steps = [1, 2, 3]
    let classes = ["rest", "walk"]
    let refusals: [(ExplainError, [String])] = [
      (.baseline(name: "ridge"), ["holds the baseline ridge, no network", "explainedFunction()"]),
      (
        .targetUnseen(name: "drift", target: "power"),
        ["drift repeats readings of power, which is none", "Train with power among the features"]
      ),
      (
        .beforeWindow(name: "seasonalNaive", target: "power", rowsBack: 23, lookback: 12),
        ["seasonalNaive repeats the reading of power 23 rows before", "window of 12", "24 or more"]
      ),
      (
        .otherAnswers(name: "persistence", count: 3, of: 90),
        ["persistence answers otherwise", "in 3 of 90 windows", "before outliers were cut"]
      ),
      (
        .noGradient(method: "saliency"),
        ["saliency needs derivatives", "(kernel-shap, permutation-shapley or occlusion)"]
      ),
      (
        .noSuchStep(found: 4, steps: steps),
        ["no forecast of step +4", "+1, +2, +3", "longer horizon"]
      ),
      (
        .noSuchClass(name: "wlk", nearest: "walk", classes: classes),
        ["no class \"wlk\"", "did you mean \"walk\"?", "rest, walk"]
      ),
      (.labels(classes: classes), ["gives labels, not forecasts", "one of rest, walk"]),
      (.forecasts(steps: steps), ["it gives no labels", "one of +1, +2, +3"]),
      (
        .noSuchAnswer(found: 2, answers: classes),
        ["no answer 2", "there are 2, counted from 0 (rest, walk)"]
      ),
      (
        .windows(expected: [5, 3], found: [9, 4, 3]),
        ["the shape [9, 4, 3]", "[windows, 5 steps, 3 inputs]", "windows(of:)"]
      ),
      (.noWindows(purpose: "to explain"), ["no window to explain", "choose at least one"]),
      (
        .shortWindows(count: 3, of: 59, shortest: 2, lookback: 5),
        ["3 of 59 windows", "lookback of 5", "shortest 2", "wholeWindows"]
      ),
      (
        .otherInputs(expected: ["a", "b"], found: ["c"]),
        ["the inputs c", "trained with a, b", "recipe of the model's bundle"]
      ),
      (
        .baselineShape(expected: [5, 3], found: [3, 5]),
        ["baseline window has the shape [3, 5]", "[5, 3] (steps, inputs)", "one scaled window"]
      ),
      (.notFinite(name: "answer"), ["The answer is infinite or not a number", "extreme readings"]),
      (
        .setting(name: "points", expected: "at least 1", found: "0"),
        ["points must be at least 1, found 0"]
      ),
    ]
    for (refusal, words) in refusals {
      for part in words { #expect("\(refusal)".contains(part), "\(refusal)") }
    }
    // One of each: no two messages are alike.
    #expect(Set(refusals.map { "\($0.0)" }).count == refusals.count)
    let many = (1...20).map { "class \($0)" }
    #expect("\(ExplainError.labels(classes: many))".contains("class 10, ... (20 in all)"))
  }
}
