/// Checks that a text is well-formed XML, as far as SVG files need it: tags nest, attributes are
/// quoted and unique, ampersands begin entities, nothing but one element at the top.
struct XMLChecker {
  /// What is wrong, or nil.
  static func fault(in text: String) -> String? {
    var checker = XMLChecker(text)
    do {
      try checker.check()
      return nil
    } catch let fault as Fault {
      return fault.text
    } catch {
      return "\(error)"
    }
  }

  /// Texts of the attribute with this name, in order.
  static func attributes(_ name: String, in text: String) -> [String] {
    let pieces = text.split(separator: " \(name)=\"", omittingEmptySubsequences: false)
    return pieces.dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }

  private struct Fault: Error { var text: String }
  private var rest: Substring
  private var open: [String] = []
  private var ids: Set<String> = []

  private init(_ text: String) { rest = Substring(text) }

  private mutating func check() throws {
    guard rest.hasPrefix("<") else { throw Fault(text: "does not begin with a tag") }
    var roots = 0
    while !rest.isEmpty {
      let text = rest.prefix { $0 != "<" }
      try checkText(text)
      if open.isEmpty, text.contains(where: { !$0.isWhitespace }) {
        throw Fault(text: "text outside of the root: \(text.prefix(40))")
      }
      rest = rest.dropFirst(text.count)
      guard !rest.isEmpty else { break }
      if open.isEmpty { roots += 1 }
      try checkTag()
    }
    guard open.isEmpty else { throw Fault(text: "never closed: \(open)") }
    guard roots == 1 else { throw Fault(text: "\(roots) roots") }
  }

  private mutating func checkTag() throws {
    guard let end = rest.firstIndex(of: ">") else { throw Fault(text: "a tag does not end") }
    var tag = rest[rest.index(after: rest.startIndex)..<end]
    rest = rest[rest.index(after: end)...]
    if tag.hasPrefix("/") {
      guard open.popLast() == String(tag.dropFirst()) else {
        throw Fault(text: "closes what was not open: \(tag)")
      }
      return
    }
    let isEmpty = tag.hasSuffix("/")
    if isEmpty { tag = tag.dropLast() }
    let name = tag.prefix { !$0.isWhitespace }
    guard name.first?.isLetter == true else { throw Fault(text: "bad name in <\(tag)>") }
    try checkAttributes(tag.dropFirst(name.count))
    if !isEmpty { open.append(String(name)) }
  }

  private mutating func checkAttributes(_ text: Substring) throws {
    var text = text
    var names: Set<Substring> = []
    while true {
      let trimmed = text.drop { $0.isWhitespace }
      if trimmed.isEmpty { return }
      guard trimmed.count < text.count else { throw Fault(text: "no space before \(trimmed)") }
      let name = trimmed.prefix { $0 != "=" }
      guard names.insert(name).inserted else { throw Fault(text: "\(name) twice") }
      text = trimmed.dropFirst(name.count)
      guard text.hasPrefix("=\"") else { throw Fault(text: "\(name) has no quoted value") }
      text = text.dropFirst(2)
      let value = text.prefix { $0 != "\"" }
      guard value.count < text.count else { throw Fault(text: "\(name) does not end") }
      if name == "id", !ids.insert(String(value)).inserted {
        throw Fault(text: "id \(value) twice")
      }
      try checkText(value)
      text = text.dropFirst(value.count + 1)
    }
  }

  private func checkText(_ text: Substring) throws {
    for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let entity = piece.prefix { $0 != ";" }
      guard ["amp", "lt", "gt", "quot", "#39"].contains(String(entity)), entity.count < piece.count
      else { throw Fault(text: "bare ampersand before \(piece.prefix(20))") }
    }
  }
}
