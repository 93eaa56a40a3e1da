// Compares our block structure with cmark-gfm's and md4c's over documents and
// over random Markdown (fixed seed). A difference must belong to a class that
// docs/markdown.md names: a class is a change to the text that removes the
// difference, so that nothing else can hide behind it.
//
// usage: differential DOCS_PAGE [FOLDER]; exits 1 on a difference of no class.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "html.h"
#include "markdown/markdown.h"
#include "skeletons.h"

namespace {

using namespace hindcast::oracle;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string without_boxes(const std::string& text) {
  std::string out = replaced(replaced(replaced(text, "[x]", "(x)"), "[ ]", "(o)"), "[X]", "(x)");
  return out;
}
std::string without_tags(const std::string& text) {
  return replaced(text, "<", "x");
}
std::string without_rules(const std::string& text) {
  return replaced(replaced(replaced(text, "***", "abc"), "---", "abc"), "___", "abc");
}
std::string without_tabs(const std::string& text) {
  return replaced(text, "\t", "    ");
}
std::string without_trailing_blanks(const std::string& text) {
  std::string out;
  for (char c : text) {
    while (c == '\n' && !out.empty() && (out.back() == ' ' || out.back() == '\t'))
      out.pop_back();
    out += c;
  }
  return out;
}
std::string without_empty_items(const std::string& text) {
  std::string out;
  for (char c : without_trailing_blanks(text)) {
    bool marker = !out.empty() && std::string("-*+.)").find(out.back()) != std::string::npos;
    if (c == '\n' && marker) out += " x";
    out += c;
  }
  return out;
}
std::string without_pipes(const std::string& text) {
  return replaced(replaced(text, "|", "/"), ":-", "ab");
}
std::string without_fences(const std::string& text) {
  return replaced(replaced(text, "`", "x"), "~~~", "xxx");
}
bool has_front_matter(const std::string& text) {
  return hindcast::markdown::front_matter_node(hindcast::markdown::parse(text)) != 0;
}
std::string without_front_matter(const std::string& text) {
  return has_front_matter(text) ? "x\n\n" + replaced(text, "+++", "abc") : text;
}
std::string without_definitions(const std::string& text) {
  return replaced(text, "]:", "];");
}

struct Class {
  const char* name;  // as docs/markdown.md heads it
  std::function<std::string(const std::string&)> change;
};
const std::vector<Class> cmark_classes = {
    {"front matter", without_front_matter},
    {"boxes away from the start of the line", without_boxes},
    {"a lone tag after a quote's paragraph", without_tags},
    {"a blank line behind a rule in an item", without_rules},
    {"a definition alone in an item", without_definitions},
};
const std::vector<Class> md4c_classes = {
    {"front matter", without_front_matter},
    {"blanks at the end of a line", without_trailing_blanks},
    {"tables", without_pipes},
    {"empty items", without_empty_items},
    {"HTML blocks", without_tags},
    {"tabs", without_tabs},
    {"fences", without_fences},
    {"definitions", without_definitions},
    {"boxes", without_boxes},
    {"rules", without_rules},
};

bool agrees_with_cmark(const std::string& text) {
  return our_skeleton(text, Beside::cmark) == cmark_skeleton(text);
}
bool agrees_with_md4c(const std::string& text) {
  return our_skeleton(text, Beside::md4c) == md4c_skeleton(text);
}

struct Tally {
  std::map<std::string, int> classes;
  int texts = 0, unexplained = 0, pages = 0;

  // Undoes one class after the other until both sides agree; names the last.
  bool explain(const std::string& text, const char* peer, const std::vector<Class>& known,
               bool (*agrees)(const std::string&)) {
    if (agrees(text)) return true;
    for (const Class& one : known) {
      if (agrees(one.change(text))) {
        ++classes[std::string(peer) + ": " + one.name];
        return true;
      }
    }
    std::string all = text;
    for (const Class& one : known) {
      all = one.change(all);
      if (agrees(all)) {
        ++classes[std::string(peer) + ": several of these"];
        return true;
      }
    }
    return false;
  }

