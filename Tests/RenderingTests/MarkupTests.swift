import EnergyModel
import QueryLanguage
import Rendering
import Testing

@Suite struct MarkupTests {
  @Test func markdown() throws {
    #expect(
      try rendered(costs, as: .markdown, RenderOptions(width: 20, color: true)) == #"""
        | day        | usage kWh | cost £ |     |
        | :--------- | --------: | -----: | :-- |
        | 2023-07-01 | 1,234.568 |  37.93 |     |
        | 2023-07-02 |     9.480 |  -1.43 | *   |
        | 2023-07-03 |         – |      – | *   |
        | total      | 1,244.048 |  36.50 | *   |

        *from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours) · \#
        1,436 of 1,488 half-hours read, 52 missing, 3 unpriced · \#
        tariffs: flux_import, agile · policy exact*

        *\* some half-hours missing or unpriced*

        *'to' is exclusive, so 1 August is not included*

        """#)
  }

  @Test func markdownEscapesItsOwnSigns() throws {
    #expect(
      try rendered(names, as: .markdown)
        == #"""
        | name              |  days | rate £/kWh |
        | :---------------- | ----: | ---------: |
        | a "b", c\|d       | 1,234 |     0.3072 |
        | \<b>\&\</b>\\tx\\ |     – |    -0.1500 |
        | 電気 é🏠          |     0 |          – |
        | \\u{1B}\[2J\\nend |     7 | 12345.0000 |

        *4 rows*

        """#.replacing("é", with: "e\u{301}"))
  }

  @Test func htmlIsAWholePage() throws {
    let text = try rendered(costs, as: .html, RenderOptions(width: 20))
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n"))
    #expect(text.contains("@media (prefers-color-scheme: dark)"))
    let table = try #require(text.firstRange(of: "<table>"))
    #expect(
      text[table.lowerBound...] == """
        <table>
        <caption>cost import from 2023-07-01 to 2023-08-01 by day</caption>
        <thead>
        <tr><th>day</th><th class="figure">usage kWh</th><th class="figure">cost £</th><th></th></tr>
        </thead>
        <tbody>
        <tr><td>2023-07-01</td><td class="figure">1,234.568</td><td class="figure">37.93</td>\
        <td></td></tr>
        <tr><td>2023-07-02</td><td class="figure">9.480</td><td class="figure alarm">-1.43</td>\
        <td class="alarm">*</td></tr>
        <tr><td>2023-07-03</td><td class="figure">–</td><td class="figure">–</td>\
        <td class="alarm">*</td></tr>
        </tbody>
        <tfoot>
        <tr><td>total</td><td class="figure">1,244.048</td><td class="figure">36.50</td>\
        <td class="alarm">*</td></tr>
        </tfoot>
        </table>
        <p>from 2023-07-01 to 2023-08-01 (31 days, 1,488 half-hours) · \
        1,436 of 1,488 half-hours read, 52 missing, 3 unpriced · \
        tariffs: flux_import, agile · policy exact</p>
        <p>* some half-hours missing or unpriced</p>
        <p>'to' is exclusive, so 1 August is not included</p>
        </body>
        </html>

        """)
  }

  @Test func htmlEscapes() throws {
    var table = names
    table.header.statement = "show <tariffs> & \"more\""
    let text = try rendered(table, as: .html)
    #expect(text.contains("<title>show &lt;tariffs&gt; &amp; &quot;more&quot;</title>"))
    #expect(text.contains(#"<td>&lt;b&gt;&amp;&lt;/b&gt;\tx\</td>"#))
    #expect(text.contains(#"<td>\u{1B}[2J\nend</td>"#))
    #expect(!text.contains("<tfoot>"))
  }
}
