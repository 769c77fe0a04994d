/// The place in a block of rows, and how to take one cell after another.
struct RowParser {
  private let layout: FileLayout
  private let delimiter: UInt8
  private let decimal: UInt8
  private let hasMissingNumbers: Bool
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  /// The line ends passed within the block.
  private var lines = 0
  /// The line ends passed before the row began.
  private(set) var rowLine = 0
  private(set) var problem: ReadError.Problem?
  private var badCell: String?
  private var timeCells: [UnsafeBufferPointer<UInt8>]
  private var timeText: [UInt8] = []
  private var days = TimeFormat.DayMemo()

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")
  private static let space = UInt8(ascii: " ")

  init(layout: FileLayout, at start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    self.layout = layout
    delimiter = layout.delimiter
    decimal = layout.decimal
    hasMissingNumbers = !layout.missingNumbers.isEmpty
    next = start
    self.end = end
    timeCells = Array(
      repeating: UnsafeBufferPointer(start: nil, count: 0), count: layout.timeParts)
  }

  /// Goes to the next row that is not blank; false at the end of the block.
  @inline(__always)
  mutating func begin() -> Bool {
    while next < end {
      let byte = next.pointee
      if byte == RowParser.newline || byte == delimiter || byte <= RowParser.space {
        if skipBlankRow() { continue }
      }
      rowLine = lines
      return true
    }
    return false
  }

  /// Skips a line without text.
  ///
  /// Where rows have time stamps, a row of empty cells is blank too:
  /// spreadsheets append such rows. Without, it counts, as it moves the numbers of the rows below.
  private mutating func skipBlankRow() -> Bool {
    var place = next
    while place < end, place.pointee != RowParser.newline {
      let byte = place.pointee
      let isEmptyCell = byte == delimiter && layout.timeParts > 0
      guard
        isEmptyCell || byte == RowParser.carriageReturn
          || (byte == RowParser.space && byte != delimiter)
      else { return false }
      place += 1
    }
    next = place < end ? place + 1 : place
    lines += 1
    return true
  }

  /// Takes a cell that holds a number, NaN when it is missing; nil is a problem.
  @inline(__always)
  mutating func number(_ powers: UnsafePointer<Double>) -> Float? {
    var place = next
    var isNegative = false
    if place < end, place.pointee == UInt8(ascii: "-") {
      isNegative = true
      place += 1
    }
    var digits: UInt64 = 0
    let first = place
    while place < end {
      let digit = place.pointee &- NumberCell.zero
      if digit > 9 { break }
      digits = digits &* 10 &+ UInt64(digit)
      place += 1
    }
    var count = place - first
    var places = 0
    if place < end, place.pointee == decimal {
      place += 1
      let fraction = place
      while place < end {
        let digit = place.pointee &- NumberCell.zero
        if digit > 9 { break }
        digits = digits &* 10 &+ UInt64(digit)
        place += 1
      }
      places = place - fraction
      count += places
    }
    // 18 digits cannot overflow; more, or any other text, goes the long way.
    if count > 0, count <= 18, isCellEnd(place),
      let value = NumberCell.quotient(digits, places: places, powers: powers)
    {
      next = place
      let signed = isNegative ? -value : value
      return hasMissingNumbers && layout.missingNumbers.contains(signed) ? .nan : signed
    }
    return slowNumber()
  }

  @inline(never)
  private mutating func slowNumber() -> Float? {
    guard let cell = cell() else { return nil }
    if layout.isMissing(cell) { return .nan }
    guard let value = NumberCell.parse(cell, decimal: decimal) else {
      problem = FileLayout.numberProblem(cell)
      badCell = String(decoding: cell, as: UTF8.self)
      return nil
    }
    guard value.isFinite else {
      problem = .notFinite
      badCell = String(decoding: cell, as: UTF8.self)
      return nil
    }
    return hasMissingNumbers && layout.missingNumbers.contains(value) ? .nan : value
  }

  /// Takes a cell that is a text, and returns its number, NaN when it is missing; nil is a problem.
  ///
  /// Blanks around a text without quotes do not belong to it.
  mutating func category(_ texts: inout TextInterner, isWanted: Bool) -> Float? {
    let isQuoted = next < end && next.pointee == RowParser.quote
    let inside = next + (isQuoted ? 1 : 0)
    guard let cell = cell() else { return nil }
    if isQuoted, cell.baseAddress != inside {
      problem = .textAfterQuote
      badCell = String(decoding: cell, as: UTF8.self)
      return nil
    }
    if layout.isMissing(cell) { return .nan }
    let text = isQuoted ? cell : UnsafeBufferPointer(rebasing: NumberCell.trimmed(cell))
    if text.count > CategoryColumn.longest {
      guard isWanted else {
        texts.giveUp()
        return .nan
      }
      problem = .longText(bytes: text.count, limit: CategoryColumn.longest)
      badCell = String(decoding: text, as: UTF8.self)
      return nil
    }
    guard isQuoted, text.contains(RowParser.quote) else { return texts.number(of: text) }
    var single: [UInt8] = []
    var skipsNext = false
    for byte in text {
      skipsNext = byte == RowParser.quote && !skipsNext
      if !skipsNext { single.append(byte) }
    }
    return single.withUnsafeBufferPointer { texts.number(of: $0) }
  }

