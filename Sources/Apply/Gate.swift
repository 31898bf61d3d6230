/// Lets so many tasks through at once; the others wait in the order in which they came.
public actor Gate {
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  public init(width: Int) {
    free = width
  }

  func enter() async {
    if free > 0 {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
