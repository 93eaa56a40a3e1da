// What was changed here and what was changed there, part by part.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "document/front_matter.h"
#include "exchange/issue_page.h"
#include "exchange/issue_parts.h"

namespace hindcast::exchange {
namespace {

constexpr std::string_view imported_key = "imported";
// Every entry of front matter that an import may write.
constexpr std::array<std::string_view, 17> managed = {
    "title",    "id",     "github", "gitlab", "url",  "state",     "type", "labels", "assignees",
    "severity", "author", "opened", "closed", "date", "milestone", "due",  "parent"};

bool is_managed(std::string_view key) {
  return std::find(managed.begin(), managed.end(), key) != managed.end();
}

struct Digests {
  std::string head, body, rest;
};

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

// What the front matter says was imported last; empty where it says nothing.
Digests recorded(const Parts& parts) {
  Digests digests;
  for (const auto& entry : parts.entries) {
    if (entry.key != imported_key) continue;
    const auto read = document::read_yaml(entry.lines);
    digests.head = unquoted(document::field_value(read, "imported.head"));
    digests.body = unquoted(document::field_value(read, "imported.body"));
    digests.rest = unquoted(document::field_value(read, "imported.rest"));
  }
  return digests;
}

std::string head_text(const Parts& parts) {
  std::string out;
  for (const auto key : managed)
    for (const auto& entry : parts.entries)
      if (entry.key == key) out.append(trimmed(entry.lines)).append("\n");
  return out;
}

std::string head_text(const IssuePage& page) {
  std::string out;
  for (const auto key : managed)
    for (const auto& [name, line] : page.head)
      if (name == key) out.append(line).append("\n");
  return out;
}

std::string rest_text(std::string_view rest) {
  return std::string(trimmed(rest.substr(std::min(rest.size(), rest_mark.size()))));
}

Digests digests_of(const IssuePage& page) {
  return {digest_of_part(head_text(page)), digest_of_part(page.body), digest_of_part(page.rest)};
}
Digests digests_of(const Parts& parts) {
  return {digest_of_part(head_text(parts)), digest_of_part(parts.body),
          digest_of_part(rest_text(parts.rest))};
}

// A mark may stand in an issue's own text: the one counts that leaves a part as it was imported.
Parts best_parts(std::string_view document) {
  const auto places = rest_places(document);
  std::optional<Parts> best;
  for (const auto place : places) {
    auto parts = parts_of(document, place);
    const auto base = recorded(parts);
    const auto now = digests_of(parts);
    if (now.body == base.body || (now.rest == base.rest && !parts.rest.empty())) return parts;
    if (!best) best = std::move(parts);
  }
  return *best;
}

std::string imported_entry(const Digests& digests, const std::string& end) {
  std::string out(imported_key);
  return out.append(":")
      .append(end)
      .append("  head: \"")
      .append(digests.head)
      .append("\"")
      .append(end)
      .append("  body: \"")
      .append(digests.body)
      .append("\"")
      .append(end)
      .append("  rest: \"")
      .append(digests.rest)
      .append("\"")
      .append(end);
}

// The front matter with the page's entries in the place of the old ones, and others as they are.
class FrontMaker {
 public:
  FrontMaker(const Parts& parts, const IssuePage& page, bool takes_head, const Digests& digests)
      : parts_(parts), page_(page), takes_head_(takes_head), digests_(digests) {}

  std::string run() {
    out_ = std::string(parts_.before_front);
    out_ += parts_.has_front ? std::string(parts_.fence) : "---" + page_.line_end;
    bool has_imported = false;
    // The first line decides whether this is front matter at all; what stands below may be odd.
    if (takes_head_) put(page_.head.front().first);
    for (const auto& entry : parts_.entries) {
      if (entry.key == imported_key) {
        if (!has_imported) end_entries(entry.lines);
        has_imported = true;
      } else if (takes_head_ && is_managed(entry.key)) {
        put(entry.key);
      } else {
        out_ += entry.lines;
      }
    }
    if (!has_imported) end_entries({});
    return out_ + (parts_.has_front ? std::string(parts_.closing_fence) : "---" + page_.line_end);
  }

