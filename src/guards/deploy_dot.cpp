#include "guards/deploy_dot.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"

namespace hindcast::guards {
namespace {

struct Token {
  enum class Kind : std::uint8_t { end, name, arrow, mark } kind = Kind::end;
  std::string text;  // of a name without quotes; a mark's one character
  std::uint32_t line = 0;
  bool is_quoted = false;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Token next() {
    skip_blanks();
    Token token;
    token.line = line_;
    if (at_ >= text_.size()) return token;
    if (text_[at_] == '"') {
      token.kind = Token::Kind::name;
      token.is_quoted = true;
      token.text = quoted();
    } else if (text_.substr(at_, 2) == "->") {
      token.kind = Token::Kind::arrow;
      at_ += 2;
    } else if (const std::size_t size = bare_size(); size > 0) {
      token.kind = Token::Kind::name;
      token.text = text_.substr(at_, size);
      at_ += size;
    } else {
      token.kind = Token::Kind::mark;
      token.text = text_[at_++];
    }
    return token;
  }

 private:
  // Blanks and comments; a line that begins with "#" is one, too.
  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const std::string_view two = text_.substr(at_, 2);
      if (c == '\n' || c == ' ' || c == '\t' || c == '\r')
        step();
      else if (two == "//" || (c == '#' && (at_ == 0 || text_[at_ - 1] == '\n')))
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (two == "/*")
        for (const std::size_t end = std::min(text_.find("*/", at_), text_.size() - 2) + 2; at_ < end;)
          step();
      else
        return;
    }
  }

  void step() { line_ += text_[at_++] == '\n'; }

  std::string quoted() {
    std::string out;
    for (step(); at_ < text_.size() && text_[at_] != '"'; step()) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') step();
      out += text_[at_];
    }
    at_ = std::min(at_ + 1, text_.size());
    return out;
  }

  std::size_t bare_size() const {
    std::size_t size = 0;
    for (; at_ + size < text_.size(); ++size) {
      const char c = text_[at_ + size], small = lower(c);
      const bool is_arrow = c == '-' && text_.substr(at_ + size, 2) == "->";
      if (!(small >= 'a' && small <= 'z') && !(c >= '0' && c <= '9') && c != '_' && c != '.' &&
          (c != '-' || is_arrow) && static_cast<unsigned char>(c) < 0x80)
        break;
    }
    return size;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// The parts of a Terraform address: "module.a[\"x.y\"].aws_vm.b" has four.
std::vector<std::string_view> parts_of(std::string_view address) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t at = 0; at <= address.size(); ++at) {
    const char c = at < address.size() ? address[at] : '.';
    depth += c == '[' ? 1 : c == ']' ? -1 : 0;
    if (c != '.' || (depth > 0 && at < address.size())) continue;
    parts.push_back(address.substr(begin, at - begin));
    begin = at + 1;
  }
  return parts;
}

// Resources are deployed. Providers, variables, outputs, modules as such and what is only read are not.
bool is_resource(std::string_view address) {
  static constexpr std::array<std::string_view, 6> others = {"var",  "local", "output",
                                                             "data", "meta",  "root"};
  auto parts = parts_of(address);
  std::size_t first = 0;
  while (first + 2 <= parts.size() && parts[first] == "module")
    first += 2;
  if (parts.size() < first + 2) return false;
  return !parts[first].starts_with("provider") &&
         std::find(others.begin(), others.end(), parts[first]) == others.end();
}

