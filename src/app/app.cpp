#include "app/app.h"

#include <algorithm>
#include <array>

#include "app/documents.h"
#include "app/pool.h"
#include "disk/disk.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

// Fills `read` from the text that is in it already.
Status understand(std::span<const document::Form> forms, ReadDocument& read) {
  TRY(can_be_read(read.text));
  read.document = document::read({.path = read.path, .text = read.text}, forms);
  return Ok();
}

// The same from a file. `read` may hold another document, whose memory is used again.
Status read_one(const std::string& path, std::span<const document::Form> forms, ReadDocument& read) {
  read.path = path;
  TRY(disk::read_file(path, document_bytes_max, read.text));
  return understand(forms, read);
}

// What came of a run of files. `clear` keeps the memory for the next one.
struct DocumentRun {
  std::vector<Status> outcomes;
  std::vector<ReadDocument> documents;
  void clear() {
    outcomes.clear();
    documents.clear();
  }
};

// The texts stand one after the other. A document is made and forgotten on one thread.
struct TextRun {
  static constexpr std::size_t kept_bytes_max = 1u << 20;  // the memory of huge documents is given back
  std::vector<Status> outcomes;
  std::string texts;
  std::vector<std::size_t> ends;  // of each in `texts`
  ReadDocument read;
  void clear() {
    if (texts.capacity() > kept_bytes_max) std::string().swap(texts);
    if (read.text.capacity() > kept_bytes_max) read = {};
    outcomes.clear();
    texts.clear();
    ends.clear();
  }
};

// Reads what is listed. `add(path, forms, run)` runs on the workers; `hand_on(run, i)` on the calling thread,
// in order, for each file without trouble. Gathers the troubles in order.
template <typename Run, typename Add, typename HandOn>
std::vector<Trouble> over_documents(DocumentList list, const ReadOptions& options, const Add& add,
                                    const HandOn& hand_on) {
  auto troubles = std::move(list.troubles);
  const Forms forms(options);
  in_runs<Run>(
      list.files.size(), {options.threads, options.watch},
      [&](std::size_t begin, std::size_t end, Run& run) {
        run.clear();
        for (std::size_t i = begin; i < end; ++i)
          run.outcomes.push_back(add(list.files[i], forms.all(), run));
      },
      [&](std::size_t begin, Run& run) {
        for (std::size_t i = 0; i < run.outcomes.size(); ++i) {
          if (run.outcomes[i].ok())
            hand_on(run, i);
          else
            troubles.push_back({list.files[begin + i], std::move(run.outcomes[i]).error()});
        }
      });
  return troubles;
}

bool is_low(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}
bool is_control(char c) {
  return is_low(c) && c != '\t' && c != '\n' && c != '\r';
}

// What iconv calls the encoding of a text in units of two or four bytes: told by its byte order mark, or
// without one by the zero bytes that letters of ASCII have at the same place of every unit. "" for any other
// bytes.
std::string_view wide_encoding(std::string_view text) {
  if (text.starts_with(std::string_view("\xff\xfe\0\0", 4)) ||
      text.starts_with(std::string_view("\0\0\xfe\xff", 4)))
    return "UTF-32";
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) return "UTF-16";
  if (!looks_binary(text)) return "";
  const std::string_view sample = text.substr(0, std::min<std::size_t>(text.size(), 8192) / 4 * 4);
  std::array<std::size_t, 4> zeros{};
  for (std::size_t i = 0; i < sample.size(); ++i)
    zeros[i % 4] += sample[i] == '\0' ? 1 : 0;
  const auto is_zero = [&](std::size_t at) { return zeros[at] * 10 > sample.size() / 4 * 9; };
  const auto has_text = [&](std::size_t at) { return zeros[at] * 10 < sample.size() / 4; };
  if (is_zero(1) && is_zero(3) && has_text(0)) return is_zero(2) ? "UTF-32LE" : has_text(2) ? "UTF-16LE" : "";
  if (is_zero(0) && is_zero(2) && has_text(3)) return is_zero(1) ? "UTF-32BE" : has_text(1) ? "UTF-16BE" : "";
  return "";
}