 private:
  void put(const std::string& key) {
    if (std::find(done_.begin(), done_.end(), key) != done_.end()) return;
    done_.push_back(key);
    for (const auto& [name, line] : page_.head)
      if (name == key) out_ += line + page_.line_end;
  }

  // What is new, and what was imported: as it is written when it says so already.
  void end_entries(std::string_view written) {
    for (const auto& [name, line] : page_.head)
      if (takes_head_ && !is_in_document(name)) put(name);
    const auto base = recorded(parts_);
    const bool is_same =
        base.head == digests_.head && base.body == digests_.body && base.rest == digests_.rest;
    out_ += is_same && !written.empty() ? std::string(written) : imported_entry(digests_, page_.line_end);
  }

  bool is_in_document(std::string_view key) const {
    return std::any_of(parts_.entries.begin(), parts_.entries.end(),
                       [&](const Entry& entry) { return entry.key == key; });
  }

  const Parts& parts_;
  const IssuePage& page_;
  bool takes_head_;
  const Digests& digests_;
  std::vector<std::string> done_;
  std::string out_;
};

// Behind a body with one empty line; nothing behind it but a line end where there is no rest.
void append_rest(const IssuePage& page, std::string& out) {
  while (!out.empty() && (out.back() == '\n' || out.back() == '\r'))
    out.pop_back();
  out += page.line_end;
  if (page.rest.empty()) return;
  out.append(page.line_end).append(rest_mark).append(page.line_end).append(page.line_end).append(page.rest);
}

enum class Taken : std::uint8_t { ours, theirs, conflict };

Taken taken(const std::string& base, const std::string& ours, const std::string& theirs, Side side) {
  if (ours == theirs || theirs == base) return Taken::ours;
  if (ours == base) return Taken::theirs;
  return side == Side::theirs ? Taken::theirs : side == Side::ours ? Taken::ours : Taken::conflict;
}

}  // namespace

std::string text_of(const IssuePage& page) {
  std::string out = FrontMaker({}, page, true, digests_of(page)).run() + page.line_end + page.body;
  append_rest(page, out);
  return out;
}

std::string foreign_reference(std::string_view document, std::string_view key) {
  const auto parts = parts_of(document, document.size());
  for (const auto& entry : parts.entries)
    if (entry.key == key) {
      const auto read = document::read_yaml(entry.lines);
      return std::string(document::field_value(read, key));
    }
  return {};
}

Merged merged(std::string_view document, const IssuePage& page, Side side) {
  const auto parts = best_parts(document);
  const auto base = recorded(parts);
  const auto ours = digests_of(parts);
  const auto theirs = digests_of(page);
  const auto head = taken(base.head, ours.head, theirs.head, side);
  const auto body = taken(base.body, ours.body, theirs.body, side);
  const auto rest = taken(base.rest, ours.rest, theirs.rest, side);
  Merged out;
  if (head == Taken::conflict) out.conflicts.emplace_back("head");
  if (body == Taken::conflict) out.conflicts.emplace_back("body");
  if (rest == Taken::conflict) out.conflicts.emplace_back("rest");
  if (!out.conflicts.empty()) {
    out.text = std::string(document);
    return out;
  }
  out.text = FrontMaker(parts, page, head == Taken::theirs, theirs).run();
  out.text += body == Taken::theirs ? page.line_end + page.body : std::string(parts.body);
  if (rest == Taken::theirs) {
    append_rest(page, out.text);
    return out;
  }
  if (body == Taken::theirs) {
    if (!out.text.ends_with("\n")) out.text += page.line_end;
    if (!parts.rest.empty()) out.text += page.line_end;
  }
  out.text += parts.rest;
  return out;
}

Sides sides_of(std::string_view document, const IssuePage& page, std::string_view part) {
  const auto parts = best_parts(document);
  if (part == "head") return {head_text(parts), head_text(page)};
  if (part == "body")
    return {std::string(trimmed(parts.body)) + "\n", std::string(trimmed(page.body)) + "\n"};
  return {rest_text(parts.rest) + "\n", std::string(trimmed(page.rest)) + "\n"};
}

}  // namespace hindcast::exchange
