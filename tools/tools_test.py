#!/usr/bin/env python3
"""The checks of the house are checked: each must say no to the mistake that it exists for."""
import contextlib, io, os, pathlib, shutil, stat, subprocess, sys, tempfile, unittest, unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import bench, check_docs, check_layers, header_diet, tidy, transcript  # noqa: E402

MODULES = "hindcast_module(base)\nhindcast_module(markdown DEPENDS base)\nhindcast_module(app\n  DEPENDS base markdown)\n"


class House(unittest.TestCase):
    """A small house in a temporary folder."""

    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        self.write("src/CMakeLists.txt", MODULES)
        self.write("src/base/text.h", "// Text.\n#include <string>\n")
        self.write("src/markdown/markdown.h", '// Markdown.\n#include "base/text.h"\n')
        self.write("src/app/app.cpp", '#include "base/text.h"\n#include "markdown/markdown.h"\n')

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


class Layers(House):
    def said(self, strict=False):
        return check_layers.violations(self.root, strict)

    def test_a_house_in_order_has_no_violation(self):
        self.assertEqual(self.said(strict=True), [])

    def test_an_include_against_the_arrows_is_refused(self):
        self.write("src/base/text.cpp", '#include "base/text.h"\n\n#include "markdown/markdown.h"\n')
        self.assertEqual(self.said(), ["src/base/text.cpp:3: base must not include markdown"])

    def test_an_include_that_is_not_module_and_file_is_refused(self):
        self.write("src/base/text.cpp", '#include "text.h"\n')
        self.assertEqual(self.said(), ['src/base/text.cpp:1: "text.h" is not module/file.h'])

    def test_a_heavy_library_stays_in_its_file(self):
        self.write("src/base/text.cpp", "#include <utf8proc.h>\n#include <regex>\n")
        self.assertEqual(self.said(), [
            "src/base/text.cpp:1: <utf8proc.h> is allowed only in ['cli/width.cpp', 'search/letters.cpp']",
            "src/base/text.cpp:2: <regex> is allowed only in no file"])

    def test_a_header_does_not_pull_in_what_only_a_source_needs(self):
        self.write("src/base/time.h", "// Time.\n#include <chrono>\n")
        self.assertEqual(self.said(), ["src/base/time.h:2: <chrono> belongs in a .cpp file, not in a header"])

    def test_an_arrow_that_nobody_walks_is_reported_when_strict(self):
        self.write("src/app/app.cpp", '#include "base/text.h"\n')
        self.assertEqual(self.said(), [])
        self.assertEqual(self.said(strict=True), ["src/CMakeLists.txt: app DEPENDS markdown is unused"])

    def test_a_circle_of_arrows_is_refused(self):
        self.write("src/CMakeLists.txt", "hindcast_module(base DEPENDS app)\nhindcast_module(app DEPENDS base)\n"
                                         "hindcast_module(markdown DEPENDS base)\n")
        self.assertIn("src/CMakeLists.txt: cycle app -> base -> app", self.said())

    def test_a_code_map_that_drifted_is_reported(self):
        self.write("ARCHITECTURE.md", "| `src/base/` | text |\n| `src/attic/` | gone |\n| `src/app/` | verbs |\n")
        self.assertEqual(self.said(), ["ARCHITECTURE.md: module markdown is missing in the code map",
                                       "ARCHITECTURE.md: there is no module attic"])


class Tidy(unittest.TestCase):
    def said(self, text, name="base/text.cpp", sibling_header=False):
        return [p.split(": ", 1)[1] for p in tidy.problems_of(name, text, sibling_header)]

    def test_clean_code_is_clean(self):
        self.assertEqual(self.said('#include "base/text.h"\n\nint one() {\n  return 1;\n}\n', sibling_header=True), [])

    def test_a_function_of_seventy_lines_is_the_longest(self):
        self.assertEqual(self.said("int f(int a,\n      int b) {\n" + "  a += b;\n" * 68 + "}\n"), [])
        self.assertEqual(self.said("int f(int a,\n      int b) {\n" + "  a += b;\n" * 69 + "}\n"),
                         ["function is longer than 70 lines"])

    def test_a_table_may_be_longer_than_a_function(self):
        self.assertEqual(self.said("constexpr int table[] = {\n" + "    1,\n" * 100 + "};\n"), [])

    def test_a_file_has_a_longest_length_too(self):
        self.assertEqual(self.said("int i;\n" * 601), ["file is longer than 600 lines; split it where its subject splits"])

    def test_banned_words_name_their_replacement(self):
        self.assertEqual(self.said("// TODO: later\n"), ["TODO is banned; use TODO(#n)"])
        self.assertEqual(self.said("std::shared_ptr<int> p;\n"),
                         ["std::shared_ptr is banned; use one owner: a value or unique_ptr"])

    def test_a_text_literal_may_hold_any_word(self):
        self.assertEqual(self.said('auto word = "TODO";\n'), [])

    def test_wide_lines_and_trailing_space_are_seen(self):
        self.assertEqual(self.said("//" + "x" * 109 + "\n"), ["line is longer than 110"])
        self.assertEqual(self.said("int i; \n"), ["trailing space or tab"])

    def test_a_header_opens_with_a_sentence(self):
        self.assertEqual(self.said("#pragma once\n", name="base/text.h"),
                         ["a header opens with a sentence that says what it is for"])

    def test_a_source_includes_its_own_header_first(self):
        self.assertEqual(self.said("#include <string>\n", sibling_header=True),
                         ["a source file includes its own header first"])


