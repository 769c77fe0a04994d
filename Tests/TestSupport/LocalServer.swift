import Foundation

/// A web server on this machine for the tests of downloads: it serves bytes under paths.
///
/// It is small on purpose: a thread that answers one request after another and closes each connection.
public final class LocalServer: Sendable {
  /// What is served under a path.
  public struct Page: Sendable {
    /// The whole content.
    public var bytes: Data
    /// How many bytes are sent before the connection is closed, although all were promised; nil sends all.
    public var sent: Int?
    /// Whether a request for the rest of the content is understood.
    public var knowsRanges: Bool

    /// Creates a page.
    public init(_ bytes: Data, sent: Int? = nil, knowsRanges: Bool = true) {
      self.bytes = bytes
      self.sent = sent
      self.knowsRanges = knowsRanges
    }
  }

  /// The port, which the system chose.
  public let port: Int
  private let descriptor: Int32
  private let state: State

  private final class State: @unchecked Sendable {
    private let lock = NSLock()
    private var pages: [String: Page]
    private var requests: [String] = []

    init(_ pages: [String: Page]) { self.pages = pages }

    func page(_ path: String, range: String) -> Page? {
      lock.withLock {
        requests.append(range.isEmpty ? path : "\(path) \(range)")
        return pages[path]
      }
    }

    var seen: [String] { lock.withLock { requests } }
  }

  /// Starts a server with pages by path, such as `/x.zip`.
  public init(_ pages: [String: Page]) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    // A client that has gone is no reason to end the tests.
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw CocoaError(.fileReadUnknown) }
    port = Int(UInt16(bigEndian: address.sin_port))
    descriptor = listener
    let served = State(pages)
    state = served
    Thread.detachNewThread {
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        LocalServer.answer(connection, served)
        close(connection)
      }
    }
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// The address of a path.
  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// The paths that were asked for, each with its range where it had one.
  public var requests: [String] { state.seen }

  /// An address of this machine where nobody listens.
  public static func nowhere(_ path: String) throws -> String {
    let server = try LocalServer([:])
    return server.url(path)
  }

  private static func answer(_ connection: Int32, _ state: State) {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = read(connection, &buffer, buffer.count)
      if count <= 0 { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    let path = lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let range = lines.first { $0.lowercased().hasPrefix("range: ") }?.dropFirst(7) ?? ""
    guard let page = state.page(path, range: String(range)) else {
      send(
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", to: connection)
      return
    }
    let first = page.knowsRanges ? Int(range.dropFirst("bytes=".count).dropLast()) ?? 0 : 0
    let total = page.bytes.count
    if first >= total, first > 0 {
      send(
        "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        to: connection)
      return
    }
    let isPart = first > 0
    var head = isPart ? "HTTP/1.1 206 Partial Content\r\n" : "HTTP/1.1 200 OK\r\n"
    if isPart { head += "Content-Range: bytes \(first)-\(total - 1)/\(total)\r\n" }
    head += "Content-Length: \(total - first)\r\nConnection: close\r\n\r\n"
    send(head, to: connection)
    send(page.bytes[first..<max(first, min(total, page.sent ?? total))], to: connection)
  }

  private static func send(_ text: String, to connection: Int32) {
    send(Data(text.utf8), to: connection)
  }

  private static func send(_ data: Data, to connection: Int32) {
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }
}
