import SluiceTensor

/// A network at a glance: its layers with their output shapes and numbers of parameters.
public struct NetworkSummary: Hashable, Sendable, CustomStringConvertible {
  /// One layer.
  public struct Row: Hashable, Sendable {
    /// The layer's path, its number.
    public let path: String
    /// The name of its type.
    public let layer: String
    /// The shape of its output.
    public let outputShape: ActivationShape
    /// How many numbers it has, those that are not trained among them.
    public let parameters: Int
  }

  /// The layers in order.
  public let rows: [Row]
  /// How many numbers the network has.
  public let parameters: Int
  /// How many of them training changes.
  public let trainableParameters: Int

  /// The table as text.
  public var description: String {
    let cells =
      [["Layer", "Output", "Parameters"]]
      + rows.map { ["\($0.path) \($0.layer)", "\($0.outputShape)", grouped($0.parameters)] }
    let widths = (0..<3).map { column in cells.map { $0[column].count }.max() ?? 0 }
    let lines = cells.map { row in
      padded(row[0], widths[0]) + "  " + padded(row[1], widths[1]) + "  "
        + String(repeating: " ", count: widths[2] - row[2].count) + row[2]
    }
    let rule = String(repeating: "─", count: widths.reduce(4, +))
    let total =
      "\(grouped(parameters)) parameters, \(grouped(trainableParameters)) trained, "
      + "\(grouped(parameters * 4)) bytes"
    return ([lines[0], rule] + lines.dropFirst() + [rule, total]).joined(separator: "\n")
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.count)
  }

  private func grouped(_ number: Int) -> String {
    let digits = Array("\(number)")
    return digits.indices.reduce(into: "") { text, index in
      if index > 0 && (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digits[index])
    }
  }
}

extension Network {
  /// The layers with their output shapes and numbers of parameters.
  public func summary() -> NetworkSummary {
    let shapes = (try? model.outputShapes(inputSize: inputSize)) ?? []
    let rows = zip(model.layers.indices, shapes).map { index, shape in
      NetworkSummary.Row(
        path: "\(index)", layer: type(of: model.layers[index]).typeName, outputShape: shape,
        parameters: parameters.filter { $0.path.hasPrefix("\(index).") }
          .reduce(0) { $0 + $1.parameter.count })
    }
    return NetworkSummary(
      rows: rows, parameters: parameters.scalarCount,
      trainableParameters: parameters.filter(\.parameter.isTrainable)
        .reduce(0) { $0 + $1.parameter.count })
  }
}
