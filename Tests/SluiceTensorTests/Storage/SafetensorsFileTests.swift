import Foundation
import Testing

@testable import SluiceTensor

@Suite struct SafetensorsFileTests {
  private static func bytes(header: String, data: Int) -> [UInt8] {
    let json = Array(header.utf8)
    return [UInt8(json.count & 255), UInt8(json.count >> 8), 0, 0, 0, 0, 0, 0] + json
      + [UInt8](repeating: 0, count: data)
  }

  @Test("tensors and texts survive the way through a file, and the bytes repeat")
  func roundTrip() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("sluice-safetensors-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("model.safetensors").path
    let file = SafetensorsFile(
      tensors: [
        "b": Tensor([1, -2.5, 3e-30, 4, 5, 6], shape: [2, 3]), "a.0": Tensor(7),
        "empty": .zeros([0, 3]),
      ],
      metadata: ["text": "\"quotes\" \\ \n\t\u{1} ümläut 🙂", "": ""])
    try file.write(to: path)
    let read = try SafetensorsFile(reading: path)
    #expect(read.tensors == file.tensors)
    #expect(read.metadata == file.metadata)
    let first = try Data(contentsOf: URL(fileURLWithPath: path))
    try read.write(to: path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
    #expect(first[0] % 8 == 0)
  }

  @Test("every truncation of a file is noticed")
  func truncation() throws {
    let whole = SafetensorsFileTests.bytes(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, data: 8)
    #expect(try SafetensorsFile(bytes: whole, path: "f").tensors["a"] == .zeros([2]))
    for count in 0..<whole.count {
      #expect(throws: SafetensorsError.self) {
        try SafetensorsFile(bytes: Array(whole[..<count]), path: "f")
      }
    }
  }

  @Test(
    "an inconsistent header is refused with the tensor's name",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "has 4 bytes, not 8"),
      (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4, "has type F16"),
      (#"{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}"#, 8, "impossible shape"),
      (
        #"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#, 8,
        "impossible shape"
      ),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "lies at [4, 8]"),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 8, "lies at [0]"),
      (
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
          + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#, 12,
        "tensor \"b\" lies at [4, 12], where 8"
      ),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 6, "2 bytes follow"),
      (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "not the JSON"),
      (#"{"a":"#, 0, "not the JSON"),
      (#"{"__metadata__":{"k":1}}"#, 0, "not the JSON"),
    ])
  func inconsistencies(header: String, data: Int, expected: String) {
    do {
      _ = try SafetensorsFile(
        bytes: SafetensorsFileTests.bytes(header: header, data: data), path: "f")
      Issue.record("\(header) was accepted")
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }

  @Test("a header that claims to be huge is refused without reading on")
  func hugeHeader() {
    #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(bytes: [UInt8](repeating: 255, count: 64), path: "f")
    }
  }

  @Test("a place that cannot be written or read is named")
  func unwritable() {
    let file = SafetensorsFile(tensors: ["a": .ones([70_000])])
    do {
      try file.write(to: "/nowhere/model.safetensors")
      Issue.record("written")
    } catch {
      #expect(error.path == "/nowhere/model.safetensors")
    }
    #expect(throws: FileError("read", "/nowhere/f", code: ENOENT)) {
      try SafetensorsFile(reading: "/nowhere/f")
    }
    #if os(Linux)
      #expect(throws: FileError("write", "/dev/full", code: ENOSPC)) {
        try file.write(to: "/dev/full")
      }
    #endif
  }
}
