extension Hyperparameter.Domain {
  /// What is wrong with the domain, in words; nil when it can be searched.
  var flaw: String? {
    switch self {
    case .integer(let range, let step, let scale):
      if step < 1 { return "a step of at least 1 is needed, found \(step)" }
      if Double(range.upperBound) - Double(range.lowerBound) >= Self.mostSteps {
        return "more than 2^53 values lie between \(range.lowerBound) and \(range.upperBound)"
      }
      guard scale == .log else { return nil }
      if step != 1 { return "a logarithmic scale has no step, found \(step)" }
      return lowerBound < 1 ? "a logarithmic scale begins at 1 or above" : nil
    case .float(let range, let step, let scale):
      if !range.lowerBound.isFinite || !range.upperBound.isFinite {
        return "both ends must be finite, found \(range.lowerBound) and \(range.upperBound)"
      }
      if let step, !(step > 0 && step.isFinite) { return "a step above 0 is needed, found \(step)" }
      if let step, !((range.upperBound - range.lowerBound) / step < Self.mostSteps) {
        return "a step of \(step) makes more than 2^53 values"
      }
      guard scale == .log else { return nil }
      if step != nil { return "a logarithmic scale has no step" }
      return range.lowerBound > 0 ? nil : "a logarithmic scale begins above 0"
    case .categorical(let values):
      if values.isEmpty { return "there is no value to choose from" }
      return Set(values).count == values.count ? nil : "a value is listed twice"
    }
  }

  /// Counts beyond this are no longer told apart as doubles.
  private static let mostSteps = 0x1p53

  private var lowerBound: Int {
    if case .integer(let range, _, _) = self { range.lowerBound } else { 0 }
  }
}

extension Hyperparameter.Domain: CustomStringConvertible {
  /// The domain in words, as errors and reports show it.
  public var description: String {
    let scale: Scale
    var text: String
    switch self {
    case .integer(let range, let step, let theScale):
      text = "\(range.lowerBound) to \(range.upperBound)" + (step == 1 ? "" : " by \(step)")
      scale = theScale
    case .float(let range, let step, let theScale):
      text = "\(range.lowerBound) to \(range.upperBound)" + (step.map { " by \($0)" } ?? "")
      scale = theScale
    case .categorical(let values):
      return values.map(\.description).joined(separator: ", ")
    }
    if scale == .log { text += ", logarithmic" }
    return text
  }
}
