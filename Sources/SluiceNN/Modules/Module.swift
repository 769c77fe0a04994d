import SluiceTensor

/// A layer, or several, with parameters: what is built from a ``Layer``.
///
/// Parameters are held in `let` properties and named in ``visit(_:)``, one line each.
public protocol Module: Sendable {
  /// Names each parameter and child module once.
  func visit(_ visitor: inout ParameterVisitor)

  /// Computes the output for a batch.
  func callAsFunction(_ x: Tensor, _ context: inout ForwardContext) -> Tensor
}
