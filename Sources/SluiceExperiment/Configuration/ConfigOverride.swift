extension ConfigNode {
  /// Applies one override as it is written on a command line: `training.epochs=5`.
  ///
  /// The value is read as YAML, so that it may be a list or a mapping.
  ///
  /// - Throws: ``ConfigError`` whose place is the option.
  public mutating func apply(override text: String) throws {
    let option = "--set \(text)"
    guard let sign = text.firstIndex(of: "="),
      let path = ConfigPath(String(text[..<sign]))
    else {
      throw ConfigError(place: ConfigPlace(source: option), problem: .notAnOverride(text))
    }
    let value = try ConfigNode(
      overrideValue: String(text[text.index(after: sign)...]), option: option)
    try set(path, to: value)
  }
}
