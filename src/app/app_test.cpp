#include "app/app.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "app/check_settings.h"
#include "app/documents.h"
#include "disk/disk.h"

using namespace hindcast;

namespace {
struct Folder {
  std::string path;
  Folder() {
    char name[] = "/tmp/hindcast-app-XXXXXX";
    path = ::mkdtemp(name);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  void file(const std::string& name, std::string_view text) const {
    CHECK(disk::create_file(path + "/" + name, text).ok());
  }
};

std::string number(int i) {
  std::string digits = std::to_string(i);
  return std::string(4 - digits.size(), '0') + digits;
}
}  // namespace

TEST_CASE("many documents come in the order of their names, whatever thread read them") {
  Folder folder;
  for (int i = 0; i < 700; ++i)
    folder.file(number(i) + ".md", "# Outage " + number(i) + "\n");
  for (int threads : {1, 2, 7}) {
    int expected = 0;
    auto troubles = app::render_documents(
        app::documents_beneath({folder.path}, {}), {.threads = threads},
        [](const app::ReadDocument& read, std::string& out) { out += read.document.title.text; },
        [&](std::string_view title) { CHECK(title == "Outage " + number(expected++)); });
    CHECK(troubles.empty());
    CHECK(expected == 700);
  }
}

TEST_CASE("one bad file is told by name and hides no other") {
  Folder folder;
  folder.file("a.md", "# A\n");
  folder.file("b.md", std::string(4096, '\x01'));
  folder.file("b2.md", std::string(10, '\0'));
  std::filesystem::create_symlink(folder.path + "/nowhere", folder.path + "/c.md");
  folder.file("d.md", "# D \xff\xfe\n");
  std::string titles;
  auto troubles =
      app::read_documents(app::documents_beneath({folder.path, folder.path + "/gone.md"}, {}), {.threads = 2},
                          [&](app::ReadDocument&& read) { titles += read.document.title.text + ";"; });
  CHECK(titles == "A;D \xff\xfe;");
  std::string told;
  for (const auto& trouble : troubles)
    told += trouble.path.substr(folder.path.size()) + ": " + trouble.error.message + "\n";
  CHECK(told ==
        "/c.md: no such file; its symbolic link points nowhere\n"
        "/gone.md: no such file; check the spelling\n"
        "/b.md: is a binary file, not a document; leave it out\n"
        "/b2.md: is a binary file, not a document; leave it out\n");
}

TEST_CASE("a folder without a document is said, not passed over") {
  Folder folder;
  auto troubles = app::read_documents(app::documents_beneath({folder.path}, {}), {},
                                      [](app::ReadDocument&&) { CHECK(false); });
  REQUIRE(troubles.size() == 1);
  CHECK(troubles[0].error.message ==
        "no Markdown document is there; name a file, or a folder that holds some");
}

TEST_CASE("UTF-16 and UTF-32 are named, and how they are converted is said") {
  const auto told = [](std::string_view bytes) {
    const Status status = app::can_be_read(bytes);
    return status.ok() ? "read" : status.error().message;
  };
  const auto wide = [](std::string_view text, std::size_t unit, std::size_t place) {
    std::string out(text.size() * unit, '\0');
    for (std::size_t i = 0; i < text.size(); ++i)
      out[i * unit + place] = text[i];
    return out;
  };
  const std::string text = "# The pump ran dry\n\nNobody looked at the tank.\n";
  CHECK(told("\xff\xfe" + wide(text, 2, 0)) ==
        "is UTF-16 text, which is not read; convert it: iconv -f UTF-16 -t UTF-8 OLD > NEW");
  CHECK(told("\xfe\xff" + wide(text, 2, 1)).find("iconv -f UTF-16 -t") != std::string::npos);
  CHECK(told("\xff\xfe\x42\x30") == told("\xff\xfe" + wide(text, 2, 0)));  // a Japanese letter: no zero byte
  CHECK(told(std::string("\xff\xfe\0\0", 4) + wide(text, 4, 0)).find("iconv -f UTF-32 -t") !=
        std::string::npos);
  CHECK(told(wide(text, 2, 0)).find("is UTF-16 text, which is not read; convert it: iconv -f UTF-16LE") == 0);
  CHECK(told(wide(text, 2, 1)).find("iconv -f UTF-16BE") != std::string::npos);
  CHECK(told(wide(text, 4, 0)).find("is UTF-32 text, which is not read; convert it: iconv -f UTF-32LE") == 0);
  CHECK(told(wide(text, 4, 3)).find("iconv -f UTF-32BE") != std::string::npos);
  CHECK(told(std::string(64, '\0')) == "is a binary file, not a document; leave it out");
  CHECK(told("\xef\xbb\xbf" + text) == "read");
  CHECK(told("\xff\xfd" + text) == "read");
}

TEST_CASE("a stray NUL makes no document binary") {
  CHECK_FALSE(app::looks_binary(std::string("# Outage\n\0the end of a damaged line\n", 35)));
  CHECK(app::looks_binary(std::string(64, '\0')));
}
