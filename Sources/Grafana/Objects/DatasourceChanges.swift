import Base
import Documents

/// Tells what changes in a data source by its fields.
public enum DatasourceChanges {
  /// - Parameter hiddenPaths: fields that hold a Secret's value: told as changed, never shown.
  public static func describe(
    from stored: JSON, to wanted: JSON, hiddenPaths: Set<JSONPointer>
  ) -> [Change] {
    JSONDifference.between(stored, wanted).map { difference in
      let tokens = difference.pointer.tokens
      let title = (tokens.first == "jsonData" && tokens.count > 1 ? Array(tokens.dropFirst()) : tokens)
        .joined(separator: ".")
      let isHidden = hiddenPaths.contains {
        $0.isPrefix(of: difference.pointer) || difference.pointer.isPrefix(of: $0)
      }
      if isHidden || tokens.contains(where: TypedSecrets.isName) { return Change("\(title) (changed)") }
      return ChangeText.change(title, difference) { TypedSecrets.without($0, isURL: tokens == ["url"]) }
    }
  }
}
