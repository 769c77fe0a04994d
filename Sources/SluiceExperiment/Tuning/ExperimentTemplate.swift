import Foundation
import SluiceData
import SluiceReport
import SluiceTensor
import SluiceTuning

/// An experiment with gaps that the values of a trial fill: `$name` anywhere in it, and paths.
struct ExperimentTemplate: Sendable {
  /// The experiment as it is written, `$name` and all.
  let node: ConfigNode

  /// The file that it was read from; a relative data path counts from its folder.
  let source: String

  /// The parameters that stand for a path of the experiment, with the place where each was named.
  let paths: [Path]

  /// One parameter that is a path.
  struct Path: Sendable {
    var name: String
    var path: ConfigPath
    var place: ConfigPlace
  }

  /// Reads where the parameters of a search go.
  ///
  /// A parameter that the experiment does not mention is a path of it, unless it has no dot and other
  /// parameters depend on it: then it is a switch and needs no place.
  ///
  /// - Throws: ``ConfigError`` for a `$name` that is no parameter, or a name that is no path.
  init(_ node: ConfigNode, source: String, search: [SearchEntry]) throws {
    self.node = node
    self.source = source
    let names = search.map(\.name)
    let mentions = node.mentions()
    if let strange = mentions.first(where: { !names.contains($0.name) }) {
      let nearest = Spelling.nearest(to: strange.name, in: names)
      throw ConfigError(
        place: strange.place, path: ConfigPath(["experiment"]),
        problem: .unknownName(
          "'$\(strange.name)'", nearest: nearest.map { "$\($0)" }, legal: names.map { "$\($0)" }))
    }
    let mentioned = Set(mentions.map(\.name))
    let switches = Set(search.compactMap { $0.condition?.parameter })
    paths = try search.filter { !mentioned.contains($0.name) }.compactMap { entry in
      if switches.contains(entry.name), !entry.name.contains(".") { return nil }
      guard let path = ConfigPath(entry.name) else {
        throw ConfigError(
          place: entry.place, path: ConfigPath(["search"]),
          problem: .impossible("'\(entry.name)' is no path: a part of it is empty"))
      }
      return Path(name: entry.name, path: path, place: entry.place)
    }
  }

  /// Returns the experiment of a trial.
  ///
  /// - Parameter values: The values of the parameters in play.
  /// - Throws: ``ConfigError`` when the values do not make an experiment.
  func experiment(for values: Hyperparameters) throws -> Experiment {
    do {
      return try ExperimentFile.experiment(node: filled(with: values), source: source)
    } catch var error as ConfigError {
      // A key that nobody reads, written by a parameter: the parameter is what is wrong.
      if case .unknownKey(let key, let nearest, _) = error.problem,
        let path = paths.first(where: { $0.place == error.place })
      {
        let inside = error.path.parts.isEmpty ? "the experiment" : error.path.description
        let hint = nearest.map { " (did you mean '\($0)'?)" } ?? ""
        error.path = ConfigPath(["search"])
        error.problem = .impossible(
          "the parameter '\(path.name)' is used nowhere: the experiment has no $\(path.name), and "
            + "\(inside) has no key '\(key)'\(hint)")
      } else if !values.isEmpty {
        error.trial = values.text
      }
      throw error
    }
  }

  /// Returns the experiment's text with the values in their places.
  private func filled(with values: Hyperparameters) throws -> ConfigNode {
    var filled =
      try node.filled(with: values, inList: false) ?? ConfigNode(.mapping([]), place: node.place)
    for path in paths {
      guard let value = values[path.name] else { continue }
      try filled.set(path.path, to: ConfigNode(value, place: path.place))
    }
    return filled
  }
}

extension ConfigNode {
  /// Creates the node that a value is written as.
  init(_ value: ParameterValue, place: ConfigPlace) {
    if case .string(let text) = value {
      self.init(.scalar(text, isQuoted: true), place: place)
    } else {
      self.init(.scalar(value.description, isQuoted: false), place: place)
    }
  }

  /// The parameters that the node mentions as `$name`, in the order of writing.
  fileprivate func mentions() -> [(name: String, place: ConfigPlace)] {
    switch content {
    case .scalar(let text, _):
      return Self.mention(text).map { [(name: $0, place: place)] } ?? []
    case .sequence(let elements): return elements.flatMap { $0.mentions() }
    case .mapping(let entries):
      return entries.flatMap { entry in
        let own = Self.mention(entry.key).map { [(name: $0, place: entry.place)] } ?? []
        return own + entry.value.mentions()
      }
    }
  }

  /// Returns the node with values for the names that it mentions.
  ///
  /// A list's item that mentions a parameter which is not in play is left out; outside of lists the
  /// key is, whose value it would be.
  fileprivate func filled(with values: Hyperparameters, inList: Bool) throws -> ConfigNode? {
    switch content {
    case .scalar(let text, _):
      guard let name = Self.mention(text) else { return self }
      return values[name].map { ConfigNode($0, place: place) }
    case .sequence(let elements):
      let filled = try elements.compactMap { try $0.filled(with: values, inList: true) }
      return ConfigNode(.sequence(filled), place: place)
    case .mapping(let entries):
      var filled: [Entry] = []
      for entry in entries {
        var key = entry.key
        if let name = Self.mention(key) { key = values[name]?.description ?? key }
        let isKnown = Self.mention(key) == nil
        if isKnown, let value = try entry.value.filled(with: values, inList: inList) {
          filled.append(Entry(key: key, place: entry.place, value: value))
        } else if inList {
          return nil
        }
      }
      return ConfigNode(.mapping(filled), place: place)
    }
  }

  /// The name in `$name`; nil for any other text.
  private static func mention(_ text: String) -> String? {
    guard text.first == "$", text.count > 1 else { return nil }
    let name = text.dropFirst()
    return name.allSatisfy { $0.isLetter || $0.isNumber || "_.".contains($0) } ? String(name) : nil
  }
}