  void compare(const std::string& text, const std::string& name) {
    ++texts;
    bool cmark = explain(text, "cmark-gfm", cmark_classes, agrees_with_cmark);
    bool md4c = explain(text, "md4c", md4c_classes, agrees_with_md4c);
    // Two against one: what cmark-gfm sees as we do is md4c's own reading.
    if (!md4c && agrees_with_cmark(text)) {
      ++classes["md4c: alone against both"];
      md4c = true;
    }
    if (cmark && md4c) return;
    ++unexplained;
    if (unexplained > 5) return;
    std::printf("%s: a difference of no class\n  text: %s\n  ours: %s\n  cmark-gfm: %s\n  md4c: %s\n",
                name.c_str(), replaced(replaced(text.substr(0, 300), "\n", "\\n"), "\t", "\\t").c_str(),
                our_skeleton(text, Beside::cmark).substr(0, 300).c_str(),
                cmark_skeleton(text).substr(0, 300).c_str(), md4c_skeleton(text).substr(0, 300).c_str());
  }
};

// Whole documents must give the same HTML as cmark-gfm, inlines and all, unless they have front matter.
int compare_html(const std::string& text, const std::string& name, Tally& tally) {
  if (has_front_matter(text) || text.size() > 100000) return 0;
  ++tally.pages;
  std::string ours = to_html(text, {.bare_links = true, .tag_filter = false}), theirs = cmark_html(text);
  if (ours == theirs) return 0;
  std::size_t at = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end()).first - ours.begin();
  std::printf("%s: HTML differs\n  ours: %s\n  cmark-gfm: %s\n", name.c_str(), ours.substr(at, 200).c_str(),
              theirs.substr(at, 200).c_str());
  return 1;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Short texts made of the words that Markdown is made of.
std::string random_markdown(std::mt19937& random) {
  static const std::vector<std::string> words = {
      "- ",    "* ",    "+ ",  "1. ",   "2) ",  "> ",  ">",      "#",     " ",   "  ",   "    ", "\t",
      "\n",    "\n",    "\n",  "\n\n",  "a",    "b c", "```",    "~~~",   "===", "---",  "|",    "a|b",
      "|-|-|", "-|-",   ":-",  "<div>", "<!--", "-->", "</pre>", "<pre>", "<a>", "[x] ", "[ ] ", "[a]: b",
      "[",     "\"t\"", "***", "_",     "\\",   "`",   "**",     "<?",    "?>",  "## "};
  std::string text = "\n";
  for (std::size_t left = 1 + random() % 14; left > 0; --left)
    text += words[random() % words.size()];
  return text + "\n";
}

// The first place at or after `at` that is inside no character: cmark-gfm reads invalid UTF-8 differently.
std::size_t boundary(const std::string& text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
    ++at;
  return at;
}

// A dozen lines of a document, damaged in three places.
std::string mutated(const std::string& text, std::mt19937& random) {
  std::size_t begin = text.find('\n', random() % (text.size() + 1));
  if (begin == std::string::npos) begin = 0;
  std::string piece = "\n" + text.substr(begin, boundary(text, begin + 600) - begin) + "\n";
  for (int i = 0; i < 3; ++i) {
    std::string patch = random_markdown(random);
    piece.insert(boundary(piece, random() % piece.size()), patch.substr(1, patch.size() - 2));
  }
  return piece;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  std::string page = read_file(argv[1]);
  Tally documents, random_texts;
  std::mt19937 random(20240131);
  std::vector<std::string> sources;
  if (argc > 2 && std::filesystem::is_directory(argv[2])) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[2])) {
      if (entry.is_regular_file() && entry.path().extension() == ".md") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      sources.push_back(read_file(path));
      documents.compare(sources.back(), path.filename().string());
      documents.unexplained += compare_html(sources.back(), path.filename().string(), documents);
    }
  } else {
    std::printf("no folder of documents: only random Markdown is compared\n");
  }
  for (int i = 0; i < 30000; ++i)
    random_texts.compare(random_markdown(random), "random " + std::to_string(i));
  for (std::size_t i = 0; i < sources.size() * 4; ++i) {
    random_texts.compare(mutated(sources[i % sources.size()], random), "mutated " + std::to_string(i));
  }
  int unnamed = 0;
  for (const Tally* tally : {&documents, &random_texts}) {
    std::printf("%d texts, %d without a class; %d compared as HTML too\n", tally->texts, tally->unexplained,
                tally->pages);
    for (const auto& [name, count] : tally->classes) {
      std::printf("%6d %s\n", count, name.c_str());
      if (page.find(name.substr(name.find(": ") + 2)) == std::string::npos) {
        ++unnamed;
        std::printf("       is not explained in %s\n", argv[1]);
      }
    }
  }
  return documents.unexplained + random_texts.unexplained + unnamed > 0;
}
