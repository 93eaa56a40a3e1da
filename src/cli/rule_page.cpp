#include "cli/rule_page.h"

#include <algorithm>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr int columns_max = 100;

// "[words](target)" and "**words**" as words.
std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "**") {
      ++i;
      continue;
    }
    const auto close = text[i] == '[' ? text.find("](", i) : text.npos;
    const auto end = close == text.npos ? close : text.find(')', close);
    const bool is_link = end != text.npos && text.substr(i + 1, close - i - 1).find('[') == text.npos;
    if (is_link) {
      out += text.substr(i + 1, close - i - 1);
      i = end;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Sets a page line by line; a paragraph is held back until it is whole.
class Setter {
 public:
  explicit Setter(const Style& style) : style_(style), columns_(std::min(style.columns, columns_max)) {}

  void take(std::string_view line) {
    if (line.substr(0, 3) == "~~~") {
      end_paragraph();
      if (!is_code_ && !is_after_heading_) out_ += "\n";
      is_after_heading_ = false;
      is_code_ = !is_code_;
    } else if (is_code_) {
      out_ += "  " + style_.paint(Ink::dim, style_.sign("│", "|")) + (line.empty() ? "" : " ") +
              harmless(line) + "\n";
    } else if (line.substr(0, 3) == "## ") {
      end_paragraph();
      out_ += "\n" + style_.paint(Ink::bold, harmless(line.substr(3))) + "\n";
      is_after_heading_ = true;
    } else if (line.empty() || line.substr(0, 2) == "# ") {
      end_paragraph();
    } else {
      if (line.substr(0, 2) == "- ") end_paragraph();
      paragraph_ += (paragraph_.empty() ? "" : " ") + std::string(line);
    }
  }

  std::string finish() {
    end_paragraph();
    return std::move(out_);
  }

 private:
  void end_paragraph() {
    const bool is_group = paragraph_.substr(0, 9) == "**Group:*" || paragraph_.substr(0, 6) == "Group:";
    if (!paragraph_.empty() && !is_group) {
      const bool is_item = paragraph_.substr(0, 2) == "- ";
      if (!is_after_heading_ && !is_item && !out_.empty()) out_ += "\n";
      const auto text = plain(is_item ? std::string_view(paragraph_).substr(2) : paragraph_);
      std::string lead = is_item ? "  " + std::string(style_.sign("–", "-")) + " " : "  ";
      for (const auto& line : wrap(harmless(text), std::max(columns_ - (is_item ? 4 : 2), 1))) {
        out_ += lead + line + "\n";
        lead = is_item ? "    " : "  ";
      }
      is_after_heading_ = false;
    }
    paragraph_.clear();
  }

  const Style& style_;
  int columns_;
  bool is_code_ = false, is_after_heading_ = false;
  std::string paragraph_, out_;
};

}  // namespace

std::string rule_page(std::string_view markdown, const Style& style) {
  Setter setter(style);
  while (!markdown.empty()) {
    const auto end = markdown.find('\n');
    setter.take(markdown.substr(0, end));
    markdown.remove_prefix(end == markdown.npos ? markdown.size() : end + 1);
  }
  return setter.finish();
}

}  // namespace hindcast::cli
