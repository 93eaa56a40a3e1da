#include "diag/diagnostic.h"

namespace hindcast::diag {
namespace {

constexpr std::string_view words[] = {"off", "hint", "warning", "error"};

}  // namespace

std::string_view word(Severity severity) {
  return words[static_cast<std::size_t>(severity)];
}

std::optional<Severity> severity(std::string_view word) {
  for (std::size_t i = 0; i < std::size(words); ++i)
    if (words[i] == word) return static_cast<Severity>(i);
  return std::nullopt;
}

void Diagnostic::note(Span at, std::string said) {
  notes.emplace_back();
  notes.back().span = at;
  notes.back().message = std::move(said);
}

}  // namespace hindcast::diag
