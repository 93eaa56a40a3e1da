#include "base/xml.h"

#include <doctest/doctest.h>

#include <string>

using hindcast::xml_text;

TEST_CASE("marks of XML and HTML become references, in content and in quotes of either kind") {
  CHECK(xml_text("a < b && c > \"d\" 'e'") == "a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;");
  CHECK(xml_text("]]>") == "]]&gt;");
  CHECK(xml_text("Grüße 会") == "Grüße 会");
  CHECK(xml_text("").empty());
}

TEST_CASE("line ends and tabs are references, since an attribute would lose them") {
  CHECK(xml_text("a\tb\r\nc") == "a&#9;b&#13;&#10;c");
}

TEST_CASE("what XML can't carry is the replacement character") {
  const std::string_view beyond = "\xEF\xBF\xBD";
  CHECK(xml_text(std::string_view("\0", 1)) == beyond);
  CHECK(xml_text("\x1B") == beyond);
  CHECK(xml_text("\x7F") == "\x7F");                           // allowed, if odd
  CHECK(xml_text("\xEF\xBF\xBE") == beyond);                   // U+FFFE
  CHECK(xml_text("\xEF\xBF\xBF") == beyond);                   // U+FFFF
  CHECK(xml_text("\xEF\xBF\xBD") == beyond);                   // itself
  CHECK(xml_text("\xED\xA0\x80").size() == 3 * 3);             // a surrogate: three bytes that are no UTF-8
  CHECK(xml_text("\xC3") == beyond);                           // a sequence that is cut
  CHECK(xml_text("\xC0\xBC").find('<') == std::string::npos);  // "<" in too many bytes
}
