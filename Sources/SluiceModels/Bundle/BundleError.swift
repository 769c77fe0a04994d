/// What can be wrong with a bundle on disk.
public enum BundleError: Error, Equatable, CustomStringConvertible {
  /// The file is no bundle at all.
  case notABundle(file: String, reason: String)
  /// A newer version of Sluice wrote the bundle.
  case newerVersion(file: String, found: Int, supported: Int)
  /// The content is not what was written.
  case edited(file: String, expected: String, found: String)
  /// An entry of the header is missing or cannot be read.
  case badEntry(file: String, entry: String, reason: String)
  /// The architecture needs a tensor that the file does not hold.
  case missingTensor(file: String, name: String)
  /// The file holds a tensor that the architecture does not have.
  case extraTensor(file: String, name: String)
  /// A tensor has another shape than the architecture's.
  case wrongShape(file: String, name: String, expected: [Int], found: [Int])
  /// The model does not give the outputs on this machine that it gave when it was saved.
  case otherOutputs(file: String, difference: Float, tolerance: Float)

  /// The message: what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notABundle(let file, let reason):
      return "\(file) is no Sluice bundle: \(reason). Give the model.safetensors of a run."
    case .newerVersion(let file, let found, let supported):
      return "\(file) has the format version \(found), this Sluice reads up to \(supported): "
        + "update Sluice."
    case .edited(let file, let expected, let found):
      return "\(file) was changed after it was saved (its content has the checksum \(found), "
        + "written was \(expected)): take a fresh copy, or train again."
    case .badEntry(let file, let entry, let reason):
      return "The entry \"\(entry)\" in the header of \(file) cannot be used: \(reason). "
        + "Take a fresh copy, or train again."
    case .missingTensor(let file, let name):
      return "\(file) lacks the tensor \"\(name)\" that its architecture needs: take a fresh copy, "
        + "or train again."
    case .extraTensor(let file, let name):
      return "\(file) holds the tensor \"\(name)\" that its architecture does not have: take a "
        + "fresh copy, or train again."
    case .wrongShape(let file, let name, let expected, let found):
      return "The tensor \"\(name)\" in \(file) has the shape \(found), its architecture needs "
        + "\(expected): take a fresh copy, or train again."
    case .otherOutputs(let file, let difference, let tolerance):
      return "The model in \(file) computes other outputs here than when it was saved: they differ "
        + "by \(difference), allowed is \(tolerance). Do not use it on this machine; report this."
    }
  }
}
