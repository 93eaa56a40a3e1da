// The parts of examine(), each in the file of its name: they add findings to those of each record.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "doctor/doctor.h"

namespace hindcast::doctor {

using Found = std::vector<std::vector<diag::Diagnostic>>;  // of each record

void find_repeats(std::span<const Record>, std::span<const recall::Source>, const Options&, Found&);
void find_duplicates(std::span<const Record>, Found&);
void find_unknown_documents(std::span<const Record>, Found&);
void find_waiting(std::span<const Record>, const Options&, Found&);
void find_dead_links(std::span<const Record>, const Options&, Found&);
void find_unknown_owners(std::span<const Record>, const Options&, Found&);

// False for a template, and for a release record: it cites promises that others made.
inline bool makes_promises(const Record& record) {
  return !record.is_template && record.kind != facts::DocumentKind::release;
}

diag::Diagnostic& add(std::vector<diag::Diagnostic>&, std::string_view rule, Span, std::string message);
// "1 day", "12 days".
std::string day_count(std::int64_t days);
// ASCII letters small.
std::string lowered(std::string_view text);

}  // namespace hindcast::doctor
