/// The text by which a study knows its sampler: a name and the settings that are not the usual ones,
/// such as `tpe(startup 20)`, so that a setting that comes later changes no study from before.
struct SettingsText {
  private let name: String
  private var settings: [String] = []

  /// Begins with the name.
  init(_ name: String) { self.name = name }

  /// Adds a setting, unless it has its usual value.
  func adding<Value: Equatable>(_ name: String, _ value: Value, usually usual: Value) -> Self {
    if value == usual { return self }
    var text = self
    text.settings.append("\(name) \(value)")
    return text
  }

  /// Adds a setting, where it is set.
  func adding(_ name: String, _ value: (some Any)?) -> Self {
    guard let value else { return self }
    var text = self
    text.settings.append("\(name) \(value)")
    return text
  }

  /// The text.
  var text: String { settings.isEmpty ? name : "\(name)(\(settings.joined(separator: ", ")))" }
}
