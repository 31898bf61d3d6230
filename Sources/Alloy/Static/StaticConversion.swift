struct StaticConversion {
  let options: AlloyOptions
  func configuration(_ settings: SettingReader) -> AlloyConfiguration { AlloyConfiguration([]) }
}
