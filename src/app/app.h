// The verbs: where pure code meets stored things. Faces call these and only
// translate what comes back.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "document/form.h"
#include "facts/facts.h"

namespace hindcast::app {

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

// Lists and reads documents under `paths` on all cores and hands each result to
// `each`, in the order of the listing, on the calling thread; memory stays flat
// in the number of documents. Returns every trouble, in order.
struct ReadOptions {
  std::vector<document::Form> forms;  // beside the built-in ones
  int threads = 0;                    // 0: one per core
};
std::vector<Trouble> read_documents(const std::vector<std::string>& paths, const ReadOptions&,
                                    const std::function<void(ReadDocument&&)>& each);

// One document without its text read back: what a worker thread makes of a file.
// As read_documents, but `render` runs on the worker threads and its text is
// handed to `put` in order: for output that is independent for each document.
std::vector<Trouble> render_documents(const std::vector<std::string>& paths, const ReadOptions&,
                                      const std::function<std::string(const ReadDocument&)>& render,
                                      const std::function<void(std::string_view)>& put);

}  // namespace hindcast::app
