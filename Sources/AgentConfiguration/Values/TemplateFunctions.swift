/// Functions that templates may call.
enum TemplateFunctions {
  /// Those of Go itself (text/template/funcs.go).
  static let standard = names(
    """
    and call html index slice js len not or print printf println urlquery eq ge gt le lt ne
    """)

  /// Those of template stages: sprig's (v3.2.3, functions.go) and Promtail's own (logentry/stages/template.go).
  static let pipeline = standard.union(
    names(
      """
      ToLower ToUpper Replace Trim TrimLeft TrimRight TrimPrefix TrimSuffix TrimSpace Hash Sha2Hash
      regexReplaceAll regexReplaceAllLiteral
      hello ago date date_in_zone date_modify dateInZone dateModify duration durationRound htmlDate
      htmlDateInZone must_date_modify mustDateModify mustToDate now toDate unixEpoch
      abbrev abbrevboth trunc trim upper lower title untitle substr repeat trimall trimAll trimSuffix
      trimPrefix nospace initials randAlphaNum randAlpha randAscii randNumeric swapcase shuffle snakecase
      camelcase kebabcase wrap wrapWith contains hasPrefix hasSuffix quote squote cat indent nindent
      replace plural sha1sum sha256sum adler32sum toString atoi int64 int float64 seq toDecimal
      split splitList splitn toStrings until untilStep
      add1 add sub div mod mul randInt add1f addf subf divf mulf biggest max min maxf minf ceil floor
      round join sortAlpha default empty coalesce all any compact mustCompact fromJson toJson
      toPrettyJson toRawJson mustFromJson mustToJson mustToPrettyJson mustToRawJson ternary deepCopy
      mustDeepCopy typeOf typeIs typeIsLike kindOf kindIs deepEqual env expandenv getHostByName base dir
      clean ext isAbs osBase osClean osDir osExt osIsAbs b64enc b64dec b32enc b32dec tuple list dict get
      set unset hasKey pluck keys pick omit merge mergeOverwrite mustMerge mustMergeOverwrite values
      append push mustAppend mustPush prepend mustPrepend first mustFirst rest mustRest last mustLast
      initial mustInitial reverse mustReverse uniq mustUniq without mustWithout has mustHas slice
      mustSlice concat dig chunk mustChunk bcrypt htpasswd genPrivateKey derivePassword
      buildCustomCert genCA genCAWithKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert
      genSignedCertWithKey encryptAES decryptAES randBytes uuidv4 semver semverCompare fail regexMatch
      mustRegexMatch regexFindAll mustRegexFindAll regexFind mustRegexFind mustRegexReplaceAll
      mustRegexReplaceAllLiteral regexSplit mustRegexSplit regexQuoteMeta urlParse urlJoin
      """))

  private static func names(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
