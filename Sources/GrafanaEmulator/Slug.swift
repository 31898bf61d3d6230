internal import Base

/// A title as part of a link, such as `rec-two` in `/d/rec-d2/rec-two`.
enum Slug {
  static func of(_ title: String, _ rule: Lens.SlugRule) -> String {
    switch rule {
    case .transliterated: transliterated(title)
    case .hexadecimalOrUUID: orUUID(hexadecimal(title), title)
    case .hexadecimal: orDigest(hexadecimal(title))
    }
  }

  /// Grafana 9.3 [recordings: folders, dashboards]: letters with accents lose them, anything else parts words.
  /// Scripts that are not Latin would be transliterated by a large table there; here they are left out.
  private static func transliterated(_ title: String) -> String {
    var text = ""
    for scalar in title.lowercased().unicodeScalars {
      switch scalar {
      case "&": text += "and"
      case "@": text += "at"
      case _ where isPlain(scalar): text.unicodeScalars.append(scalar)
      default: text += scalar.isASCII ? "-" : latinLetters[scalar] ?? ""
      }
    }
    return joined(text)
  }

  /// Grafana 10.1 and 12.4 [recordings: folders, dashboards]: `:` becomes `3a`.
  private static func hexadecimal(_ title: String) -> String {
    var text = ""
    for scalar in Text.trimmed(title).lowercased().unicodeScalars {
      switch scalar {
      case " ": text += "-"
      case "&": text += "and"
      case "@": text += "at"
      case "ü": text += "ue"
      case ",", "\"", "'", "\n", "\r", "\0", "?", "!", ".", "(", ")", "/", "%": break
      case _ where isPlain(scalar): text.unicodeScalars.append(scalar)
      default:
        text += latinLetters[scalar] ?? Hexadecimal.encode(String(Character(scalar)).utf8) + "-"
      }
    }
    return joined(text)
  }

  /// Grafana 12.4 replaces a slug of more than 50 bytes by the first seven digits of its SHA-1.
  private static func orDigest(_ slug: String) -> String {
    slug.utf8.count > 50 ? String(Fingerprint.sha1(slug).prefix(7)) : slug
  }

  /// Grafana 10.1 replaces a slug of more than 50 bytes by a UUID that is made of the title.
  private static func orUUID(_ slug: String, _ title: String) -> String {
    slug.utf8.count > 50 ? Fingerprint.uuid(title) : slug
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "0"..."9", "-", "_": true
    default: false
    }
  }

  /// Runs of hyphens become one, those at the ends go.
  private static func joined(_ text: String) -> String {
    text.split(separator: "-").joined(separator: "-")
  }

  private static let latinLetters: [Unicode.Scalar: String] = {
    let families = [
      ("a", "àáâãäåāăąǎǻảạắằẳẵặấầẩẫậ"), ("ae", "æǽ"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęěẻẽẹếềểễệ"),
      ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıǐỉị"), ("ij", "ĳ"), ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"),
      ("n", "ñńņňŉŋ"), ("o", "òóôõöøōŏőơǒǿỏọốồổỗộớờởỡợ"), ("oe", "œ"), ("p", "þ"), ("r", "ŕŗř"),
      ("s", "śŝşš"),
      ("ss", "ß"), ("t", "ţťŧ"), ("u", "ùúûüũūŭůűųưǔǖǘǚǜủụứừửữự"), ("w", "ŵ"), ("y", "ýÿŷỳỷỹỵ"),
      ("z", "źżžſ"),
      ("tm", "™"),
    ]
    var letters: [Unicode.Scalar: String] = [:]
    for (plain, accented) in families {
      for scalar in accented.unicodeScalars { letters[scalar] = plain }
    }
    return letters
  }()
}
