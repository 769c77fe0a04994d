/// What a picture of some evidence shows, whoever draws it.
public struct Picture: Codable, Hashable, Sendable {
  /// What the picture shows, as its heading.
  public var title: String

  /// How to read it, in a sentence.
  public var note: String

  /// What the numbers across are; empty for bars.
  public var across: String

  /// What the numbers upwards are.
  public var upwards: String

  /// What is drawn.
  public var content: Content

  /// Creates a picture.
  public init(
    _ title: String, note: String, across: String = "", upwards: String, _ content: Content
  ) {
    self.title = title
    self.note = note
    self.across = across
    self.upwards = upwards
    self.content = content
  }

  /// What is drawn.
  public enum Content: Codable, Hashable, Sendable {
    /// Lines through points.
    case lines([Line])
    /// Bars beside one another.
    case bars([Bar])
  }

  /// A line with its name.
  public struct Line: Codable, Hashable, Sendable {
    /// The name.
    public var name: String
    /// The numbers across.
    public var x: [Double]
    /// The numbers upwards, as many.
    public var y: [Double]

    /// Creates a line.
    public init(_ name: String, x: [Double], y: [Double]) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  /// A bar with its name.
  public struct Bar: Codable, Hashable, Sendable {
    /// The name.
    public var name: String
    /// Its length.
    public var value: Double
    /// Whether it is the one that the finding is about.
    public var isMeant: Bool

    /// Creates a bar.
    public init(_ name: String, _ value: Double, isMeant: Bool = false) {
      self.name = name
      self.value = value
      self.isMeant = isMeant
    }
  }
}
