/// The functions that templates of messages may call: Go's own, those of the Alertmanager and those of Grafana
/// [recalled].
enum TemplateFunctions {
  static let names: Set = [
    "and", "call", "html", "index", "slice", "js", "len", "not", "or", "print", "printf", "println",
    "urlquery",
    "eq", "ge", "gt", "le", "lt", "ne",
    "toUpper", "toLower", "title", "trimSpace", "join", "match", "safeHtml", "safeUrl", "urlUnescape",
    "reReplaceAll", "stringSlice", "date", "tz", "since", "humanizeDuration", "toJson",
    "coll", "data", "tmpl", "externalURL", "pathPrefix", "tableLink", "graphLink", "strvalue", "value",
  ]
}
