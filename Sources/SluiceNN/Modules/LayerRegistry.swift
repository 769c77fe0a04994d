import SluiceTensor

/// All layers that can be read from a file, by the names of their types.
enum LayerRegistry {
  static let types: [any Layer.Type] = [
    LSTM.self,
    GRU.self,
    Bidirectional.self,
    Conv1D.self,
    MaxPool1D.self,
    AveragePool1D.self,
    GlobalMaxPool1D.self,
    GlobalAveragePool1D.self,
    Dense.self,
    Dropout.self,
    LayerNorm.self,
    BatchNorm.self,
    Activation.self,
  ]

  static func decode(from decoder: any Decoder) throws -> any Layer {
    try NamedCoding.decode("layer", from: decoder, names: types.map { $0.typeName }) {
      name, settings in
      guard let type = types.first(where: { $0.typeName == name }) else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "no layer is named \(name)"))
      }
      return try type.init(from: settings)
    }
  }

  static func encode(_ layer: any Layer, to encoder: any Encoder) throws {
    try NamedCoding.encode(layer, as: type(of: layer).typeName, to: encoder)
  }
}
