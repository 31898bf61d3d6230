/// How long the outbox waits between tries, where the host does not say.
public enum DeliveryWait {
  /// 5 s, 10 s, 20 s, … up to 15 minutes.
  ///
  /// - Parameter attempt: the one that failed, counted from 1.
  public static func after(_ attempt: Int) -> Duration {
    min(.seconds(5 << min(max(attempt - 1, 0), 10)), .seconds(900))
  }
}
