import EnergyModel
import QueryLanguage

/// The search for what makes a bill differ: causes alone, and where none leaves no difference in pairs.
struct CauseSearch {
  /// Causes that were supposed of a bill, and what they leave.
  struct Trial {
    var causes: [any Cause]
    var supposition: Supposition
    var amounts: BillAmounts
    /// The known lines that still don't agree.
    var left: [BillLine]

    var isWhole: Bool { left.isEmpty }
  }

  /// Those of single causes, in their order.
  private(set) var singles: [Trial] = []
  /// Those of two causes, in their order, up to the first that leaves no difference.
  private(set) var pairs: [Trial] = []
  /// The simplest that leaves no difference.
  private(set) var found: Trial?

  private let bill: BillModel
  private let keepsPairs: Bool

  /// `keepsPairs`: whether ``pairs`` are wanted, of which there may be many thousands.
  init(_ bill: BillModel, keepsPairs: Bool) throws {
    (self.bill, self.keepsPairs) = (bill, keepsPairs)
    let causes = try bill.causes
    let differing = Set(bill.disagreeing(bill.ours))
    var helps = [Bool](repeating: false, count: causes.count)
    for (place, cause) in causes.enumerated() {
      guard let trial = try trial([cause]) else { continue }
      singles.append(trial)
      helps[place] = Set(trial.left).isStrictSubset(of: differing)
    }
    found = singles.first(where: \.isWhole)
    if found == nil { found = try pair(of: causes, helps) }
  }

  private func trial(_ causes: [any Cause]) throws -> Trial? {
    var supposition = bill.base
    for cause in causes {
      guard try cause.suppose(&supposition, of: bill) else { return nil }
    }
    guard supposition != bill.base, let amounts = try bill.amounts(supposition) else { return nil }
    return Trial(
      causes: causes, supposition: supposition, amounts: amounts,
      left: bill.disagreeing(amounts, supposition.prices))
  }

  /// The first pair that leaves no difference; those that are worked out come second in it.
  ///
  /// Of causes of which there are many, one and another would often fit by chance: in a pair with
  /// them, one alone has to make further lines agree, as `helps` says of each.
  private mutating func pair(of causes: [any Cause], _ helps: [Bool]) throws -> Trial? {
    for first in causes.indices {
      for second in causes.indices.dropFirst(first + 1) {
        let (one, other) = (causes[first], causes[second])
        guard one.kind != other.kind, !(one.isOfMany && other.isOfMany),
          !(one.isOfMany || other.isOfMany) || helps[first] || helps[second]
        else { continue }
        guard let trial = try trial([one, other]) else { continue }
        if keepsPairs { pairs.append(trial) }
        if trial.isWhole { return trial }
      }
    }
    return nil
  }
}
