extension DecodingError {
  /// The refusal of a setting as a decoder's error, which says where it stands.
  static func impossible(_ flaw: TuningError, at decoder: any Decoder) -> DecodingError {
    .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "\(flaw)"))
  }
}