  /// Takes a cell that is part of the time stamp.
  @inline(__always)
  mutating func time(_ part: Int) -> Bool {
    guard let cell = cell() else { return false }
    timeCells[part] = cell
    return true
  }

  /// Takes a cell that nothing is read from.
  mutating func skip(mustBeEmpty: Bool) -> Bool {
    guard let cell = cell() else { return false }
    if mustBeEmpty, !layout.isMissing(cell) {
      problem = .unnamedColumn
      badCell = String(decoding: cell, as: UTF8.self)
      return false
    }
    return true
  }

  /// Goes behind the delimiter or the end of the row, whichever must follow the cell.
  @inline(__always)
  mutating func endCell(index: Int, count: Int) -> Bool {
    if index < count - 1 {
      if next < end, next.pointee == delimiter {
        next += 1
        return true
      }
      problem = .ragged(expected: count, found: index + 1)
      return false
    }
    if next == end {
      lines += 1
      return true
    }
    if next.pointee == delimiter {
      var found = count
      while next < end, next.pointee == delimiter {
        next += 1
        found += 1
        if cell() == nil { break }
      }
      problem = .ragged(expected: count, found: found)
      return false
    }
    if next.pointee == RowParser.carriageReturn { next += 1 }
    if next < end { next += 1 }
    lines += 1
    return true
  }

  /// The time stamp of the row whose cells were taken; nil when it has another form.
  @inline(__always)
  mutating func timeStamp() -> Int64? {
    guard let format = layout.timeFormat else { return nil }
    if timeCells.count == 1 { return format.microseconds(timeCells[0], memo: &days) }
    timeText.removeAll(keepingCapacity: true)
    for (part, cell) in timeCells.enumerated() {
      if part > 0 { timeText.append(RowParser.space) }
      timeText.append(contentsOf: cell)
    }
    return timeText.withUnsafeBufferPointer { format.microseconds($0, memo: &days) }
  }

  func error(fieldIndex: Int) -> ReadError {
    var column: String? = layout.names[fieldIndex]
    if case .ragged? = problem { column = nil }
    if case .unnamedColumn? = problem { column = "column \(fieldIndex + 1)" }
    return ReadError(
      problem ?? .openQuote, file: layout.path, line: rowLine, column: column, cell: badCell)
  }

  func timeError() -> ReadError {
    let text = timeCells.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    return ReadError(
      .badTime(format: layout.timeFormat?.pattern ?? ""), file: layout.path, line: rowLine,
      column: layout.options.time?.columns.joined(separator: "\" and \""), cell: text)
  }

  @inline(__always)
  private func isCellEnd(_ place: UnsafePointer<UInt8>) -> Bool {
    if place == end { return true }
    let byte = place.pointee
    return byte == delimiter || byte == RowParser.newline
      || (byte == RowParser.carriageReturn && isLineEnd(place))
  }

  /// Whether a carriage return belongs to a line end.
  private func isLineEnd(_ place: UnsafePointer<UInt8>) -> Bool {
    place + 1 == end || place[1] == RowParser.newline
  }

  /// Takes the cell at the place, without its quotes; nil when a quote is left open.
  ///
  /// Doubled quotes inside stay doubled, because no number and no time has any.
  @inline(__always)
  private mutating func cell() -> UnsafeBufferPointer<UInt8>? {
    if next < end, next.pointee == RowParser.quote { return quotedCell() }
    let first = next
    while next < end, !isCellEnd(next) { next += 1 }
    return UnsafeBufferPointer(start: first, count: next - first)
  }

  private mutating func quotedCell() -> UnsafeBufferPointer<UInt8>? {
    next += 1
    let first = next
    while next < end {
      let byte = next.pointee
      if byte == RowParser.newline { lines += 1 }
      if byte == RowParser.quote {
        if next + 1 < end, next[1] == RowParser.quote {
          next += 1
        } else {
          let cell = UnsafeBufferPointer(start: first, count: next - first)
          next += 1
          // What follows the closing quote belongs to no cell: it makes the row ragged.
          if next == end || isCellEnd(next) { return cell }
          let start = first - 1
          while next < end, !isCellEnd(next) { next += 1 }
          return UnsafeBufferPointer(start: start, count: next - start)
        }
      }
      next += 1
    }
    problem = .openQuote
    return nil
  }
}
