/// Which coalitions are asked for, and how their answers become shares.
///
/// All estimators are of this form, so that one loop asks for the coalitions of all windows at once and
/// the shares of all windows come from the same draws: a window's shares do not depend on which others
/// are explained with it.
protocol ShapleyPlan: Sendable {
  /// The coalitions; the first is empty, the last has all players.
  var coalitions: Coalitions { get }

  /// Returns the players' shares for the answers of the coalitions, in their order.
  ///
  /// - Returns: Shares that sum to the last answer less the first, and the standard error of each where the
  ///   estimator knows it.
  func shares(_ answers: ArraySlice<Double>) -> (shares: [Double], errors: [Double]?)
}
