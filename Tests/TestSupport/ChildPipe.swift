import Glibc
import Platform

/// Two ends that no other child inherits.
struct ChildPipe {
  let reading: Int32
  let writing: Int32

  init() throws(FileError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw FileError("open", "a pipe", .system(errno)) }
    reading = ends[0]
    writing = ends[1]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
}
