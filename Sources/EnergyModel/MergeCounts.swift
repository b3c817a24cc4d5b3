/// The numbers of rows, or of readings, that were new, unchanged or revised when they were stored.
package struct MergeCounts: Hashable, Sendable {
  package var new = 0
  package var same = 0
  package var revised = 0

  package init() {}

  package static func += (left: inout MergeCounts, right: MergeCounts) {
    left.new += right.new
    left.same += right.same
    left.revised += right.revised
  }
}
