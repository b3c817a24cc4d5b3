import QueryLanguage

/// The keys by their words alone.
extension GroupKey {
  static let halfhour = GroupKey.cyclic(.halfhour)
  static let hour = GroupKey.cyclic(.hour)
  static let weekday = GroupKey.cyclic(.weekday)
  static let daytype = GroupKey.cyclic(.daytype)
  static let slot = GroupKey.calendar(.slot)
  static let day = GroupKey.calendar(.day)
  static let month = GroupKey.calendar(.month)
  static let rate = GroupKey.label(.rate)
  static let band = GroupKey.label(.band)
  static let tariff = GroupKey.label(.tariff)
  static let meter = GroupKey.source(.meter)
  static let flow = GroupKey.source(.flow)
}
