/// A value that goes into a statement or comes out of one.
enum SQLValue: Hashable, Sendable {
  /// Nothing.
  case null
  /// A whole number.
  case integer(Int)
  /// A number; infinities are kept, what is not a number may come back as nothing.
  case real(Double)
  /// A text without the character NUL.
  case text(String)

  /// A text, or nothing.
  static func text(orNull text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
}

/// An open transaction of a database.
protocol SQLSession {
  /// Whether an earlier try of the same transaction may have been carried out, its answer lost with
  /// the connection.
  var isRepeated: Bool { get }

  /// Runs one statement.
  ///
  /// - Parameters:
  ///   - sql: A statement in the words that SQLite and PostgreSQL share, with `$1`, `$2`...
  ///   - values: The values for these.
  /// - Returns: The rows that it gives, each value in the order of its columns.
  func rows(_ sql: String, _ values: [SQLValue]) throws -> [[SQLValue]]
}

/// The few words in which the databases differ.
struct SQLDialect: Sendable {
  /// The seconds since 1970, by the clock on which all workers agree.
  var now: String

  /// Makes a `SELECT` lock its rows until the end of the transaction.
  var lock: String

  /// The same, leaving out rows that another transaction has locked.
  var lockFree: String

  /// Lets one process at a time look whether the tables are there; nil where every transaction has
  /// the database for itself.
  var lockSchema: String?
}
