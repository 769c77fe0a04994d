import SluiceTensor

/// Collects the parameters of a module by walking its children: names, order, saving and loading
/// all follow from this walk.
public struct ParameterVisitor {
  private var prefix = ""
  private(set) var found: [NamedParameters.Element] = []

  /// Creates a visitor that has seen nothing.
  public init() {}

  /// Notes a parameter of the module that is being visited.
  public mutating func parameter(_ name: String, _ parameter: Parameter) {
    found.append(.init(path: prefix + name, parameter: parameter))
  }

  /// Visits a child under its name.
  public mutating func module(_ name: String, _ child: any Module) {
    scope(name) { child.visit(&$0) }
  }

  /// Names what belongs to one part of the module.
  public mutating func scope(_ name: String, _ body: (inout ParameterVisitor) -> Void) {
    let outer = prefix
    prefix += name + "."
    body(&self)
    prefix = outer
  }
}

/// The parameters of a module with their paths, in a fixed order.
public struct NamedParameters: RandomAccessCollection, Sendable {
  /// One parameter and where it stands, such as `0.weightIH`.
  public struct Element: Sendable {
    /// The names from the network down to the parameter, joined by dots.
    public let path: String
    /// The parameter.
    public let parameter: Parameter
  }

  private let elements: [Element]

  /// Collects the parameters of a module.
  ///
  /// - Precondition: no path occurs twice.
  public init(of module: any Module) {
    var visitor = ParameterVisitor()
    module.visit(&visitor)
    elements = visitor.found
    precondition(
      Set(elements.map(\.path)).count == elements.count, "parameters: a path occurs twice")
  }

  /// The index of the first parameter.
  public var startIndex: Int { 0 }
  /// The index after the last parameter.
  public var endIndex: Int { elements.count }
  /// The parameter at an index.
  public subscript(index: Int) -> Element { elements[index] }

  /// The parameter at a path; nil if there is none.
  public subscript(path: String) -> Parameter? {
    elements.first { $0.path == path }?.parameter
  }

  /// The number of elements of all parameters together.
  public var scalarCount: Int { elements.reduce(0) { $0 + $1.parameter.count } }

  /// Forgets all gradients.
  public func zeroGradients() {
    for element in elements { element.parameter.gradient = nil }
  }

  /// The values by path, for saving.
  public var tensors: [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: elements.map { ($0.path, $0.parameter.value.detached()) })
  }

  /// Replaces all values by tensors of the same paths and shapes.
  ///
  /// - Throws: ``ParameterError`` if a tensor is missing, superfluous or of another shape; then no
  ///   value has changed.
  public func load(_ tensors: [String: Tensor]) throws {
    for element in elements {
      guard let tensor = tensors[element.path] else {
        throw ParameterError.missing(path: element.path, shape: element.parameter.shape)
      }
      guard tensor.shape == element.parameter.shape else {
        throw ParameterError.shape(
          path: element.path, expected: element.parameter.shape, found: tensor.shape)
      }
    }
    let paths = Set(elements.map(\.path))
    if let unknown = tensors.keys.filter({ !paths.contains($0) }).min() {
      throw ParameterError.unknown(path: unknown)
    }
    for element in elements {
      if let tensor = tensors[element.path] { element.parameter.value = tensor }
    }
  }
}

/// Why saved tensors do not fit a network.
public enum ParameterError: Error, Equatable, CustomStringConvertible {
  /// The network has a parameter for which there is no tensor.
  case missing(path: String, shape: [Int])
  /// There is a tensor for which the network has no parameter.
  case unknown(path: String)
  /// A tensor has another shape than its parameter.
  case shape(path: String, expected: [Int], found: [Int])

  /// The error in a sentence.
  public var description: String {
    switch self {
    case .missing(let path, let shape):
      return "the weights lack \(path), which the network needs with shape \(shape)"
    case .unknown(let path):
      return "the weights hold \(path), which the network does not have"
    case .shape(let path, let expected, let found):
      return "the weights hold \(path) with shape \(found), but the network needs \(expected)"
    }
  }
}
