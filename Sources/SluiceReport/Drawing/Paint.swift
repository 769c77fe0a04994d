/// A colour by its meaning, so that light and dark pages can each give it their own shade.
public enum Paint: Sendable, Hashable {
  /// Colour of the n-th series; numbers beyond the palette start again.
  case series(Int)
  /// Text and the marks that must be seen first.
  case ink
  /// Axis labels and other secondary text.
  case muted
  /// Grid lines and frames.
  case grid
  /// The colour of the page.
  case background
  /// A fixed colour, the same on light and dark pages (cells of a heat map).
  case fixed(Colour)
}

/// A colour of the sRGB space, 8 bits a channel.
public struct Colour: Sendable, Hashable {
  /// Red, 0 to 255.
  public var red: UInt8
  /// Green, 0 to 255.
  public var green: UInt8
  /// Blue, 0 to 255.
  public var blue: UInt8

  /// A colour from its channels.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour from 0xRRGGBB.
  public init(hex: UInt32) {
    self.init(
      red: UInt8(hex >> 16 & 255), green: UInt8(hex >> 8 & 255), blue: UInt8(hex & 255))
  }

  /// "#rrggbb".
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text = "#"
    for channel in [red, green, blue] {
      for digit in [channel >> 4, channel & 15] {
        text.unicodeScalars.append(UnicodeScalar(digits[Int(digit)]))
      }
    }
    return text
  }

  /// The colour a share of the way to another one.
  func mixed(with other: Colour, _ share: Double) -> Colour {
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }

  /// Whether dark text reads better on this colour than light text.
  var isLight: Bool {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue) > 140
  }
}

/// The shades of one page: light or dark.
struct Palette {
  var series: [Colour]
  var ink: Colour
  var muted: Colour
  var grid: Colour
  var background: Colour

  /// The hues of Okabe and Ito ("Color Universal Design", 2008), told apart with every common
  /// kind of colour blindness, darkened where needed to stand out on white.
  static let light = Palette(
    series: [
      0x0072B2, 0xD55E00, 0x009E73, 0xB6508F, 0xC98A00, 0x3C9BD6, 0x7A6A00, 0x868E99,
    ].map(Colour.init(hex:)),
    ink: Colour(hex: 0x1A1F26), muted: Colour(hex: 0x5A6472), grid: Colour(hex: 0xDFE3E8),
    background: Colour(hex: 0xFFFFFF))

  /// The same hues, lightened to stand out on a dark page.
  static let dark = Palette(
    series: [
      0x5DB5F0, 0xFF8A45, 0x3CCFA0, 0xE99BCB, 0xF2C14E, 0x9AD1F5, 0xD6CB5A, 0x8B95A1,
    ].map(Colour.init(hex:)),
    ink: Colour(hex: 0xE8ECF1), muted: Colour(hex: 0x9AA6B4), grid: Colour(hex: 0x323A45),
    background: Colour(hex: 0x14181D))
}

/// A run of colours from low to high values.
public enum ColourRamp: Sendable {
  /// From pale to deep blue: counts, shares, errors.
  case sequential
  /// From blue through near-white to orange, for values on both sides of zero.
  case diverging

  /// The colour of a share from 0 to 1 (values outside are taken as the nearest end).
  func colour(_ share: Double) -> Colour {
    let stops: [Colour] =
      switch self {
      case .sequential: [0xF1F6FB, 0xA8CBE6, 0x4A93C9, 0x14609F, 0x08305C].map(Colour.init(hex:))
      case .diverging: [0x08519C, 0x6BAED6, 0xF4F4F2, 0xF0A15A, 0xB34700].map(Colour.init(hex:))
      }
    let position = min(max(share, 0), 1) * Double(stops.count - 1)
    let lower = min(Int(position), stops.count - 2)
    return stops[lower].mixed(with: stops[lower + 1], position - Double(lower))
  }
}
