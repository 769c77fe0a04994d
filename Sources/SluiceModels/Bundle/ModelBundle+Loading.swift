import Foundation
import SluiceData
import SluiceNN
import SluiceTensor

extension ModelBundle {
  /// Reads a bundle, checks that it is whole, and that it forecasts as it did when it was saved.
  ///
  /// Bundles of older versions stay readable.
  ///
  /// - Throws: `FileError` when the file cannot be read, ``BundleError`` when it is no bundle, newer
  ///   than this version, damaged, or gives other forecasts.
  public init(reading path: String) throws {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(reading: path)
    } catch let error as SafetensorsError {
      // The message names the file once more and ends with a stop.
      var reason = "\(error)"
      if reason.hasPrefix(path) { reason = "it" + reason.dropFirst(path.count) }
      if reason.hasSuffix(".") { reason.removeLast() }
      throw BundleError.notABundle(file: path, reason: reason)
    }
    let parts = BundleParts(file: file, path: path)
    try parts.checkFormat()
    let recipe: FittedRecipe = try parts.json(.recipe)
    let description: ModelDescription = try parts.json(.model)
    let model: Model
    switch description {
    case .network(let layers, let inputSize):
      model = .network(try parts.network(layers, inputSize: inputSize))
    case .baseline(let baseline):
      try parts.checkNoWeights()
      model = .baseline(baseline)
    }
    guard let seed = UInt64(try parts.text(.seed)) else {
      throw parts.bad(.seed, "it is no whole number")
    }
    self.init(
      model: model, recipe: recipe, reader: try parts.jsonIfPresent(.reader),
      baselines: try parts.jsonIfPresent(.baselines),
      results: try parts.jsonIfPresent(.results), seed: seed,
      dataFingerprint: file.metadata[BundleFormat.Entry.dataFingerprint.rawValue],
      unit: file.metadata[BundleFormat.Entry.unit.rawValue])
    sluiceVersion = try parts.text(.sluiceVersion)

    let golden = try parts.golden(columns: GoldenRows.columns(of: self).count)
    let difference = try golden.difference(self)
    if difference.found > difference.allowed {
      throw BundleError.otherOutputs(
        file: path, difference: difference.found, tolerance: difference.allowed)
    }
  }
}

/// The parts of a bundle's file, each checked as it is taken out.
private struct BundleParts {
  let file: SafetensorsFile
  let path: String

  func checkFormat() throws {
    guard file.metadata[BundleFormat.Entry.format.rawValue] == BundleFormat.kind else {
      throw BundleError.notABundle(
        file: path, reason: "it is a safetensors file, but its header has no Sluice entries")
    }
    guard let version = Int(try text(.formatVersion)), version >= 1 else {
      throw bad(.formatVersion, "it is no version number")
    }
    if version > BundleFormat.version {
      throw BundleError.newerVersion(
        file: path, found: version, supported: BundleFormat.version)
    }
    let expected = try text(.checksum)
    let found = BundleFormat.checksum(file)
    if expected != found {
      throw BundleError.edited(file: path, expected: expected, found: found)
    }
  }

  func text(_ entry: BundleFormat.Entry) throws -> String {
    guard let text = file.metadata[entry.rawValue] else { throw bad(entry, "it is missing") }
    return text
  }

  func json<Value: Decodable>(_ entry: BundleFormat.Entry) throws -> Value {
    let text = try text(entry)
    do {
      return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
      throw bad(entry, "\(error)")
    }
  }

  func jsonIfPresent<Value: Decodable>(_ entry: BundleFormat.Entry) throws -> Value? {
    file.metadata[entry.rawValue] == nil ? nil : try json(entry)
  }

  func bad(_ entry: BundleFormat.Entry, _ reason: String) -> BundleError {
    .badEntry(file: path, entry: entry.rawValue, reason: reason)
  }

  /// The tensors that are the network's weights, by parameter path.
  private var weights: [String: Tensor] {
    var weights: [String: Tensor] = [:]
    for (name, tensor) in file.tensors
    where name != BundleFormat.goldenRows && name != BundleFormat.goldenForecasts {
      let prefix = BundleFormat.weightPrefix
      weights[name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name] = tensor
    }
    return weights
  }

  func checkNoWeights() throws {
    if let name = weights.keys.min() { throw BundleError.extraTensor(file: path, name: name) }
  }

  func network(_ layers: Sequential, inputSize: Int) throws -> Network {
    let network: Network
    do {
      // The first weights are thrown away; this rule draws them fastest.
      network = try layers.built(inputSize: inputSize, initialization: .pytorch, seed: 0)
    } catch {
      throw bad(.model, "\(error)")
    }
    do {
      try network.parameters.load(weights)
    } catch ParameterError.missing(let name, _) {
      throw BundleError.missingTensor(file: path, name: name)
    } catch ParameterError.unknown(let name) {
      throw BundleError.extraTensor(file: path, name: name)
    } catch ParameterError.shape(let name, let expected, let found) {
      throw BundleError.wrongShape(file: path, name: name, expected: expected, found: found)
    }
    return network
  }

  func golden(columns: Int) throws -> GoldenRows {
    func tensor(_ name: String) throws -> Tensor {
      guard let tensor = file.tensors[name] else {
        throw BundleError.missingTensor(file: path, name: name)
      }
      return tensor
    }
    let rows = try tensor(BundleFormat.goldenRows)
    guard rows.rank == 2, rows.shape[1] == columns else {
      throw BundleError.wrongShape(
        file: path, name: BundleFormat.goldenRows, expected: [rows.shape.first ?? 0, columns],
        found: rows.shape)
    }
    return GoldenRows(rows: rows, forecasts: try tensor(BundleFormat.goldenForecasts))
  }
}
