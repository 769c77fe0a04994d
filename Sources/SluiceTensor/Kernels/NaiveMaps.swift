#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The activation functions in double precision, by the C library: what the vectorised ones are measured
/// against.
enum NaiveMaps {
  static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  #if canImport(Glibc)
    static func tanh(_ x: Double) -> Double { Glibc.tanh(x) }
    static func exp(_ x: Double) -> Double { Glibc.exp(x) }
  #elseif canImport(Musl)
    static func tanh(_ x: Double) -> Double { Musl.tanh(x) }
    static func exp(_ x: Double) -> Double { Musl.exp(x) }
  #elseif canImport(Darwin)
    static func tanh(_ x: Double) -> Double { Darwin.tanh(x) }
    static func exp(_ x: Double) -> Double { Darwin.exp(x) }
  #endif
}
