internal import CShims

/// Memory that this process has freed and that its allocator keeps for later.
public enum FreedMemory {
  /// Gives it back to the system: reading a revision takes much for a moment, and what is in use between its pieces keeps
  /// the allocator from doing it unasked. It takes about a quarter of a millisecond for each MiB that it gives back
  /// (measured with glibc 2.36, 1 to 256 MiB in pieces of 64 bytes).
  public static func giveBack() { sluice_give_memory_back() }
}
