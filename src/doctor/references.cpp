// Documents that are spoken of and aren't there.
#include <algorithm>
#include <map>
#include <set>

#include "doctor/codes.h"
#include "doctor/groups.h"

namespace hindcast::doctor {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_word(char c) {
  return is_upper(c) || is_digit(c) || (c >= 'a' && c <= 'z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::string_view file_of(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

// The name of a document as others may call it: no folder, no extension, small.
std::string stem_of(std::string_view path) {
  auto file = file_of(path);
  if (const auto dot = file.rfind('.'); dot != file.npos && dot > 0 && file.size() - dot <= 9)
    file = file.substr(0, dot);
  return lowered(file);
}

std::string folder_name_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  return slash == path.npos ? std::string() : std::string(file_of(path.substr(0, slash)));
}

struct Naming {
  std::set<std::string> theirs;   // numbers that documents of the set bear
  std::set<std::string> missing;  // that are spoken of and nobody bears
};

// The codes that name a document: where its file, its folder or its id begins with one.
std::vector<std::string> own_codes(const Record& record) {
  std::vector<std::string> codes;
  const auto file = file_of(record.path);
  const auto folder = folder_name_of(record.path);
  for (const std::string_view name :
       {file, std::string_view(folder), record.id ? std::string_view(record.id->text) : std::string_view()}) {
    std::string upper(name);
    for (char& c : upper)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    const auto found = codes_in(upper);
    if (!found.empty() && found[0].at.begin == 0) codes.push_back(found[0].name);
  }
  return codes;
}

void find_unknown_codes(std::span<const Record> records, Found& found) {
  constexpr std::size_t bearers_min = 3;  // two of a kind are no naming yet
  std::map<std::string, Naming> namings;
  for (const auto& record : records)
    for (const auto& code : own_codes(record)) {
      const auto name = name_of(code);
      namings[name.naming].theirs.insert(name.number);
    }
  for (const auto& record : records)
    for (const auto& code : record.codes)
      if (const auto name = name_of(code.text); namings.count(name.naming) > 0)
        if (auto& naming = namings[name.naming]; naming.theirs.count(name.number) == 0)
          naming.missing.insert(name.number);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].is_template) continue;
    std::set<std::string> said;  // once a document
    for (const auto& code : records[i].codes) {
      const auto name = name_of(code.text);
      const auto naming = namings.find(name.naming);
      if (naming == namings.end() || naming->second.missing.count(name.number) == 0) continue;
      // Numbers that others give too (a tracker's, of which few have a document) are no names of documents.
      const auto& [theirs, missing] = naming->second;
      if (theirs.size() < bearers_min || missing.size() * 4 > theirs.size()) continue;
      if (said.insert(name.number).second)
        add(found[i], "document-unknown", code.at, "there is no document `" + code.text + "`");
    }
  }
}

// "2023-05-03-storefront", "certificates.md": names of a document, and nothing else.
bool is_document_name(std::string_view text) {
  if (text.find("://") != text.npos || text.find('#') == 0) return false;
  const auto file = file_of(text.substr(0, text.find('#')));
  if (lowered(file).ends_with(".md")) return true;
  if (text.find('/') != text.npos || file.find('.') != file.npos) return false;
  return std::count(file.begin(), file.end(), '-') >= 2 && std::none_of(file.begin(), file.end(), is_upper);
}

}  // namespace

std::vector<Code> codes_in(std::string_view text) {
  std::vector<Code> codes;
  constexpr std::size_t letters_min = 2, letters_max = 12, code_max = 32;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_upper(text[at])) {
      ++at;
      continue;
    }
    const auto begin = at;
    while (at < text.size() && is_upper(text[at]))
      ++at;
    const auto letters = at - begin;
    auto end = begin;
    for (auto next = at; next < text.size();) {  // "-12", "2020-001"
      const bool has_sign = text[next] == '-' || text[next] == '_' || (next == at && text[next] == ' ');
      const auto from = next + (has_sign ? 1 : 0);
      auto to = from;
      while (to < text.size() && is_digit(text[to]))
        ++to;
      if (to == from || to - begin > code_max) break;
      next = end = to;
    }
    const bool is_alone =
        begin == 0 || (!is_word(text[begin - 1]) && text[begin - 1] != '/' && text[begin - 1] != '-' &&
                       text[begin - 1] != '.' && text[begin - 1] != '=');
    const bool is_ended = end >= text.size() || !is_word(text[end]) || text[end] == '_';
    if (end > begin && letters >= letters_min && letters <= letters_max && is_alone && is_ended)
      codes.push_back({{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                       std::string(text.substr(begin, end - begin))});
    at = std::max(at, end);
  }
  return codes;
}

CodeName name_of(std::string_view code) {
  CodeName name;
  for (std::size_t at = 0; at < code.size();) {
    if (is_upper(code[at])) {
      name.number += code[at];
      name.naming += code[at++];
      continue;
    }
    if (!is_digit(code[at])) {
      ++at;
      continue;
    }
    const auto from = std::min(code.find_first_not_of('0', at), code.size());
    auto to = at;
    while (to < code.size() && is_digit(code[to]))
      ++to;
    name.number += ' ';
    name.number += code.substr(std::min(from, to), to - std::min(from, to));
    name.naming += " #";
    at = to;
  }
  return name;
}

void find_unknown_documents(std::span<const Record> records, Found& found) {
  find_unknown_codes(records, found);
  std::set<std::string> names;
  for (const auto& record : records) {
    names.insert(lowered(record.slug));
    names.insert(stem_of(record.path));
    names.insert(lowered(folder_name_of(record.path)));
    if (record.id) names.insert(lowered(record.id->text));
  }
  for (std::size_t i = 0; i < records.size(); ++i)
    for (const auto& reference : records[i].references) {
      const auto name = std::string_view(reference.text).substr(0, reference.text.find('#'));
      if (records[i].is_template || !is_document_name(name) || names.count(stem_of(name)) > 0) continue;
      if (reference.is_there) continue;
      add(found[i], "document-unknown", reference.at, "there is no document `" + std::string(name) + "`");
    }
}

void find_dead_links(std::span<const Record> records, const Options& options, Found& found) {
  if (options.dead_links.empty()) return;
  for (std::size_t i = 0; i < records.size(); ++i)
    for (const auto& link : records[i].links) {
      const auto url = link.text.substr(0, link.text.find('#'));
      const auto dead = std::lower_bound(options.dead_links.begin(), options.dead_links.end(),
                                         std::pair(url, std::string()));
      if (dead == options.dead_links.end() || dead->first != url) continue;
      add(found[i], "link-dead", link.at, "`" + url + "` is gone: " + dead->second);
    }
}

}  // namespace hindcast::doctor
