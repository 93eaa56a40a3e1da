#include "skeletons.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <md4c.h>

#include <vector>

#include "markdown/markdown.h"

namespace hindcast::oracle {
namespace {

// Builds the notation; blanks only between siblings.
class Picture {
 public:
  void open(const std::string& name) {
    if (!out_.empty() && out_.back() != '(') out_ += ' ';
    out_ += name;
    out_ += '(';
  }
  void close() {
    if (out_.back() == '(') {
      out_.pop_back();
    } else {
      out_ += ')';
    }
  }
  void leaf(const std::string& name) {
    open(name);
    close();
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string visible(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
  }
  return out;
}

std::string list_name(bool ordered, bool tight, unsigned start) {
  return (ordered ? "ol" + std::to_string(start) : "ul") + (tight ? "" : "~");
}
std::string item_name(bool task, bool ticked) {
  return ticked ? "li[x]" : task ? "li[ ]" : "li";
}

// --- ours ---

std::string table_name(const markdown::Tree& tree, std::uint32_t table) {
  std::string name = "table:";
  for (std::uint32_t cell : markdown::children(tree, table + 1)) {
    name += static_cast<char>('0' + tree.nodes[cell].level);
  }
  std::size_t rows = 0;
  for (std::uint32_t row : markdown::children(tree, table))
    rows += row > 0;
  return name + 'x' + std::to_string(rows);
}

std::string our_name(const markdown::Tree& tree, std::uint32_t index, std::string_view text) {
  using namespace markdown;
  const Node& node = tree.nodes[index];
  std::string content;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    Span line = tree.lines[node.first_line + i];
    content += visible(text.substr(line.begin, line.end - line.begin));
  }
  switch (node.kind) {
    case Kind::heading:
      return "h" + std::to_string(int{node.level});
    case Kind::paragraph:
      return "p";
    case Kind::list:
      return list_name(node.flags & ordered, !(node.flags & loose), node.number);
    case Kind::item:
      return item_name(node.flags & task, node.flags & ticked);
    case Kind::quote:
      return "bq";
    case Kind::code:
      return "code{" + content + '}';
    case Kind::html:
      return "html{" + content + '}';
    case Kind::rule:
      return "hr";
    case Kind::table:
      return table_name(tree, index);
    default:
      return {};
  }
}

// Whether this is a paragraph right in an item of a tight list.
bool in_tight_item(const markdown::Tree& tree, std::uint32_t index) {
  const markdown::Node& parent = tree.nodes[tree.nodes[index].parent];
  if (tree.nodes[index].kind != markdown::Kind::paragraph || parent.kind != markdown::Kind::item)
    return false;
  return !(tree.nodes[parent.parent].flags & markdown::loose);
}

// --- md4c ---

struct Md4c {
  Picture picture;
  std::string code;
  std::string aligns;
  unsigned rows = 0;
  std::vector<MD_BLOCKTYPE> open;
};

int md4c_enter(MD_BLOCKTYPE type, void* detail, void* user) {
  auto& state = *static_cast<Md4c*>(user);
  auto& picture = state.picture;
  switch (type) {
    case MD_BLOCK_QUOTE:
      picture.open("bq");
      break;
    case MD_BLOCK_UL:
      picture.open(list_name(false, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight, 0));
      break;
    case MD_BLOCK_OL: {
      auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
      picture.open(list_name(true, list->is_tight, list->start));
      break;
    }
    case MD_BLOCK_LI: {
      auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
      picture.open(item_name(item->is_task, item->is_task && item->task_mark != ' '));
      break;
    }
    case MD_BLOCK_HR:
      picture.leaf("hr");
      break;
    case MD_BLOCK_H:
      picture.leaf("h" + std::to_string(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level));
      break;
    case MD_BLOCK_P:
      picture.leaf("p");
      break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
      state.code.clear();
      break;
    case MD_BLOCK_TABLE:
      state.aligns.clear(), state.rows = 0;
      break;
    case MD_BLOCK_TR:
      ++state.rows;
      break;
    case MD_BLOCK_TH:
      state.aligns += static_cast<char>('0' + static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align);
      break;
    default:
      break;
  }
  state.open.push_back(type);
  return 0;
}

int md4c_leave(MD_BLOCKTYPE type, void*, void* user) {
  auto& state = *static_cast<Md4c*>(user);
  state.open.pop_back();
  switch (type) {
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
    case MD_BLOCK_LI:
      state.picture.close();
      break;
    case MD_BLOCK_CODE:
      state.picture.leaf("code{" + visible(state.code) + '}');
      break;
    case MD_BLOCK_HTML:
      state.picture.leaf("html{" + visible(state.code) + '}');
      break;
    case MD_BLOCK_TABLE:
      state.picture.leaf("table:" + state.aligns + 'x' + std::to_string(state.rows));
      break;
    default:
      break;
  }
  return 0;
}

int md4c_text(MD_TEXTTYPE, const MD_CHAR* text, MD_SIZE size, void* user) {
  auto& state = *static_cast<Md4c*>(user);
  if (state.open.back() == MD_BLOCK_CODE || state.open.back() == MD_BLOCK_HTML) state.code.append(text, size);
  return 0;
}

int ignore_span(MD_SPANTYPE, void*, void*) {
  return 0;
}

// --- cmark-gfm ---

std::string cmark_table_name(cmark_node* table) {
  std::string name = "table:";
  std::uint8_t* aligns = cmark_gfm_extensions_get_table_alignments(table);
  for (int i = 0; i < cmark_gfm_extensions_get_table_columns(table); ++i) {
    name += aligns[i] == 'l' ? '1' : aligns[i] == 'c' ? '2' : aligns[i] == 'r' ? '3' : '0';
  }
  unsigned rows = 0;
  for (cmark_node* row = cmark_node_first_child(table); row; row = cmark_node_next(row))
    ++rows;
  return name + 'x' + std::to_string(rows);
}

std::string cmark_name(cmark_node* node) {
  std::string type = cmark_node_get_type_string(node);
  if (type == "heading") return "h" + std::to_string(cmark_node_get_heading_level(node));
  if (type == "paragraph") return "p";
  if (type == "list") {
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    return list_name(ordered, cmark_node_get_list_tight(node),
                     static_cast<unsigned>(cmark_node_get_list_start(node)));
  }
  if (type == "item") return "li";
  if (type == "tasklist") return item_name(true, cmark_gfm_extensions_get_tasklist_item_checked(node));
  if (type == "block_quote") return "bq";
  if (type == "code_block") return "code{" + visible(cmark_node_get_literal(node)) + '}';
  if (type == "html_block") return "html{" + visible(cmark_node_get_literal(node)) + '}';
  if (type == "thematic_break") return "hr";
  if (type == "table") return cmark_table_name(node);
  return {};
}

// Its scanners take no invalid UTF-8; this puts U+FFFD in its place.
constexpr int cmark_options = CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_UNSAFE;

cmark_parser* parse_with_cmark(std::string_view text) {
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser* parser = cmark_parser_new(cmark_options);
  for (const char* name : {"table", "tasklist", "strikethrough", "autolink"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, text.data(), text.size());
  return parser;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

bool is_container(const std::string& name) {
  return name.substr(0, 2) == "li" || name.substr(0, 2) == "ul" || name.substr(0, 2) == "ol" || name == "bq";
}

}  // namespace

std::string our_skeleton(std::string_view text, Beside beside) {
  markdown::Tree tree = markdown::parse(text);
  Picture picture;
  std::vector<std::uint32_t> ends;
  for (std::uint32_t i = 1; i <= tree.nodes.size(); ++i) {
    for (; !ends.empty() && ends.back() == i; ends.pop_back())
      picture.close();
    if (i == tree.nodes.size()) break;
    std::string name = our_name(tree, i, text);
    if (name.empty() || (beside == Beside::md4c && in_tight_item(tree, i))) continue;
    if (is_container(name)) {
      picture.open(name);
      ends.push_back(tree.nodes[i].end);
    } else {
      picture.leaf(name);
    }
  }
  return picture.take();
}

std::string md4c_skeleton(std::string_view text) {
  Md4c state;
  unsigned flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH;
  MD_PARSER parser{0, flags, md4c_enter, md4c_leave, ignore_span, ignore_span, md4c_text, nullptr, nullptr};
  md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &state);
  return state.picture.take();
}

std::string cmark_skeleton(std::string_view text) {
  cmark_parser* parser = parse_with_cmark(text);
  cmark_node* root = cmark_parser_finish(parser);
  Picture picture;
  cmark_iter* walk = cmark_iter_new(root);
  for (cmark_event_type event = cmark_iter_next(walk); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(walk)) {
    std::string name = cmark_name(cmark_iter_get_node(walk));
    if (is_container(name)) {
      if (event == CMARK_EVENT_ENTER) picture.open(name);
      if (event == CMARK_EVENT_EXIT) picture.close();
    } else if (!name.empty() && event == CMARK_EVENT_ENTER) {
      picture.leaf(name);
    }
  }
  cmark_iter_free(walk);
  cmark_node_free(root);
  cmark_parser_free(parser);
  return picture.take();
}

std::string cmark_html(std::string_view text) {
  cmark_parser* parser = parse_with_cmark(text);
  cmark_node* root = cmark_parser_finish(parser);
  char* rendered = cmark_render_html(root, cmark_options, cmark_parser_get_syntax_extensions(parser));
  std::string html = rendered;
  cmark_get_default_mem_allocator()->free(rendered);
  cmark_node_free(root);
  cmark_parser_free(parser);
  replace_all(html, R"(<input type="checkbox" disabled="" />)", R"(<input disabled="" type="checkbox">)");
  replace_all(html, R"(<input type="checkbox" checked="" disabled="" />)",
              R"(<input checked="" disabled="" type="checkbox">)");
  return html;
}

}  // namespace hindcast::oracle
