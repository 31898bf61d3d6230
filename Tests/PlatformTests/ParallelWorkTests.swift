import Platform
import Testing

/// Work for many values at once.
@Suite struct ParallelWorkTests {
  private static let counts = [0, 1, 2, 3, 4, 5, 1000]

  @Test(arguments: counts) func keepsTheOrder(_ count: Int) async {
    let results = await ParallelWork.map(Array(0..<count)) { $0 * 2 }
    #expect(results == (0..<count).map { $0 * 2 })
  }

  /// Also where what is made may be nothing.
  @Test func keepsWhatIsNil() async {
    let results = await ParallelWork.map([1, 2, 3, 4]) { $0 % 2 == 0 ? $0 : nil }
    #expect(results == [nil, 2, nil, 4])
  }
}
