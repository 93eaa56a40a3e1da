// Owners whom neither hindcast.toml nor CODEOWNERS knows.
#include <algorithm>
#include <set>

#include "doctor/groups.h"

namespace hindcast::doctor {
namespace {

constexpr std::size_t owners_bytes_max = 400;  // what is longer is a story
constexpr std::string_view blanks = " \t\r\n";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Letters and digits, small, one blank between words, no @ in front.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : lowered(name)) {
    if (is_letter(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

class Known {
 public:
  void add(std::string_view name) {
    names_.insert(folded(name));
    // "@org/team" is "team" among friends, and an address is its owner.
    if (const auto slash = name.rfind('/'); slash != name.npos) names_.insert(folded(name.substr(slash + 1)));
    if (const auto at = name.find('@'); at != name.npos && at > 0) names_.insert(folded(name.substr(0, at)));
    const auto words = folded(name);
    for (std::size_t begin = 0; begin < words.size();) {
      const auto end = std::min(words.find(' ', begin), words.size());
      parts_.insert(words.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  // A whole name, one word of a known name ("Ada" of "Ada Example"), or a known name with more around it
  // ("Platform" and "Platform team").
  bool has(std::string_view name) const {
    const auto wanted = folded(name);
    if (wanted.empty() || names_.count(wanted) > 0) return true;
    if (wanted.find(' ') == wanted.npos) return parts_.count(wanted) > 0;
    for (const std::string_view tail : {" team", " squad", " guild"})
      if (wanted.size() > tail.size() && std::string_view(wanted).ends_with(tail))
        return names_.count(wanted.substr(0, wanted.size() - tail.size())) > 0;
    return names_.count(wanted + " team") > 0;
  }
  bool is_empty() const { return names_.empty(); }

 private:
  std::set<std::string> names_, parts_;
};

// "Ada, @bo and the Ops team" are three.
std::vector<std::string_view> owners_in(std::string_view text) {
  std::vector<std::string_view> names;
  const auto take = [&](std::string_view name) {
    const auto begin = name.find_first_not_of(blanks);
    if (begin == name.npos) return;
    name = name.substr(begin, name.find_last_not_of(blanks) - begin + 1);
    if (name.starts_with("the ")) name.remove_prefix(4);
    if (name.starts_with("and ")) name.remove_prefix(4);
    names.push_back(name);
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool is_slash = text[at] == '/' && text.substr(begin, at - begin).find('@') == text.npos;
    std::size_t size = 0;
    if (text[at] == ',' || text[at] == ';' || text[at] == '&' || text[at] == '+' || is_slash) size = 1;
    if (text.substr(at, 5) == " and ") size = 5;
    if (text.substr(at, 3) == "\xE3\x80\x81") size = 3;  // 、
    if (size == 0) continue;
    take(text.substr(begin, at - begin));
    begin = at + size;
    at += size - 1;
  }
  take(text.substr(begin));
  return names;
}

}  // namespace

void find_unknown_owners(std::span<const Record> records, const Options& options, Found& found) {
  Known people, handles;
  for (const auto& name : options.people) {
    people.add(name);
    handles.add(name);
  }
  for (const auto& name : options.handles) {
    people.add(name);
    handles.add(name);
  }
  if (people.is_empty()) return;
  // A CODEOWNERS file alone knows handles, so it can't speak about "Ada from support".
  const bool knows_names = !options.people.empty();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].is_template) continue;
    for (const auto& action : records[i].actions) {
      if (!action.owner || action.owner->text.size() > owners_bytes_max || !facts::is_open(action.state))
        continue;
      for (const auto name : owners_in(action.owner->text)) {
        if (!knows_names && !name.starts_with('@')) continue;
        if (people.has(name)) continue;
        add(found[i], "owner-unknown", action.owner->at, "nobody knows an owner `" + std::string(name) + "`");
      }
    }
  }
}

std::vector<std::string> codeowners(std::string_view text) {
  std::set<std::string> owners;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.substr(0, line.find('#'));
    bool is_first = true;  // a path, or a section such as "[Docs]"
    while (!line.empty()) {
      const auto begin = line.find_first_not_of(blanks);
      if (begin == line.npos) break;
      line.remove_prefix(begin);
      const auto word = line.substr(0, line.find_first_of(blanks));
      line.remove_prefix(word.size());
      if (!is_first && word.find('@') != word.npos) owners.insert(std::string(word));
      is_first = false;
    }
  }
  return {owners.begin(), owners.end()};
}

}  // namespace hindcast::doctor
