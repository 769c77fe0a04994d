/// What is not known is written as `null`: JSON has no word for a number that is none.
extension ExplainedWindows {
  private enum CodingKeys: String, CodingKey {
    case inputs, steps, readings, times, actual
  }

  /// Reads what ``encode(to:)`` wrote.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try values.decode([String].self, forKey: .inputs)
    steps = try values.decode(Int.self, forKey: .steps)
    readings = try values.decode([Float?].self, forKey: .readings).map { $0 ?? .nan }
    times = try values.decodeIfPresent([Int64].self, forKey: .times)
    actual = try values.decodeIfPresent([Float?].self, forKey: .actual)?.map { $0 ?? .nan }
  }

  /// Writes the windows, with `null` for readings and truths that are not known.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(inputs, forKey: .inputs)
    try values.encode(steps, forKey: .steps)
    try values.encode(readings.map { $0.isFinite ? $0 : nil }, forKey: .readings)
    try values.encodeIfPresent(times, forKey: .times)
    try values.encodeIfPresent(actual?.map { $0.isFinite ? $0 : nil }, forKey: .actual)
  }
}
