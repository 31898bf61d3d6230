/// A title with what is derived from it and looked at often.
struct Title: Hashable, Sendable {
  let text: String
  /// As in links.
  let slug: String
  /// For sorting and searching.
  let lowercased: String

  init(_ text: String, _ lens: Lens) {
    self.text = text
    slug = Slug.of(text, lens.slugs)
    lowercased = text.lowercased()
  }

  /// Whether two objects in one place cannot both have such titles.
  func clashes(with other: Title, _ lens: Lens) -> Bool {
    switch lens.titles {
    case .uniqueBySlug: slug == other.slug
    case .unique: text == other.text
    case .free: false
    }
  }
}
