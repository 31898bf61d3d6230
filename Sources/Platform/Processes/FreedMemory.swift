internal import CShims

/// Memory that this process has freed and that its allocator keeps for later.
public enum FreedMemory {
  /// Gives it back to the system: reading a revision takes much for a moment, and what is in use between its pieces keeps
  /// the allocator from doing it unasked. Takes about a millisecond.
  public static func giveBack() { sluice_give_memory_back() }
}
