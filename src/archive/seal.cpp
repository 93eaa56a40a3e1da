#include "archive/seal.h"

#include "base/sha256.h"

namespace hindcast::archive {

std::string seal_of(std::string_view before, const Event& event, const Revision* made) {
  Sha256 hash;
  const auto add = [&](std::string_view part) {  // with its length: no two events are the same bytes
    hash.add(std::to_string(part.size())).add(":").add(part);
  };
  add(before);
  for (const std::int64_t number : {event.number, event.at, event.document, event.item, event.revision})
    add(std::to_string(number));
  for (const std::string* text : {&event.actor, &event.what, &event.field, &event.before, &event.after})
    add(*text);
  if (made != nullptr)
    for (const std::string* text : {&made->digest, &made->source})
      add(*text);
  return hash.digest();
}

std::string hex_of(std::string_view digest) {
  return hex(digest);
}

}  // namespace hindcast::archive
