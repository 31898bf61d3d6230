import Glibc
import TestSupport
import Testing

@testable import Platform

@Suite struct StandardInputTests {
  private struct Pipe: ~Copyable {
    let reading: Int32
    let writing: Int32

    init() {
      var ends: [Int32] = [-1, -1]
      #expect(pipe(&ends) == 0)
      reading = ends[0]
      writing = ends[1]
    }

    deinit {
      close(reading)
      close(writing)
    }
  }

  @Test func readsToTheEnd() throws {
    let directory = try TemporaryDirectory()
    let text = String(repeating: "0123456789", count: 20_000)
    try directory.write(text, to: "text")
    let file = open(directory.file("text"), O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    let bytes = try StandardInput.read(file, limit: 200_000, patience: .seconds(60))
    #expect(bytes == Array(text.utf8))
  }

  @Test func endsAtTheLimit() throws {
    let directory = try TemporaryDirectory()
    try directory.write("0123456789", to: "text")
    let file = open(directory.file("text"), O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    #expect(throws: FileError("read", "standard input", .tooLarge(limit: 9))) {
      try StandardInput.read(file, limit: 9, patience: .seconds(60))
    }
  }

  @Test func endsWhereNothingComes() {
    let pipe = Pipe()
    let reading = pipe.reading
    let error = thrown(FileError.self) {
      _ = try StandardInput.read(reading, limit: 9, patience: .zero)
    }
    #expect(
      error?.description
        == "cannot read standard input: nothing came for 0 seconds; see that the program before it writes and ends"
    )
  }
}
