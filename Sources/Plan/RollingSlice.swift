import Base

/// Chooses the owned objects whose bodies are verified in this cycle though nothing points at them, so that each comes
/// round once in a fixed number of cycles.
public enum RollingSlice {
  /// - Parameters:
  ///   - kinds: kinds whose listings do not show every change.
  ///   - cycle: counts the cycles.
  ///   - rounds: in how many cycles everything is to be verified once.
  public static func keys(
    of inventory: some Sequence<ObjectKey>, kinds: Set<ObjectKind>, cycle: Int, rounds: Int
  ) -> Set<ObjectKey> {
    let turn = cycle % max(1, rounds)
    return Set(inventory.filter { kinds.contains($0.kind) && bucket($0.uid, rounds) == turn })
  }

  /// A spread that is the same in every process (FNV-1a).
  private static func bucket(_ uid: String, _ rounds: Int) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in uid.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return Int(hash % UInt64(max(1, rounds)))
  }
}
