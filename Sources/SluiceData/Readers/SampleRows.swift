/// Rows taken from all over a file, to find out how it is written.
struct SampleRows {
  /// A row with the place behind it and the line ends inside it.
  struct Row {
    var cells: [String]
    let next: Int
    let lines: Int
  }

  let bytes: TextBytes
  let delimiter: UInt8

  /// Returns the row that begins at a place; nil at the end of the file.
  func row(at start: Int) -> Row? {
    guard start < bytes.count else { return nil }
    var place = start
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var lines = 0
    let quote = UInt8(ascii: "\"")
    while place < bytes.count {
      let byte = bytes.start[place]
      place += 1
      if byte == quote {
        if isQuoted, place < bytes.count, bytes.start[place] == quote {
          cell.append(quote)
          place += 1
        } else if isQuoted || cell.isEmpty {
          isQuoted.toggle()
        } else {
          cell.append(byte)
        }
      } else if isQuoted {
        if byte == 10 { lines += 1 }
        cell.append(byte)
      } else if byte == delimiter {
        cells.append(SampleRows.text(cell))
        cell.removeAll(keepingCapacity: true)
      } else if byte == 10 {
        lines += 1
        break
      } else {
        cell.append(byte)
      }
    }
    if cell.last == 13 { cell.removeLast() }
    cells.append(SampleRows.text(cell))
    return Row(cells: cells, next: place, lines: lines)
  }

  /// Returns rows with a given number of cells: the first ones, and a few from many places below.
  func rows(from start: Int, width: Int) -> [Row] {
    var rows: [Row] = []
    func take(_ count: Int, from start: Int) {
      var place = start
      for _ in 0..<count {
        guard let row = row(at: place) else { return }
        if row.cells.count == width, row.cells.contains(where: { !$0.isEmpty }) {
          rows.append(row)
        }
        place = row.next
      }
    }
    take(100, from: start)
    let spots = 64
    let rest = bytes.count - start
    guard rest > 1 << 14 else {
      take(1 << 14, from: rows.last?.next ?? start)
      return rows
    }
    for spot in 1..<spots {
      var place = start + rest / spots * spot
      while place < bytes.count, bytes.start[place] != 10 { place += 1 }
      take(2, from: place + 1)
    }
    return rows
  }

  private static func text(_ bytes: [UInt8]) -> String {
    var text = Substring(decoding: bytes, as: UTF8.self)
    while let first = text.first, first == " " { text = text.dropFirst() }
    while let last = text.last, last == " " { text = text.dropLast() }
    return String(text)
  }
}

extension Substring {
  fileprivate init(decoding bytes: [UInt8], as encoding: UTF8.Type) {
    self = Substring(String(decoding: bytes, as: encoding))
  }
}
