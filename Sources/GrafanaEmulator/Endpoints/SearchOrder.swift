/// The order of listings by title, and their pages.
struct SearchOrder: Sendable {
  let isDescending: Bool
  let ignoresCase: Bool

  /// SQLite compares titles by their bytes, the index of later versions without case [folders: list-page-1].
  static func standard(_ lens: Lens, isDescending: Bool = false) -> SearchOrder {
    SearchOrder(isDescending: isDescending, ignoresCase: lens.hasKubernetesAPI)
  }

  /// One page of the whole listing.
  func page<Item>(
    _ items: [Item], title: (Item) -> Title, uid: (Item) -> String, number: Int, size: Int
  ) -> [Item] {
    let keyed = items.map { item in
      let title = title(item)
      return (title: ignoresCase ? title.lowercased : title.text, uid: uid(item), item: item)
    }
    let sorted = keyed.sorted { one, other in
      if one.title != other.title {
        return one.title.utf8.lexicographicallyPrecedes(other.title.utf8) != isDescending
      }
      return one.uid < other.uid
    }
    return sorted.dropFirst((number - 1) * size).prefix(size).map(\.item)
  }

  /// One page of the whole listing, then sorted by title without case, as Grafana does with pages that it was not
  /// asked to sort.
  static func page<Item>(
    _ items: [Item], title: (Item) -> Title, uid: (Item) -> String, number: Int, size: Int, order: SearchOrder
  ) -> [Item] {
    order.page(items, title: title, uid: uid, number: number, size: size)
      .map { (key: title($0).lowercased, item: $0) }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map(\.item)
  }
}
