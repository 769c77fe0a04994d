/// Why a file could not be read: the place and the problem.
public struct ReadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as it was named.
  public let file: String
  /// The line of the file, the first is 1; nil when the problem is not in one line.
  public var line: Int?
  /// The name of the column; nil when the problem is not in one column.
  public var column: String?
  /// The text of the cell.
  public var cell: String?
  /// What is wrong.
  public let problem: Problem

  /// Creates an error.
  init(
    _ problem: Problem, file: String, line: Int? = nil, column: String? = nil, cell: String? = nil
  ) {
    self.problem = problem
    self.file = file
    self.line = line
    self.column = column
    self.cell = cell
  }

  /// What can be wrong with a file of readings.
  public enum Problem: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable(reason: String)
    /// The file has no bytes.
    case empty
    /// There is a header and nothing below it.
    case headerOnly
    /// A folder is expected, and this is an archive of one.
    case archive
    /// A folder has no file of a layout.
    case noFiles(expected: String)
    /// Two files that belong together have different numbers of rows.
    case otherRowCount(expected: Int, file: String, found: Int)
    /// A cell is none of the texts that are legal there.
    case unknownText(known: [String])
    /// The bytes are no text in UTF-8.
    case notText(reason: String)
    /// The compressed data ends too early.
    case truncatedGzip
    /// The compressed data is damaged.
    case corruptGzip(reason: String)
    /// A row has more or fewer cells than the header.
    case ragged(expected: Int, found: Int)
    /// A quote is opened and never closed.
    case openQuote
    /// Text follows the quote that closes a cell.
    case textAfterQuote
    /// A cell of a category column is too long for a category.
    case longText(bytes: Int, limit: Int)
    /// A category column has too many different texts.
    case tooManyTexts(limit: Int)
    /// A cell of a number column holds something else.
    case notANumber
    /// A cell of a number column holds NaN, infinity, or a number too large for 32 bits.
    case notFinite
    /// A cell of the time does not have the expected form.
    case badTime(format: String)
    /// The time cells have a form that is not known.
    case unknownTime
    /// The time cells can be read in two ways.
    case ambiguousTime(formats: [String])
    /// The local clock of the zone never showed this time.
    case skippedTime(zone: String)
    /// A time zone that this machine does not know.
    case unknownZone(name: String, nearest: String?)
    /// A time format that means nothing.
    case badFormat(format: String, reason: String)
    /// A time stamp repeats or goes back.
    case order(SeriesError)
    /// A column was asked for that the file does not have.
    case missingColumn(nearest: String?, available: [String])
    /// Two columns have the same name.
    case duplicateColumn
    /// A column with readings has no name.
    case unnamedColumn
    /// The first row could be names or readings.
    case ambiguousHeader
    /// No column holds numbers.
    case noNumbers
  }

  /// The message: the place, what is wrong, what was expected, what to do.
  public var description: String {
    var place = file
    if let line { place += ", line \(line)" }
    if let column { place += ", column \"\(Self.shortened(column))\"" }
    if let cell { place += ", cell \"\(Self.shortened(cell))\"" }
    return place + ": " + problem.text
  }
}

extension ReadError {
  /// A name or a cell as far as a message needs it: whoever opens the wrong file has names of
  /// megabytes.
  fileprivate static func shortened(_ text: String) -> String {
    text.utf8.count <= 120 ? text : text.prefix(60) + "…"
  }

  /// Names with commas between them; of many the first ones and the number of the rest.
  fileprivate static func listed(_ names: [String]) -> String {
    let shown = 30
    let text = names.prefix(shown).map(shortened).joined(separator: ", ")
    return names.count <= shown ? text : text + " and \(names.count - shown) more"
  }
}

extension ReadError.Problem {
  fileprivate var text: String {
    switch self {
    case .unreadable(let reason): return "The file cannot be read: \(reason)."
    case .empty: return "The file is empty: a header and rows of readings are expected."
    case .archive:
      return "This is an archive: unpack it (`unzip FILE`, `tar -xf FILE`) and name the folder."
    case .noFiles(let expected):
      return "No file is named \(expected): name the folder that holds these files."
    case .otherRowCount(let expected, let file, let found):
      return "The file has \(found) rows, \(file) has \(expected): fetch the data again."
    case .unknownText(let known):
      return "One of \(ReadError.listed(known)) is expected."
    case .headerOnly: return "There is a header but no row of readings below it."
    case .notText(let reason):
      return "This is not a text file in UTF-8 (\(reason)): export it as CSV in UTF-8."
    case .truncatedGzip:
      return "The compressed file ends too early: it was cut off; fetch it again."
    case .corruptGzip(let reason):
      return "The compressed file is damaged (\(reason)): fetch it again."
    case .ragged(let expected, let found):
      return "The row has \(found) cells, \(expected) are expected: check for a missing or extra "
        + "delimiter, or a text with the delimiter inside that is not in quotes."
    case .openQuote: return "A quote is opened here and never closed."
    case .textAfterQuote:
      return "Text follows the closing quote: a quote inside a cell is written twice."
    case .longText(let bytes, let limit):
      return "The text has \(bytes) bytes, a category has at most \(limit): leave the column out "
        + "of `categories`."
    case .tooManyTexts(let limit):
      return "There are more than \(limit) different texts, too many for categories: leave the "
        + "column out of `categories`."
    case .notANumber:
      return "A number is expected: correct the cell, name its text in `missing`, name a column of "
        + "texts in `categories`, or leave it out of `columns`."
    case .notFinite:
      return "A finite number of 32 bits is expected: correct the cell, or name its text in "
        + "`missing` when it means a missing reading."
    case .badTime(let format):
      return "A time such as \(format) is expected: correct the cell or the time format."
    case .unknownTime:
      return "This looks like a time in a form that is not known: give its `format`, such as "
        + "\"dd/MM/yyyy HH:mm:ss\", or say that there are no time columns."
    case .ambiguousTime(let formats):
      return "The time can be read as \(formats.joined(separator: " or as ")): give its `format`."
    case .skippedTime(let zone):
      return "The clocks of \(zone) skip this time when they are put forward: check the zone."
    case .unknownZone(let name, let nearest):
      return "The time zone \"\(name)\" is not known here."
        + (nearest.map { " Did you mean \($0)?" } ?? " Names are such as Europe/Paris.")
    case .badFormat(let format, let reason):
      return "The time format \"\(format)\" cannot be used: \(reason)."
    case .order(let error): return error.description
    case .missingColumn(let nearest, let available):
      return "There is no such column." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "")
        + " The file has: " + ReadError.listed(available) + "."
    case .duplicateColumn: return "Two columns have this name: rename one."
    case .unnamedColumn: return "The column has readings but no name in the header."
    case .ambiguousHeader:
      return "The first row could be names or readings: say whether there is a `header`."
    case .noNumbers: return "No column holds numbers, so that there is nothing to learn from."
    }
  }
}
