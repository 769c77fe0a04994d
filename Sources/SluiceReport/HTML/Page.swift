/// A report as a value: headings, sentences, tables and charts in reading order.
///
/// `html` writes it as one file that needs nothing else: no network, no fonts, and scripts only for
/// comfort. Every kind of report (a run, a comparison, a study) is such a page.
public struct Page: Sendable {
  /// What the report is called.
  public var title: String
  /// A line under the title: what, when, with what.
  public var subtitle: String
  /// The parts of the page in order.
  public var sections: [Section]

  /// A page from its sections.
  public init(title: String, subtitle: String = "", sections: [Section] = []) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// A part of a page under a heading of its own.
  public struct Section: Sendable {
    /// The heading; nil for what stands directly under the title.
    public var heading: String?
    /// What stands in it, in order.
    public var blocks: [Block]

    /// A section.
    public init(_ heading: String?, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }
}

/// One thing that stands on a page.
public enum Block: Sendable {
  /// A few sentences of plain text.
  case paragraph(String)
  /// A few sentences behind a word or two in bold that say what they are about.
  case remark(String, String)
  /// A sentence that leads to another file beside the page.
  case link(String, to: String)
  /// The sentence that matters most, with its tone.
  case verdict(String, Tone)
  /// Figures that are seen at a glance.
  case figures([Fact])
  /// Names and their values, one a line.
  case facts([Fact])
  /// Terms and what they mean.
  case glossary([Fact])
  /// A table.
  case table(Table)
  /// A chart with a sentence below it that says how to read it.
  case chart(Chart, note: String?)
  /// A command or other text that is copied as it is.
  case code(String)

  /// Whether something is good news.
  public enum Tone: String, Sendable {
    /// It is.
    case good
    /// It is neither.
    case open
    /// It is not.
    case bad
  }
}

/// A name and what belongs to it.
public struct Fact: Sendable, Equatable {
  /// The name.
  public var name: String
  /// What belongs to it.
  public var value: String

  /// A fact.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
