/// A named column of 32-bit numbers; a missing reading is NaN.
///
/// A column of categories, such as labels or subjects, holds the places of its cells' texts in
/// ``categories``.
///
/// A column is a view: a slice shares the readings of the column that it was taken from, and its
/// positions begin at 0 again.
public struct Column: Sendable, RandomAccessCollection {
  /// The column's name, unique within its series.
  public let name: String
  /// What the numbers from 0 on stand for; nil for a column of readings.
  public let categories: [String]?
  let view: RowView<Float>

  /// Creates a column that holds all of the values.
  public init(_ name: String, _ values: [Float]) {
    self.init(name: name, categories: nil, view: RowView(values))
  }

  /// Creates a column of categories.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - codes: The place of each row's category; NaN is missing.
  ///   - categories: What the places stand for.
  /// - Precondition: Each code is NaN or a whole number from 0 to the last category.
  public init(_ name: String, codes: [Float], categories: [String]) {
    for code in codes where !code.isNaN {
      precondition(
        code >= 0 && code < Float(categories.count) && code == code.rounded(),
        "Column \(name): there is no category \(code) among \(categories.count)")
    }
    self.init(name: name, categories: categories, view: RowView(codes))
  }

  /// Creates a column of categories from the text of each row; an empty text is missing.
  ///
  /// The categories are all texts that occur, in ``Column/order(_:)``.
  public init(_ name: String, texts: [String]) {
    let categories = Column.order(Set(texts.filter { !$0.isEmpty }))
    let places = Dictionary(
      uniqueKeysWithValues: categories.enumerated().map { ($0.element, Float($0.offset)) })
    self.init(
      name: name, categories: categories, view: RowView(texts.map { places[$0] ?? .nan }))
  }

  private init(name: String, categories: [String]?, view: RowView<Float>) {
    self.name = name
    self.categories = categories
    self.view = view
  }

  /// Returns texts in the order in which categories are numbered: by value where all are whole
  /// numbers, otherwise by their letters.
  public static func order(_ texts: Set<String>) -> [String] {
    let numbers = texts.compactMap { text in Int(text).map { (text: text, value: $0) } }
    guard numbers.count == texts.count else {
      return texts.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
    // Two ways of writing one number, such as 1 and 01, still have one order.
    return numbers.sorted { ($0.value, $0.text) < ($1.value, $1.text) }.map(\.text)
  }

  /// The category of one row; nil when it is missing, or the column holds readings.
  public func category(_ row: Int) -> String? {
    guard let categories, !self[row].isNaN else { return nil }
    return categories[Int(self[row])]
  }

  /// The categories that some row has, in their order; none for a column of readings.
  public var occurring: [String] {
    guard let categories else { return [] }
    let codes = Set(filter { !$0.isNaN })
    return categories.indices.filter { codes.contains(Float($0)) }.map { categories[$0] }
  }

  /// Always 0: positions count from the first row of the view.
  public var startIndex: Int { 0 }

  /// The number of rows.
  public var endIndex: Int { view.count }

  /// The reading of one row; NaN when it is missing.
  public subscript(row: Int) -> Float { view.element(row, of: "Column \(name)") }

  /// The readings as an array: shared when the view is whole, copied when it is a slice.
  public var values: [Float] { view.elements }

  /// The number of missing readings.
  public var missingCount: Int {
    withUnsafeBufferPointer { buffer in
      var missing = 0
      for value in buffer where value != value { missing += 1 }
      return missing
    }
  }

  /// Calls a closure with the readings where they lie.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try view.withUnsafeBufferPointer(body)
  }

  /// Returns other readings under the same name, of the same categories.
  func replacing(_ values: [Float]) -> Column {
    Column(name: name, categories: categories, view: RowView(values))
  }

  /// Returns the same readings under another name.
  public func renamed(_ name: String) -> Column {
    Column(name: name, categories: categories, view: view)
  }

  /// Returns a view of some rows, counted within this view.
  public func rows(_ rows: Range<Int>) -> Column {
    Column(name: name, categories: categories, view: view.rows(rows, of: "Column \(name)"))
  }
}

extension Column: Equatable {
  /// Whether name, categories and readings are the same; two missing readings are.
  public static func == (left: Column, right: Column) -> Bool {
    guard left.name == right.name, left.categories == right.categories, left.count == right.count
    else { return false }
    return left.withUnsafeBufferPointer { a in
      right.withUnsafeBufferPointer { b in
        a.indices.allSatisfy { a[$0] == b[$0] || (a[$0].isNaN && b[$0].isNaN) }
      }
    }
  }
}
