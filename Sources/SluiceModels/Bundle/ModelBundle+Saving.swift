import Foundation
import SluiceNN
import SluiceTensor

/// The names under which a bundle's parts stand in its file.
enum BundleFormat {
  /// The newest format that this version reads and the one that it writes.
  static let version = 1

  static let kind = "sluice.bundle"
  static let weightPrefix = "network."
  static let goldenRows = "golden.rows"
  static let goldenForecasts = "golden.forecasts"

  /// Entries of the header's metadata.
  enum Entry: String, CaseIterable {
    case format, formatVersion, sluiceVersion, recipe, reader, model, baselines, results, seed
    case dataFingerprint, unit, checksum
  }

  /// Returns the hash of all texts but the checksum itself, and of all tensors.
  static func checksum(_ file: SafetensorsFile) -> String {
    var hash = ContentHash()
    for (name, text) in file.metadata.sorted(by: { $0.key < $1.key })
    where name != Entry.checksum.rawValue {
      hash.combine(name)
      hash.combine(text)
    }
    for (name, tensor) in file.tensors.sorted(by: { $0.key < $1.key }) {
      hash.combine(name)
      for extent in tensor.shape { hash.combine(UInt64(extent)) }
      tensor.withUnsafeBufferPointer { hash.combine(UnsafeRawBufferPointer($0)) }
    }
    return hash.text
  }
}

/// What a network is built from before its weights are loaded; a baseline is complete in itself.
enum ModelDescription: Codable {
  case network(layers: Sequential, inputSize: Int)
  case baseline(Baseline)
}

extension ModelBundle {
  /// Writes the bundle beside its name and renames it into place.
  ///
  /// It is a safetensors file: the weights under `network.PATH`, everything else as JSON in the
  /// header's `__metadata__`.
  ///
  /// - Throws: `FileError`, such as for a full disk or a read-only place, and whatever the model
  ///   throws when it forecasts.
  public func save(to path: String) throws {
    try file().write(to: path)
  }

  func file() throws -> SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var file = SafetensorsFile(tensors: [:])
    func set(_ entry: BundleFormat.Entry, _ text: String?) {
      if let text { file.metadata[entry.rawValue] = text }
    }
    set(.format, BundleFormat.kind)
    set(.formatVersion, "\(BundleFormat.version)")
    set(.sluiceVersion, SluiceVersion.current)
    set(.recipe, try json(recipe))
    set(.reader, try reader.map(json))
    set(.baselines, try baselines.map(json))
    set(.results, try results.map(json))
    set(.seed, "\(seed)")
    set(.dataFingerprint, dataFingerprint)
    set(.unit, unit)
    switch model {
    case .network(let network):
      let description = ModelDescription.network(
        layers: network.model, inputSize: network.inputSize)
      set(.model, try json(description))
      for (path, tensor) in network.parameters.tensors {
        file.tensors[BundleFormat.weightPrefix + path] = tensor
      }
    case .baseline(let baseline):
      set(.model, try json(ModelDescription.baseline(baseline)))
    }
    let golden = try GoldenRows(self)
    file.tensors[BundleFormat.goldenRows] = golden.rows
    file.tensors[BundleFormat.goldenForecasts] = golden.forecasts
    set(.checksum, BundleFormat.checksum(file))
    return file
  }
}
