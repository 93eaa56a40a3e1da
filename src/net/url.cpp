#include <algorithm>
#include <charconv>

#include "net/net.h"

namespace hindcast::net {

Result<Address> address_of(std::string_view url) {
  constexpr std::size_t url_bytes_max = 8 << 10;
  const Error no_url{ErrorCode::invalid, "is no address of a page"};
  if (url.size() > url_bytes_max) return no_url;
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>')
      return no_url;
  Address made;
  const auto colon = url.find("://");
  if (colon == url.npos) return no_url;
  const auto small = [](std::string_view text) {
    std::string out(text);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
  };
  made.scheme = small(url.substr(0, colon));
  if (made.scheme != "http" && made.scheme != "https") return no_url;
  made.port = made.scheme == "http" ? 80 : 443;
  auto rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.find('@') != rest.npos) return no_url;
  const auto bracket = rest.rfind(']');
  const auto port = rest.find(':', bracket == rest.npos ? 0 : bracket);
  if (port != rest.npos) {
    const auto digits = rest.substr(port + 1);
    const auto* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, made.port);
    if (read.ec != std::errc() || read.ptr != end || made.port < 1 || made.port > 65535) return no_url;
  }
  made.host = small(rest.substr(0, port));
  if (made.host.empty()) return no_url;
  return made;
}

}  // namespace hindcast::net
