/// What a benchmark reports.
enum JSONValue {
  case text(String)
  /// A number, and its digits behind the point.
  case number(Double, Int)

  private static func rounded(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "null" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let result = (value * scale).rounded() / scale
    return digits == 0 ? "\(Int(result))" : "\(result)"
  }

  var json: String {
    switch self {
    case .text(let text): "\"\(text)\""
    case .number(let value, let digits): JSONValue.rounded(value, digits)
    }
  }

  var plain: String {
    switch self {
    case .text(let text): text
    case .number(let value, let digits): JSONValue.rounded(value, digits)
    }
  }
}
