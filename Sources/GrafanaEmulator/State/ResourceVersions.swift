/// The resource versions of one kind of object: microseconds since 1970, each larger than the last
/// (reference/grafana-http-api.md, section 19).
struct ResourceVersions: Sendable {
  private var last = Moment.now.nanoseconds / 1000

  /// What a list shows: the last write plus one [12.4 kubernetes_listing].
  var ofList: Int { last + 1 }

  /// The version of the write that is being made.
  mutating func next() -> Int {
    // A list shows one more than the last write, so that the next write must be beyond that.
    last = max(Moment.now.nanoseconds / 1000, last + 2)
    return last
  }
}
