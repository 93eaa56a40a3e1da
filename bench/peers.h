// What the peers do with one document, so that every benchmark asks them the same.
#pragma once

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <md4c.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// md4c's parse with callbacks that do nothing: no tree, no positions.
inline std::uint64_t parse_with_md4c(std::string_view text) {
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.leave_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
  parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.leave_span = [](MD_SPANTYPE, void*, void*) { return 0; };
  parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE size, void* sum) {
    *static_cast<std::uint64_t*>(sum) += size;
    return 0;
  };
  std::uint64_t sum = 0;
  md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &sum);
  return sum;
}

// cmark-gfm's tree with tables, strike-through, autolinks and task lists.
inline std::uint64_t parse_with_cmark_gfm(std::string_view text) {
  cmark_gfm_core_extensions_ensure_registered();  // only the first call does work
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  for (const char* name : {"table", "strikethrough", "autolink", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, text.data(), text.size());
  cmark_node* tree = cmark_parser_finish(parser);
  const auto sum = static_cast<std::uint64_t>(cmark_node_get_end_line(tree));
  cmark_node_free(tree);
  cmark_parser_free(parser);
  return sum;
}

// The paths in a file, one on each line.
inline std::vector<std::string> paths_of(const char* list) {
  std::vector<std::string> paths;
  std::FILE* file = std::fopen(list, "rb");
  if (file == nullptr) return paths;
  std::string path;
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) {
    if (c != '\n') {
      path.push_back(static_cast<char>(c));
    } else {
      paths.push_back(std::move(path));
      path.clear();
    }
  }
  std::fclose(file);
  return paths;
}

}  // namespace bench
