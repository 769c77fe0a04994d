import Foundation
import SluiceModels
import SluiceTensor

extension ModelBundle {
  /// Measures what each model costs: this one first, then the baselines that were fitted beside it.
  ///
  /// The bytes are those of this bundle with one model or the other in it.
  ///
  /// - Parameter frame: Windows to forecast.
  func costs(on frame: WindowFrame) throws -> [Cost] {
    let clock = ContinuousClock()
    let rivals = (baselines?.models ?? []).filter { $0.name != model.windowModel.name }
    return try ([model] + rivals.map { .baseline($0) }).map { model in
      var bundle = self
      bundle.model = model
      return try Cost(
        of: model.windowModel, bytes: bundle.savedBytes(), frame: frame, clock: clock)
    }
  }

  /// Number of bytes of the file that ``save(to:)`` writes, found by writing one for a moment.
  func savedBytes() throws -> Int {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-\(UUID().uuidString).safetensors").path
    defer { unlink(path) }
    try save(to: path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError("read", path) }
    return Int(status.st_size)
  }
}
