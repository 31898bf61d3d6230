/// How much of the past is kept.
public struct Retention: Sendable {
  public var events = 10_000
  public var history = 100_000
  public var cycles = 2_000
  /// The newest, and the first beside them: what was there before Sluice. States that were written from Git count apart from
  /// what somebody else has made, and so many different contents stay however often one of them comes again.
  public var copiesOfOneObject = 10
  public var copyAge = Duration.seconds(180 * 86_400)
  /// Delivered messages are kept so that the same is not delivered twice after a restart.
  public var deliveredAge = Duration.seconds(14 * 86_400)

  public init() {}
}
