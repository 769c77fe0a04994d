import SluiceTensor

/// How a text file of readings is to be understood.
///
/// What is nil is found out from the file, and an ambiguity is an error, never a guess. What was
/// found is in ``SeriesReading/options``, so that a run can be repeated without finding it again.
public struct ReaderOptions: Codable, Hashable, Sendable {
  /// The character between cells; nil finds it: comma, semicolon, tab, vertical bar or space.
  public var delimiter: String?
  /// The decimal mark, `.` or `,`; nil finds it.
  public var decimal: String?
  /// Whether the first row holds the names; otherwise the columns are named `column1`, `column2`...
  ///
  /// Nil finds it: names are what is neither number nor time. Numbers only could be either, which is an
  /// error.
  public var header: Bool?
  /// The cells that mean a missing reading, besides the empty one.
  public var missing: [String]
  /// The columns to keep, in this order; nil keeps all that hold numbers, and ``categories``.
  public var columns: [String]?
  /// The columns whose cells are texts, such as labels or subjects; they become categories.
  ///
  /// A text has at most 200 bytes, and a column at most 100,000 different ones. With ``columns``, only
  /// those are read that are named there.
  public var categories: [String]
  /// Where the time stamps are; nil finds them, ``TimeOptions/none`` says that there are none.
  public var time: TimeOptions?
  /// Whether a time stamp that repeats or goes back is an error.
  public var requiresOrder: Bool
  /// What the readings lie in: one table, or the files of a known data set.
  public var layout: Layout

  /// Creates the options; each has a default that fits most files.
  public init(
    delimiter: String? = nil, decimal: String? = nil, header: Bool? = nil,
    missing: [String] = ReaderOptions.usualMissing, columns: [String]? = nil,
    categories: [String] = [], time: TimeOptions? = nil, requiresOrder: Bool = true,
    layout: Layout = .table
  ) {
    self.delimiter = delimiter
    self.decimal = decimal
    self.header = header
    self.missing = missing
    self.columns = columns
    self.categories = categories
    self.time = time
    self.requiresOrder = requiresOrder
    self.layout = layout
  }

  /// The markers of a missing reading that are understood unless told otherwise.
  public static let usualMissing = ["?", "NA", "N/A", "NaN", "nan", "NAN", "null", "-"]

  /// Decodes the options; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    delimiter = try container.decodeIfPresent(String.self, forKey: .delimiter)
    decimal = try container.decodeIfPresent(String.self, forKey: .decimal)
    header = try container.decodeIfPresent(Bool.self, forKey: .header)
    missing = try container.setting(.missing, default: ReaderOptions.usualMissing)
    columns = try container.decodeIfPresent([String].self, forKey: .columns)
    categories = try container.setting(.categories, default: [])
    time = try container.decodeIfPresent(TimeOptions.self, forKey: .time)
    requiresOrder = try container.setting(.requiresOrder, default: true)
    layout = try container.setting(.layout, default: .table)
    if let delimiter, delimiter.utf8.count != 1 || "\"\n\r".contains(delimiter) {
      throw DecodingError.dataCorruptedError(
        forKey: .delimiter, in: container,
        debugDescription: "must be one ASCII character, found \"\(delimiter)\"")
    }
    if let decimal, decimal != ".", decimal != "," {
      throw DecodingError.dataCorruptedError(
        forKey: .decimal, in: container,
        debugDescription: "must be \".\" or \",\", found \"\(decimal)\"")
    }
    if let categoryProblem {
      throw DecodingError.dataCorruptedError(
        forKey: .categories, in: container, debugDescription: categoryProblem)
    }
    let ofTables: [(CodingKeys, Bool)] = [
      (.delimiter, delimiter != nil), (.decimal, decimal != nil), (.header, header != nil),
      (.time, time != nil), (.categories, !categories.isEmpty),
    ]
    for (key, isSaid) in ofTables where isSaid && layout != .table {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container,
        debugDescription: "must not be said: the layout \(layout.rawValue) has its own")
    }
  }

  /// Why the categories do not fit the columns and the time; nil when they do.
  private var categoryProblem: String? {
    for (index, name) in categories.enumerated() {
      if categories[..<index].contains(name) { return "must name \(name) once" }
      if time?.columns.contains(name) == true {
        return "must not name \(name), which is a column of the time"
      }
      if columns?.contains(name) == false {
        return "must be among the columns; name \(name) there, too"
      }
    }
    return nil
  }
}

/// Where the time stamps of a file are and how they are written.
public struct TimeOptions: Codable, Hashable, Sendable {
  /// The columns that together make the time stamp, such as `["Date", "Time"]`; none are to be found
  /// when there is a format or a zone, and otherwise say that the rows have no time stamps.
  public var columns: [String]
  /// How the cells, joined by a space, are written, as ``TimeFormat`` describes; nil finds it.
  public var format: String?
  /// The IANA name of the time zone that the cells are in, such as `Europe/Paris`; nil is UTC.
  ///
  /// A local time that the clock shows twice in autumn is the earlier of the two unless the row
  /// above shows that it must be the later; one that the clock skips in spring is an error.
  public var zone: String?

  /// Creates the options.
  public init(columns: [String] = [], format: String? = nil, zone: String? = nil) {
    self.columns = columns
    self.format = format
    self.zone = zone
  }

  /// Decodes the options; keys that are absent take their defaults.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.setting(.columns, default: [])
    format = try container.decodeIfPresent(String.self, forKey: .format)
    zone = try container.decodeIfPresent(String.self, forKey: .zone)
  }

  /// There are no time stamps: the rows are numbered.
  public static let none = TimeOptions(columns: [])
}
