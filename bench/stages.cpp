// bench_stages LIST [REPEATS]: CPU of each stage of reading, over documents that are in memory.
// Prints one line for each stage: its name, documents, bytes, microseconds per document (the median
// of the repeats). With one document in LIST it is a point of the plot over size.
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "app/contract.h"
#include "disk/disk.h"
#include "document/document.h"
#include "markdown/inlines.h"
#include "markdown/markdown.h"
#include "peers.h"

namespace {

using namespace hindcast;

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + 1e-3 * static_cast<double>(now.tv_nsec);
}

bool holds_text(markdown::Kind kind) {
  return kind == markdown::Kind::paragraph || kind == markdown::Kind::heading || kind == markdown::Kind::cell;
}

std::uint64_t blocks_and_inlines(std::string_view text) {
  const markdown::Tree tree = markdown::parse(text);
  const markdown::Definitions definitions(tree, text);
  std::vector<markdown::Inline> pieces;
  std::uint64_t sum = 0, steps = 0;
  for (std::uint32_t node = 0; node < tree.nodes.size(); ++node) {
    if (!holds_text(tree.nodes[node].kind)) continue;
    markdown::read_inlines(tree, node, text, definitions, pieces, steps);
    sum += pieces.size();
  }
  return sum;
}

std::uint64_t facts_of(const std::string& path, const std::string& text) {
  return document::read({.path = path, .text = text}, document::builtin_forms()).items.size();
}

std::uint64_t contract_of(const std::string& path, const std::string& text) {
  app::ReadDocument read{.path = path, .text = text, .document = {}};
  read.document = document::read({.path = path, .text = read.text}, document::builtin_forms());
  std::string out;
  app::append_document_json(read, out);
  return out.size();
}

struct Stage {
  const char* name;
  std::function<std::uint64_t(const std::string& path, const std::string& text)> run;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const int repeats = count > 2 ? std::max(1, std::atoi(arguments[2])) : 5;
  const std::vector<std::string> paths = bench::paths_of(arguments[1]);
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (const std::string& path : paths) {
    auto text = disk::read_file(path, markdown::text_bytes_max);
    texts.push_back(text.ok() ? *std::move(text) : std::string());
    bytes += texts.back().size();
  }
  const Stage stages[] = {
      {"md4c", [](const std::string&, const std::string& text) { return bench::parse_with_md4c(text); }},
      {"cmark-gfm",
       [](const std::string&, const std::string& text) { return bench::parse_with_cmark_gfm(text); }},
      {"blocks",
       [](const std::string&, const std::string& text) { return markdown::parse(text).nodes.size(); }},
      {"blocks+inlines",
       [](const std::string&, const std::string& text) { return blocks_and_inlines(text); }},
      {"document", facts_of},
      {"document+json", contract_of},
  };
  std::uint64_t sum = 0;
  std::vector<std::vector<double>> taken(std::size(stages));
  for (int round = 0; round < repeats; ++round) {  // interleaved: a slow phase of the machine meets all
    for (std::size_t stage = 0; stage < std::size(stages); ++stage) {
      const double began = cpu_us();
      for (std::size_t i = 0; i < texts.size(); ++i)
        sum += stages[stage].run(paths[i], texts[i]);
      taken[stage].push_back((cpu_us() - began) /
                             static_cast<double>(std::max<std::size_t>(1, texts.size())));
    }
  }
  for (std::size_t stage = 0; stage < std::size(stages); ++stage) {
    std::sort(taken[stage].begin(), taken[stage].end());
    std::printf("%s\t%zu\t%zu\t%.3f\n", stages[stage].name, texts.size(), bytes,
                taken[stage][taken[stage].size() / 2]);
  }
  return sum == 1 ? 1 : 0;  // the sum is used, so the work is done
}
