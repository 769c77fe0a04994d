/// The largest numbers that a file or an option may ask for.
///
/// They lie far above what is of use. Below them sums and products of a few counts fit into an Int, so
/// that a slip of the finger ends in a message and not in an overflow.
package enum Limits {
  /// Rows, steps, epochs, folds, and whatever else is counted.
  package static let count = 1_000_000_000

  /// Numbers that a network learns: 2 GB, and four times as much while Adam trains it.
  package static let parameters = 500_000_000

  /// Rows that a generator makes: 19 years of minutes, whose text takes less than 1 GB.
  package static let generatedRows = 10_000_000
}
