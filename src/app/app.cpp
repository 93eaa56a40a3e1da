#include "app/app.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include "disk/disk.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

constexpr int threads_max = 64;
constexpr std::size_t run_max = 16;   // documents a thread takes at a time
constexpr std::size_t ahead_max = 4;  // runs read but not yet handed on, per thread: keeps memory flat

Result<ReadDocument> read_one(const std::string& path, std::string text,
                              std::span<const document::Form> forms) {
  if (looks_binary(text)) return Error{ErrorCode::invalid, "is a binary file, not a document; leave it out"};
  facts::Document document = document::read({.path = path, .text = text}, forms);
  return ReadDocument{path, std::move(text), std::move(document)};
}

Result<ReadDocument> read_one(const std::string& path, std::span<const document::Form> forms) {
  return read_one(path, TRY(disk::read_file(path, document_bytes_max)), forms);
}

std::vector<document::Form> all_forms(const ReadOptions& options) {
  std::vector<document::Form> forms(document::builtin_forms().begin(), document::builtin_forms().end());
  forms.insert(forms.begin(), options.forms.begin(), options.forms.end());
  return forms;
}

int thread_count(int wanted, std::size_t files) {
  int count = wanted > 0 ? wanted : static_cast<int>(std::thread::hardware_concurrency());
  count = std::min({count, threads_max, static_cast<int>(std::min<std::size_t>(files, threads_max))});
  return std::max(count, 1);
}

// Runs `make(i)` for i in 0..size on `threads` threads and `take(i, result)` in
// order on the calling thread. At most `ahead_max` results a thread wait.
template <typename Made, typename Make, typename Take>
void in_order(std::size_t size, int threads, const Make& make, const Take& take) {
  if (threads == 1) {
    for (std::size_t i = 0; i < size; ++i)
      take(i, make(i));
    return;
  }
  const std::size_t window = ahead_max * static_cast<std::size_t>(threads);
  std::mutex lock;
  std::condition_variable made, taken;
  std::vector<std::optional<Made>> slots(window);
  std::size_t next = 0, done = 0;  // next to make, next to hand on; both under `lock`

  auto work = [&] {
    std::unique_lock hold(lock);
    for (;;) {
      taken.wait(hold, [&] { return next >= size || next < done + window; });
      if (next >= size) return;
      std::size_t mine = next++;
      hold.unlock();
      Made result = make(mine);
      hold.lock();
      slots[mine % window] = std::move(result);
      if (mine == done) made.notify_one();
    }
  };
  std::vector<std::thread> workers;
  workers.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i)
    workers.emplace_back(work);
  for (std::size_t i = 0; i < size; ++i) {
    std::unique_lock hold(lock);
    made.wait(hold, [&] { return slots[i % window].has_value(); });
    Made result = std::move(*slots[i % window]);
    slots[i % window].reset();
    done = i + 1;
    hold.unlock();
    taken.notify_all();
    take(i, std::move(result));
  }
  for (auto& worker : workers)
    worker.join();
}

// Lists, then makes and takes each file; gathers the troubles in order.
template <typename Made, typename Make, typename Take>
std::vector<Trouble> over_documents(const std::vector<std::string>& paths, const ReadOptions& options,
                                    const Make& make, const Take& take) {
  disk::Listing listing = disk::list_documents(paths);
  std::vector<Trouble> troubles;
  for (auto& trouble : listing.troubles)
    troubles.push_back({trouble.path, std::move(trouble.error)});
  if (listing.files.empty() && troubles.empty())
    troubles.push_back(
        {paths.empty() ? "." : paths.front(),
         {ErrorCode::not_found, "no Markdown document is there; name a file, or a folder that holds some"}});

  std::vector<document::Form> forms = all_forms(options);
  // A thread takes a run of files at a time: handing on each by itself would cost more than reading it.
  const std::size_t size = listing.files.size(), run = size < 4 * run_max ? 1 : run_max;
  using Results = std::vector<Result<Made>>;
  in_order<Results>((size + run - 1) / run, thread_count(options.threads, size),
                    [&](std::size_t at) {
                      Results results;
                      for (std::size_t i = at * run; i < std::min((at + 1) * run, size); ++i)
                        results.push_back(make(read_one(listing.files[i], forms)));
                      return results;
                    },
                    [&](std::size_t at, Results results) {
                      for (std::size_t i = 0; i < results.size(); ++i) {
                        if (results[i].ok())
                          take(std::move(*std::move(results[i])));
                        else
                          troubles.push_back({listing.files[at * run + i], std::move(results[i]).error()});
                      }
                    });
  return troubles;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

// Counts in blocks of a fixed size: the compiler makes one step of many bytes out of each.
std::size_t count_controls(std::string_view text) {
  constexpr std::size_t block = 64;
  std::size_t controls = 0, at = 0;
  for (; at + block <= text.size(); at += block) {
    std::uint8_t found = 0;
    for (std::size_t i = 0; i < block; ++i)
      found = static_cast<std::uint8_t>(found + is_control(text[at + i]));
    controls += found;
  }
  return controls + static_cast<std::size_t>(std::count_if(text.begin() + at, text.end(), is_control));
}

}  // namespace

bool looks_binary(std::string_view text) {
  // A stray NUL is a damaged document and is still read; control bytes all over are another kind of file.
  std::string_view sample = text.substr(0, 8192);
  return count_controls(sample) * 20 > sample.size();
}

Result<ReadDocument> read_document(const std::string& path, const ReadOptions& options) {
  return read_one(path, all_forms(options));
}

Result<ReadDocument> read_text(const std::string& path, std::string text, const ReadOptions& options) {
  return read_one(path, std::move(text), all_forms(options));
}

std::vector<Trouble> read_documents(const std::vector<std::string>& paths, const ReadOptions& options,
                                    const std::function<void(ReadDocument&&)>& each) {
  return over_documents<ReadDocument>(
      paths, options, [](Result<ReadDocument> read) { return read; },
      [&](ReadDocument&& document) { each(std::move(document)); });
}

std::vector<Trouble> render_documents(const std::vector<std::string>& paths, const ReadOptions& options,
                                      const std::function<std::string(const ReadDocument&)>& render,
                                      const std::function<void(std::string_view)>& put) {
  return over_documents<std::string>(
      paths, options,
      [&](Result<ReadDocument> read) -> Result<std::string> {
        if (!read.ok()) return std::move(read).error();
        return render(*read);
      },
      [&](std::string&& text) { put(text); });
}

}  // namespace hindcast::app
