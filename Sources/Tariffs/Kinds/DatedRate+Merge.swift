package import EnergyModel

extension DatedRate {
  /// Merges newer rows into a tariff's rows; the newer ones win wherever both hold.
  ///
  /// Neither list may overlap itself. `acrossPayments` tells whether rows for different payment
  /// methods replace each other too; otherwise they are merged separately. Rows that replace others
  /// in part count as revised too.
  package static func merge(
    _ old: [DatedRate], with new: [DatedRate], acrossPayments: Bool = false
  ) -> (rows: [DatedRate], counts: MergeCounts) {
    var rows: [DatedRate] = []
    var counts = MergeCounts()
    func part(_ rows: [DatedRate], _ payment: PaymentMethod?) -> [DatedRate] {
      rows.filter { acrossPayments || $0.paymentMethod == payment }.sorted { $0.start < $1.start }
    }
    for payment in acrossPayments ? [nil] : [nil] + PaymentMethod.allCases.map(Optional.some) {
      let theirs = part(old, payment)
      let ours = part(new, payment)
      var index = 0
      for row in ours {
        while index < theirs.count, theirs[index].end <= row.start { index += 1 }
        if index == theirs.count || theirs[index].start >= row.end {
          counts.new += 1
        } else if theirs[index].terms == row.terms {
          counts.same += 1
        } else {
          counts.revised += 1
        }
      }
      // A row that now has an end holds no longer than that.
      let left =
        acrossPayments
        ? theirs
        : theirs.filter { row in row.validTo != nil || !ours.contains { $0.closes(row) } }
      rows += ours + rest(of: left, without: ours)
    }
    return (rows.sorted { $0.start < $1.start }, counts)
  }

  /// The rows without those that an answer shows to have been withdrawn.
  ///
  /// A row is withdrawn if its source begins with `source`, it overlaps the range asked for, it is
  /// not in the answer, and it does not reach beyond what the answer covers.
  package static func withoutWithdrawn(
    _ rows: [DatedRate], answer: [DatedRate], of range: TimeRange, from source: String
  ) -> [DatedRate] {
    // An empty answer covers nothing: a list that has vanished may come back.
    guard let first = answer.map(\.start).min(), let last = answer.map(\.end).max() else {
      return rows
    }
    let (from, to) = (min(range.start.seconds, first), max(range.end.seconds, last))
    let kept = Set(answer.map(\.terms))
    return rows.filter { row in
      let isAsked = row.start < range.end.seconds && row.end > range.start.seconds
      let isInside = row.start >= from && row.end <= to
      let isTheirs = row.source?.hasPrefix(source) ?? false
      return !(isAsked && isInside && isTheirs) || kept.contains(row.terms)
    }
  }

  /// The parts of `old` rows that no `kept` row covers; both lists are in order of time.
  static func rest(of old: [DatedRate], without kept: [DatedRate]) -> [DatedRate] {
    var rows: [DatedRate] = []
    var index = 0
    for row in old {
      while index < kept.count, kept[index].end <= row.start { index += 1 }
      var piece: DatedRate? = row
      var next = index
      while let open = piece, next < kept.count, kept[next].start < open.end {
        if open.start < kept[next].start {
          var before = open
          before.validTo = kept[next].validFrom
          rows.append(before)
        }
        piece = nil
        if kept[next].end < open.end {
          piece = open
          piece?.validFrom = kept[next].validTo
        }
        next += 1
      }
      if let piece { rows.append(piece) }
    }
    return rows
  }

  /// Whether it is another row, which has no end, with one.
  private func closes(_ open: DatedRate) -> Bool {
    guard open.validTo == nil, validTo != nil else { return false }
    var closed = open.terms
    closed.validTo = validTo
    return closed == terms
  }

  /// The start in seconds of UTC; an open start sorts before all others.
  var start: Int64 { validFrom?.seconds ?? .min }
  /// The end in seconds of UTC; an open end sorts after all others.
  var end: Int64 { validTo?.seconds ?? .max }
}