// Counts in blocks of a fixed size: the compiler makes one step of many bytes out of each.
template <typename Claim>
std::size_t count_bytes(std::string_view text, const Claim& claim) {
  constexpr std::size_t block = 64;
  std::size_t count = 0, at = 0;
  for (; at + block <= text.size(); at += block) {
    std::uint8_t found = 0;
    for (std::size_t i = 0; i < block; ++i)
      found = static_cast<std::uint8_t>(found + claim(text[at + i]));
    count += found;
  }
  for (; at < text.size(); ++at)
    count += claim(text[at]);
  return count;
}

}  // namespace

bool looks_binary(std::string_view text) {
  // A stray NUL is a damaged document and is still read; control bytes all over are another kind of file.
  std::string_view sample = text.substr(0, 8192);
  const auto is_many = [&](std::size_t count) { return count * 20 > sample.size(); };
  // Most text is told without asking which of its few low bytes end lines.
  return is_many(count_bytes(sample, [](char c) { return is_low(c); })) &&
         is_many(count_bytes(sample, [](char c) { return is_control(c); }));
}

Forms::Forms(const ReadOptions& options) : all_(document::builtin_forms()) {
  if (options.forms.empty()) return;
  joined_ = options.forms;
  joined_.insert(joined_.end(), all_.begin(), all_.end());
  all_ = joined_;
}

Result<std::string> read_bytes(const std::string& path) {
  auto text = disk::read_file(path, document_bytes_max);
  if (!text.ok()) return text;
  TRY(can_be_read(*text));
  return text;
}

Status can_be_read(std::string_view text) {
  if (const auto encoding = wide_encoding(text); !encoding.empty()) {
    const std::string name(encoding);
    return Error{ErrorCode::invalid, "is " + name.substr(0, 6) +
                                         " text, which is not read; convert it: iconv -f " + name +
                                         " -t UTF-8 OLD > NEW"};
  }
  if (looks_binary(text)) return Error{ErrorCode::invalid, "is a binary file, not a document; leave it out"};
  return Ok();
}

Result<ReadDocument> read_document(const std::string& path, const ReadOptions& options) {
  ReadDocument read;
  TRY(read_one(path, Forms(options).all(), read));
  return read;
}

Result<ReadDocument> read_text(const std::string& path, std::string text, const ReadOptions& options) {
  ReadDocument read{path, std::move(text), {}};
  TRY(understand(Forms(options).all(), read));
  return read;
}

std::vector<Trouble> read_documents(DocumentList list, const ReadOptions& options,
                                    const std::function<void(ReadDocument&&)>& each) {
  return over_documents<DocumentRun>(
      std::move(list), options,
      [](const std::string& path, std::span<const document::Form> forms, DocumentRun& run) {
        return read_one(path, forms, run.documents.emplace_back());
      },
      [&](DocumentRun& run, std::size_t i) { each(std::move(run.documents[i])); });
}

std::vector<Trouble> render_documents(
    DocumentList list, const ReadOptions& options,
    const std::function<void(const ReadDocument&, std::string& out)>& render,
    const std::function<void(std::string_view)>& put) {
  return over_documents<TextRun>(
      std::move(list), options,
      [&](const std::string& path, std::span<const document::Form> forms, TextRun& run) {
        Status outcome = read_one(path, forms, run.read);
        if (outcome.ok()) render(run.read, run.texts);
        run.ends.push_back(run.texts.size());
        return outcome;
      },
      [&](TextRun& run, std::size_t i) {
        const std::size_t begin = i == 0 ? 0 : run.ends[i - 1];
        put(std::string_view(run.texts).substr(begin, run.ends[i] - begin));
      });
}

}  // namespace hindcast::app
