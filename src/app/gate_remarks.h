// What a gate tells beside its questions: what might keep one from being asked without anybody's knowing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/plan.h"

namespace hindcast::app {

struct Configuration;

struct Remark {
  std::string_view kind;   // "scope-astray": stays the same for machines
  std::string document;    // path from the root; "" where it is about no document
  std::uint32_t line = 0;  // from 1; 0 where it is about no line
  std::string text;        // a sentence without its full stop
};

// So many are shown to people; machines get all.
inline constexpr std::size_t remarks_shown_max = 20;

// "2 questions are scoped to what does not exist: path dbb/** (no file is there; db/** has some)": one for
// each scope.
std::vector<Remark> remarks_of(std::span<const gate::Stray>);

// Where a gate reads other documents than hindcast.toml says, and leaves some of these out: "reads 1 document
// in place of gate.documents"; nothing where all of them lie beneath `paths`.
std::vector<Remark> remarks_of_documents(const std::vector<std::string>& paths, const Configuration&,
                                         std::size_t documents);

}  // namespace hindcast::app