class Diet(House):
    def test_a_fat_header_is_over_its_budget(self):
        self.write("src/base/fat.h", "// Fat.\n#include <filesystem>\n#include <regex>\n")
        said = header_diet.problems_of(header_diet.costs(self.root / "src"))
        self.assertEqual([p.split(":")[0] for p in said], ["src/base/fat.h"])

    def test_a_header_must_stand_alone(self):
        self.write("src/base/lame.h", '// Lame.\n#include "base/gone.h"\n')
        said = header_diet.problems_of(header_diet.costs(self.root / "src"))
        self.assertIn("src/base/lame.h: does not stand alone", said[0])


class Docs(House):
    def test_links_paths_and_verbs_must_be_there(self):
        self.write("dev", "case x in\n  test)   ## runs the tests\nesac\n")
        self.write("docs/build.md", "See [home](../README.md), `src/base/text.h`, `./dev test`.\n")
        self.write("README.md", "# It\n\n```\n[x](gone-too.md)\n```\n[b](docs/build.md) [g](gone.md) `src/gone.h`\n`./dev fly`\n")
        self.assertEqual(check_docs.problems_of(self.root), [
            "README.md:6: no such file: gone.md", "README.md:6: no such path: src/gone.h",
            "README.md:7: ./dev has no verb fly"])


class Transcript(House):
    def run_page(self, text, accept=False):
        page = self.root / "page.md"
        page.write_text(text)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            failures = transcript.run_document(page, str(self.root / "bin"), accept)
        return failures, printed.getvalue(), page.read_text()

    def test_a_session_that_prints_what_it_says_passes(self):
        self.assertEqual(self.run_page("```console\n$ echo one\none\n$ false\n? 1\n```\n")[0], 0)

    def test_a_session_that_prints_something_else_fails_at_its_line(self):
        failures, printed, _ = self.run_page("# Page\n\n```console\n$ echo one\none\n$ echo two\ntoo\n```\n")
        self.assertEqual(failures, 1)
        self.assertIn("page.md:6: $ echo two\n--- want\ntoo\n--- got\ntwo\n", printed)

    def test_a_forgotten_exit_status_fails(self):
        self.assertEqual(self.run_page("```console\n$ exit 3\n```\n")[0], 1)

    def test_elisions_match_within_a_line_and_over_lines(self):
        self.assertEqual(self.run_page("```console\n$ seq 1 9\n1\n...\n9\n$ echo a b c\na [..] c\n```\n")[0], 0)
        self.assertEqual(self.run_page("```console\n$ echo a; echo c\na [..] c\n```\n")[0], 1)

    def test_accepting_rewrites_only_what_differs(self):
        _, _, text = self.run_page("```console\n$ seq 1 9\n1\n...\n9\n$ echo two\ntoo\n```\n", accept=True)
        self.assertEqual(text, "```console\n$ seq 1 9\n1\n...\n9\n$ echo two\ntwo\n```\n")

    def test_files_of_the_page_and_the_program_are_at_hand(self):
        self.write("bin/greet", "#!/bin/sh\ncat name\n")
        (self.root / "bin/greet").chmod(stat.S_IRWXU)
        self.assertEqual(self.run_page("```file:name\nAda\n```\n\n```console\n$ greet\nAda\n```\n")[0], 0)


class Sqlite(unittest.TestCase):
    def test_a_package_that_is_not_the_pinned_one_is_refused_and_not_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            bad = pathlib.Path(folder, "bad.tgz")
            bad.write_text("another package")
            done = subprocess.run([pathlib.Path(__file__).with_name("sqlite.sh")], capture_output=True, text=True,
                                  env={**os.environ, "XDG_CACHE_HOME": folder, "HINDCAST_SQLITE_TARBALL": str(bad)})
            self.assertEqual(done.returncode, 2)
            self.assertIn("SHA-512 differs", done.stderr)
            self.assertEqual(list(pathlib.Path(folder, "hindcast").iterdir()), [])


class Bench(unittest.TestCase):
    def test_publishing_changes_one_table_and_nothing_behind_it(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text("<!-- a -->\n<!-- end -->\n## B\n<!-- b -->\n<!-- end -->\n")
            with unittest.mock.patch.object(bench, "PAGE", page):
                bench.publish("a", "1\n")
                bench.publish("b", "2\n")
                bench.publish("a", "3\n")
                self.assertEqual(page.read_text(), "<!-- a -->\n3\n<!-- end -->\n## B\n<!-- b -->\n2\n<!-- end -->\n")
                self.assertRaises(SystemExit, bench.publish, "c", "4\n")


if __name__ == "__main__":
    unittest.main()
