// The verbs: where pure code meets stored things. Faces call these and only
// translate what comes back.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/watch.h"
#include "base/result.h"
#include "document/form.h"
#include "facts/facts.h"

namespace hindcast::app {

// A larger file is refused: no person wrote it, and reading it would cost everybody else's memory.
inline constexpr std::uint64_t document_bytes_max = 16u << 20;

// A file that could not be read. Others are still read; the run ends with exit 2.
struct Trouble {
  std::string path;
  Error error;
};

struct ReadDocument {
  std::string path;
  std::string text;
  facts::Document document;
};

struct DocumentList;  // documents.h

struct ReadOptions {
  std::vector<document::Form> forms;  // tried before the built-in ones
  int threads = 0;                    // 0: one per core
  const Watch* watch = nullptr;       // outlives the run
};

// True when control bytes make up a twentieth of the first 8 KiB.
bool looks_binary(std::string_view text);
// Why these bytes are no document: binary, or UTF-16 and UTF-32, which the message says how to convert.
Status can_be_read(std::string_view text);

// The bytes of a document's file, or why it is none.
Result<std::string> read_bytes(const std::string& path);

// The forms of a caller and behind them the built-in ones, which nobody copies where there are no others.
class Forms {
 public:
  explicit Forms(const ReadOptions&);
  Forms(const Forms&) = delete;
  Forms& operator=(const Forms&) = delete;
  std::span<const document::Form> all() const { return all_; }

 private:
  std::vector<document::Form> joined_;
  std::span<const document::Form> all_;
};

// One file, whatever its name.
Result<ReadDocument> read_document(const std::string& path, const ReadOptions&);

// The same of a text that the caller has, such as standard input; `path` names it.
Result<ReadDocument> read_text(const std::string& path, std::string text, const ReadOptions&);

// Reads the documents of a list (documents_beneath() makes it) on all cores and hands each to
// `each`, in the order of the listing, on the calling thread. Memory stays flat
// in the number of documents. Returns every trouble: listing first, then files
// in order.
std::vector<Trouble> read_documents(DocumentList, const ReadOptions&,
                                    const std::function<void(ReadDocument&&)>& each);

// The same, but `render` appends each document's text to `out` on a worker thread (it must not touch what is
// shared) and that text is handed to `put` in order.
std::vector<Trouble> render_documents(
    DocumentList, const ReadOptions&,
    const std::function<void(const ReadDocument&, std::string& out)>& render,
    const std::function<void(std::string_view)>& put);

}  // namespace hindcast::app