// "[root] shop_db.main (expand)" is shop_db.main; "module.a (close)" is another than "module.a (expand)".
DotNode node_of(std::string_view text) {
  constexpr std::string_view root = "[root] ";
  DotNode node;
  const bool is_terraform = text.starts_with(root);
  if (is_terraform) text.remove_prefix(root.size());
  std::string_view address = trimmed(text.substr(0, text.find(" (")));
  if (is_terraform)
    node.is_deployed = is_resource(address);
  else if (const auto parts = parts_of(address); parts.size() > 2)
    node.is_deployed = std::find(parts.begin(), parts.end() - 2, "data") == parts.end() - 2;
  node.name = is_terraform && node.is_deployed ? address : trimmed(text);
  return node;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : scanner_(text) { take(); }

  DotGraph read() {
    while (token_.kind != Token::Kind::end)
      statement();
    return std::move(graph_);
  }

 private:
  void take() { token_ = scanner_.next(); }
  bool is_mark(char c) const { return token_.kind == Token::Kind::mark && token_.text[0] == c; }
  bool is_word(std::string_view word) const {
    return token_.kind == Token::Kind::name && !token_.is_quoted && lower(token_.text) == word;
  }

  // Names with arrows between them, and groups of names in braces: "a -> {b c} -> d".
  void statement() {
    std::vector<std::size_t> before;
    bool has_arrow = false;
    for (;;) {
      if (is_word("subgraph") || is_word("digraph") || is_word("graph") || is_word("strict")) {
        take();
        if (!is_mark('{') && !is_mark('[') && token_.kind == Token::Kind::name) take();
      }
      if (is_mark('{') && !has_arrow) return take();  // statements of its own
      const std::uint32_t line = token_.line;
      std::vector<std::size_t> group;
      if (is_mark('{'))
        group = names_in_braces();
      else if (token_.kind == Token::Kind::name)
        name(group);
      else if (token_.kind != Token::Kind::arrow)
        return rest();
      for (const std::size_t from : before)
        for (const std::size_t to : group)
          if (graph_.edges.size() < edges_max) graph_.edges.push_back({from, to, line});
      if (is_mark('[')) attributes();
      has_arrow = token_.kind == Token::Kind::arrow;
      if (!has_arrow) return;
      take();
      before = std::move(group);
    }
  }

  // A mark that begins nothing, or the attributes of what has none.
  void rest() { is_mark('[') ? attributes() : take(); }

  // One name, unless it is that of an attribute: "rankdir = LR", "node [shape = box]".
  void name(std::vector<std::size_t>& group) {
    const bool is_default = is_word("node") || is_word("edge") || is_word("graph");
    const Token mine = std::move(token_);
    take();
    if (is_mark('=')) {
      take();
      if (token_.kind == Token::Kind::name) take();
      return;
    }
    if (is_default && is_mark('[')) return;
    if (is_mark(':')) {  // a port: "a:left"
      take();
      if (token_.kind == Token::Kind::name) take();
    }
    if (!mine.text.empty()) group.push_back(place(mine));
  }

  std::vector<std::size_t> names_in_braces() {
    std::vector<std::size_t> group;
    for (take(); token_.kind != Token::Kind::end && !is_mark('}');)
      if (token_.kind == Token::Kind::name)
        name(group);
      else
        rest();
    take();
    return group;
  }

  void attributes() {
    while (token_.kind != Token::Kind::end && !is_mark(']'))
      take();
    take();
  }

  std::size_t place(const Token& token) {
    DotNode node = node_of(token.text);
    const auto [at, is_new] = places_.emplace(node.name, graph_.nodes.size());
    const std::size_t index = at->second;
    node.line = token.line;
    if (is_new) graph_.nodes.push_back(std::move(node));
    return index;
  }

  static constexpr std::size_t edges_max = 1'000'000;

  Scanner scanner_;
  Token token_;
  DotGraph graph_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

bool is_dot(std::string_view text) {
  Scanner scanner(text);
  Token first = scanner.next();
  if (first.kind == Token::Kind::name && lower(first.text) == "strict") first = scanner.next();
  return first.kind == Token::Kind::name && !first.is_quoted && lower(first.text) == "digraph";
}

DotGraph read_dot(std::string_view text) {
  return Reader(text).read();
}

}  // namespace hindcast::guards
