import QueryLanguage

/// The roles of a grouping's keys: the axis that each belongs to, and its position there.
///
/// A role depends on the other keys: a day determines its weekday, and tariffs distinguish sources
/// where several price the same readings.
struct KeyRoles: Hashable, Sendable {
  /// A property of a source: one meter's readings priced by one alternative.
  enum SourceTrait: Hashable, Sendable {
    case flow
    case meter
    case alternative
  }

  enum Axis: Hashable, Sendable {
    case source
    case label
    case calendar
    case cyclic
  }

  /// An axis, with the index of the key on it where the axis has several.
  enum Role: Hashable, Sendable {
    case source(Int)
    case label(Int)
    case calendar(GroupKey.Calendar)
    /// A cyclic key that has only one value in each calendar unit.
    case determined(GroupKey.Cyclic)
    case cyclic(GroupKey.Cyclic, Int)

    var axis: Axis {
      switch self {
      case .source: .source
      case .label: .label
      case .calendar, .determined: .calendar
      case .cyclic: .cyclic
      }
    }
  }

  private let keys: [GroupKey]
  private let roles: [Role]
  let source: [SourceTrait]
  let label: [GroupKey.Label]
  let calendar: [GroupKey.Calendar]
  /// The cyclic keys that no calendar key determines.
  let cyclic: [GroupKey.Cyclic]

  init(_ keys: [GroupKey], hasAlternatives: Bool) {
    let calendar = keys.compactMap { key in
      if case .calendar(let key) = key { key } else { nil }
    }
    var source: [SourceTrait] = []
    var label: [GroupKey.Label] = []
    var cyclic: [GroupKey.Cyclic] = []
    roles = keys.map { key in
      switch key {
      case .source(.flow): source.append(.flow)
      case .source(.meter): source.append(.meter)
      case .label(.tariff) where hasAlternatives: source.append(.alternative)
      case .label(let key):
        label.append(key)
        return .label(label.count - 1)
      case .calendar(let key): return .calendar(key)
      case .cyclic(let key):
        if calendar.contains(where: { $0.determines(key) }) { return .determined(key) }
        cyclic.append(key)
        return .cyclic(key, cyclic.count - 1)
      }
      return .source(source.count - 1)
    }
    self.keys = keys
    (self.source, self.label, self.calendar, self.cyclic) = (source, label, calendar, cyclic)
  }

  /// The role of one of the keys.
  subscript(key: GroupKey) -> Role {
    guard let index = keys.firstIndex(of: key) else {
      preconditionFailure("the groups are not by \(key.word)")
    }
    return roles[index]
  }

  /// The axes in the order in which the keys first name them.
  var axes: [Axis] {
    roles.map(\.axis).reduce(into: []) { axes, axis in
      if !axes.contains(axis) { axes.append(axis) }
    }
  }

  /// Whether the keys of each axis are adjacent, and keys determined by a calendar key come after
  /// it.
  var areTogether: Bool {
    let runs = roles.indices.filter { $0 == 0 || roles[$0].axis != roles[$0 - 1].axis }
    return runs.count == axes.count
      && roles.indices.allSatisfy { index in
        guard case .determined(let cyclic) = roles[index] else { return true }
        return roles[..<index].contains { role in
          if case .calendar(let key) = role { key.determines(cyclic) } else { false }
        }
      }
  }
}
