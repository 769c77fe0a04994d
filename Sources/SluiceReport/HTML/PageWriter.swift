extension Page {
  /// The page as one self-contained HTML file.
  public var html: String {
    var writer = PageWriter()
    return writer.document(self)
  }
}

/// Writes a page as HTML.
struct PageWriter {
  private var text = ""
  private var charts = 0

  mutating func document(_ page: Page) -> String {
    text = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(Markup.escaped(page.title))</title>
      <style>\(PageStyle.text)</style></head><body><main>
      <header><h1>\(Markup.escaped(page.title))</h1>
      """
    if !page.subtitle.isEmpty { element("p", "subtitle", page.subtitle) }
    text += "</header>\n"
    for section in page.sections { add(section) }
    text += "</main><script>\(PageScript.text)</script></body></html>\n"
    return text
  }

  private mutating func add(_ section: Page.Section) {
    text += "<section>"
    if let heading = section.heading { element("h2", nil, heading) }
    for block in section.blocks { add(block) }
    text += "</section>\n"
  }

  private mutating func add(_ block: Block) {
    switch block {
    case .paragraph(let sentence): element("p", nil, sentence)
    case .remark(let lead, let sentence):
      text += "<p class=\"remark\"><b>\(Markup.escaped(lead))</b> \(Markup.escaped(sentence))</p>"
    case .link(let sentence, let file):
      text += "<p><a href=\"\(Markup.escaped(file))\">\(Markup.prose(sentence))</a></p>"
    case .verdict(let sentence, let tone): element("p", "verdict \(tone.rawValue)", sentence)
    case .figures(let facts): list(facts, "figures")
    case .facts(let facts): list(facts, "facts")
    case .glossary(let facts): list(facts, "glossary")
    case .table(let table): add(table)
    case .chart(let chart, let note): add(chart, note)
    case .code(let code): text += "<pre><code>\(Markup.escaped(code))</code></pre>"
    }
  }

  private mutating func element(_ tag: String, _ name: String?, _ content: String) {
    let attribute = name.map { " class=\"\($0)\"" } ?? ""
    text += "<\(tag)\(attribute)>\(Markup.prose(content))</\(tag)>"
  }

  private mutating func list(_ facts: [Fact], _ name: String) {
    text += "<dl class=\"\(name)\">"
    for fact in facts {
      text += "<div><dt>\(Markup.prose(fact.name))</dt>"
      text += "<dd>\(Markup.prose(fact.value))</dd></div>"
    }
    text += "</dl>"
  }

  private mutating func add(_ table: Table) {
    func side(_ column: Int) -> String {
      table.columns[column].alignment == .trailing ? " class=\"n\"" : ""
    }
    text += "<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>"
    for (index, column) in table.columns.enumerated() {
      text += "<th scope=\"col\"\(side(index))>\(Markup.escaped(column.title))</th>"
    }
    text += "</tr></thead><tbody>"
    for (number, row) in table.rows.enumerated() {
      text += number == table.focus ? "<tr class=\"focus\">" : "<tr>"
      for (index, cell) in row.enumerated() {
        let content = Markup.prose(cell.text)
        let marked = cell.isBest ? "<strong>\(content)</strong>" : content
        text +=
          index == 0
          ? "<th scope=\"row\"\(side(index))>\(marked)</th>"
          : "<td\(side(index))>\(marked)</td>"
      }
      text += "</tr>"
    }
    text += "</tbody></table></div>"
  }

  /// Two layouts of the chart, of which the style sheet shows one: text keeps its size on a phone.
  private mutating func add(_ chart: Chart, _ note: String?) {
    charts += 1
    let id = "chart\(charts)"
    text += "<figure><figcaption>\(Markup.escaped(chart.title))</figcaption>"
    text += "<div class=\"wide\">"
    text += SVGRenderer(width: 820, height: 300).element(chart, id: id)
    text += "</div><div class=\"narrow\">"
    text += SVGRenderer(width: 350, height: 260).element(chart, id: id + "n")
    text += "</div>"
    if let note { element("p", "note", note) }
    text += "</figure>"
  }
}
