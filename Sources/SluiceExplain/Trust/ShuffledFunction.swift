import SluiceModels
import SluiceNN
import SluiceTensor

/// A function with weights that can be shuffled, so that it knows nothing any more.
public protocol ShuffledFunction: ExplainedFunction {
  /// Returns the same function with its weights shuffled.
  func shuffled(using stream: inout RandomStream) throws -> any ExplainedFunction
}

extension NetworkFunction: ShuffledFunction {
  /// Returns a network with the values of each parameter in another order.
  ///
  /// So their sizes stay those of the trained network, which fresh weights would not have.
  public func shuffled(using stream: inout RandomStream) throws -> any ExplainedFunction {
    let other = try network.model.built(inputSize: network.inputSize, seed: 0)
    var tensors = network.parameters.tensors
    for (path, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      tensors[path] = Tensor(tensor.values.shuffled(using: &stream), shape: tensor.shape)
    }
    try other.parameters.load(tensors)
    return try NetworkFunction(other, recipe: recipe, classScore: classScore)
  }
}
