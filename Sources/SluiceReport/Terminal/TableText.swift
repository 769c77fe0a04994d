extension Table {
  /// The table as lines of text, columns lined up with spaces.
  ///
  /// The best cell of a column is marked with a star, and in bold where there are colours.
  public func text(_ style: TerminalStyle = .plain) -> String {
    let marked = columns.indices.map { column in rows.contains { $0[column].isBest } }
    let widths = columns.indices.map { column in
      let cells = rows.map { $0[column].text.count }
      return max(columns[column].title.count, cells.max() ?? 0)
    }
    func padded(_ text: String, _ column: Int) -> String {
      let space = String(repeating: " ", count: widths[column] - text.count)
      return columns[column].alignment == .leading ? text + space : space + text
    }
    func line(_ cells: [String]) -> String {
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    let heading = line(
      columns.indices.map { column in
        style.dim(padded(columns[column].title, column)) + (marked[column] ? " " : "")
      })
    let body = rows.enumerated().map { number, row in
      line(
        row.enumerated().map { column, cell in
          let text = padded(cell.text, column)
          let stands = cell.isBest || number == focus
          let star = cell.isBest ? "*" : marked[column] ? " " : ""
          return (stands ? style.bold(text) : text) + star
        })
    }
    return ([heading] + body).joined(separator: "\n")
  }
}
