/// The names of folders and files in a partitioned data set, `meter=house`, as Hive has them and tools
/// for data read them.
package enum PartitionName {
  /// The name of the folder in which a key has a value.
  package static func folder(_ key: String, _ value: String) -> String {
    "\(key)=\(escaped(value))"
  }

  /// The text with the letters that Hive escapes as `%2F`, so that no two texts have the same name.
  package static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { name, letter in
      if letter.value < 0x20 || letter.value == 0x7f || special.contains(letter) {
        let digits = String(letter.value, radix: 16, uppercase: true)
        name += "%" + String(repeating: "0", count: 2 - digits.count) + digits
      } else {
        name.unicodeScalars.append(letter)
      }
    }
  }

  private static let special = "\"#%'*/:=?\\{[]^".unicodeScalars
}
