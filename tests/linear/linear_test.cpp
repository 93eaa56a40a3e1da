// Doubles hostile documents and templates and compares the counted work of reading them: linear work
// doubles, quadratic work quadruples. HINDCAST_LONG=1 goes to a megabyte.
#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/contract.h"
#include "app/forms.h"
#include "document/document.h"
#include "document/form.h"
#include "linear/counted_work.h"
#include "linear/shape.h"
#include "markdown/markdown.h"

namespace hindcast::linear {
namespace {

constexpr double ratio_max = 2.5;

template <typename Work>
std::uint64_t counted(Work work) {
  const std::uint64_t before = counted::work();
  work();
  return counted::work() - before;
}

// One thing that is done with a text, and what it costs. What goes before it is not counted, so that
// nothing quadratic hides behind it.
struct Job {
  const char* name;
  std::uint64_t (*cost)(const std::string& text);
};

facts::Document read(const std::string& text, const markdown::Tree& tree) {
  return document::read({"notes/2031-05-04-queue.md", text}, tree, document::builtin_forms());
}

std::uint64_t cost_of_reading(const std::string& text) {
  const markdown::Tree tree = markdown::parse(text);
  return counted([&] { (void)read(text, tree); });
}

std::uint64_t cost_of_json(const std::string& text) {
  app::ReadDocument document;
  document.text = text;
  document.document = read(text, markdown::parse(text));
  std::string out;
  return counted([&] { app::append_document_json(document, out); });
}

std::uint64_t cost_of_compiling(const std::string& text) {
  return counted([&] { (void)document::compile_form("a", text); });
}

std::uint64_t cost_of_checking(const std::string& text) {
  const document::Form form = document::compile_form("a", text);
  return counted([&] { (void)document::check_form(form); });
}

std::uint64_t cost_of_showing(const std::string& text) {
  const document::Form form = document::compile_form("a", text);
  return counted([&] { (void)(app::form_text(form) + app::form_json(form)); });
}

std::uint64_t cost_of_starting(const std::string& text) {
  const document::Form form = document::compile_form("a", text);
  return counted([&] { (void)document::start_document(form, "A title", {2031, 5, 4}); });
}

// A document by a form of its own size: a template read as its own first document.
std::uint64_t cost_of_following(const std::string& text) {
  const std::vector<document::Form> forms = {document::compile_form("a", text)};
  const markdown::Tree tree = markdown::parse(text);
  return counted([&] { (void)document::read({"a.md", text}, tree, forms); });
}

const std::vector<Job> document_jobs = {{"read", cost_of_reading}, {"print as JSON", cost_of_json}};
const std::vector<Job> template_jobs = {{"compile", cost_of_compiling},
                                        {"check", cost_of_checking},
                                        {"show", cost_of_showing},
                                        {"start a document", cost_of_starting},
                                        {"read by it", cost_of_following}};

// More on request, else what a landing has time for.
std::size_t base_size() {
  return std::getenv("HINDCAST_LONG") != nullptr ? std::size_t{512} << 10 : std::size_t{16} << 10;
}

void check_linear(const std::vector<Shape>& shapes, const std::vector<Job>& jobs) {
  for (const Shape& shape : shapes) {
    const std::string once = shape.make(base_size()), twice = shape.make(2 * base_size());
    for (const Job& job : jobs) {
      const std::string what = std::string(job.name) + ": " + shape.name;
      CAPTURE(what);
      const auto small = job.cost(once), large = job.cost(twice);
      CHECK(static_cast<double>(large) <= ratio_max * static_cast<double>(small));
    }
  }
}

TEST_CASE("twice the document is at most two and a half times the work, whatever its shape") {
  CHECK(document_shapes().size() >= 100);
  check_linear(document_shapes(), document_jobs);
}

TEST_CASE("twice the template is at most two and a half times the work, whatever its shape") {
  CHECK(template_shapes().size() >= 45);
  check_linear(template_shapes(), template_jobs);
}

TEST_CASE("the count is honest: no byte is read without work, and the same is counted again") {
  (void)document::builtin_forms();  // compiled once, at its first use
  for (const Shape& shape : document_shapes()) {
    const std::string what = shape.name;
    CAPTURE(what);
    const std::string text = shape.make(10000);
    CHECK(cost_of_reading(text) >= text.size());
    CHECK(cost_of_reading(text) == cost_of_reading(text));
  }
}

TEST_CASE("work that is quadratic would be seen") {
  // Reading every prefix again is what a reader without memory does.
  const auto again = [](std::size_t bytes) {
    const std::string text = repeated("- patch it by May 10\n", bytes);
    std::uint64_t work = 0;
    for (std::size_t end = 0; end <= text.size(); end += 256)
      work += cost_of_reading("## Action items\n\n" + text.substr(0, end));
    return static_cast<double>(work);
  };
  CHECK(again(16384) / again(8192) > ratio_max);
  // A search to the end from every place hides in the C library, and is counted there.
  const auto search = [](std::size_t bytes) {
    const std::string text(bytes, 'a');
    const std::string_view view = text;
    return static_cast<double>(counted([&] {
      for (std::size_t at = 0; at < view.size(); ++at)
        if (view.find('b', at) != std::string_view::npos) std::abort();
    }));
  };
  CHECK(search(16384) / search(8192) > ratio_max);
}

}  // namespace
}  // namespace hindcast::linear
