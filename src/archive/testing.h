// What the tests of the archive share: small documents, and events as lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "base/sha256.h"

namespace hindcast::archive::testing {

template <typename T>
T value_of(Result<T> result) {
  if (!result.ok()) throw result.error().message;
  return *std::move(result);
}

inline const By ada{"ada", 1'000, ""};
inline const By bo{"bo", 2'000, ""};

inline Text text(std::string_view bytes) {
  return {sha256(bytes), bytes};
}

inline ItemFacts action(std::string words, std::string state = "open", std::string owner = "") {
  ItemFacts facts;
  facts.role = "action";
  facts.text = std::move(words);
  facts.state = std::move(state);
  facts.owner = std::move(owner);
  return facts;
}

// "1 ada document_added d1 r1 -> a.md", "3 bo item_changed d1 i2 r2 state open -> done".
inline std::string line(const Event& event) {
  std::string out = std::to_string(event.number) + " " + event.actor + " " + event.what + " d" +
                    std::to_string(event.document);
  if (event.item != 0) out += " i" + std::to_string(event.item);
  out += " r" + std::to_string(event.revision);
  if (!event.field.empty()) out += " " + event.field;
  const bool is_digest = event.what == "document_changed";
  if (!event.before.empty() && !is_digest) out += " " + event.before;
  return is_digest ? out : out + " -> " + event.after;
}

using Lines = std::vector<std::string>;

inline Lines story(Archive& archive, Id workspace, const EventQuery& query = {}) {
  Lines out;
  for (const Event& event : value_of(archive.events(workspace, query)))
    out.push_back(line(event));
  return out;
}

inline Document document(Archive& archive, Id workspace, std::string_view path) {
  for (auto& found : value_of(archive.documents(workspace)))
    if (found.path == path) return found;
  throw std::string(path) + " is not in the archive";
}

}  // namespace hindcast::archive::testing
