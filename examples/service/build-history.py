#!/usr/bin/env python3
"""Builds the loom shop's service repository: two years of commits, the same ids every time.

    build-history.py FOLDER            # makes a git repository in FOLDER, which must not exist or be empty
    build-history.py --check           # builds it aside and compares the ids with incidents.tsv
    build-history.py --accept          # the same, and writes the ids

loom_shop.py tells the commits, the documents of examples/ lie below docs/ in the repository, each since three days
after its date. incidents.tsv says which commit shipped each incident, which one fixed it, which guard would have told
and what it repeats; the repository has the tags INCIDENT/shipped and INCIDENT/fixed.
"""
import argparse, datetime, os, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE))
import loom_shop  # noqa: E402
from story import PEOPLE, Story, backups  # noqa: E402

TABLE = HERE / "incidents.tsv"


def git(folder, *arguments, **options):
    """git as it is without anybody's settings."""
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
           "LC_ALL": "C"}
    return subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, stdout=subprocess.PIPE, **options).stdout


def data(text):
    content = text.encode()
    return b"data %d\n%s\n" % (len(content), content)


def stream(commits):
    """What `git fast-import` reads, a piece at a time."""
    before, tags = {}, []
    for number, one in enumerate(commits, 1):
        after = {k: v for k, v in before.items() if k.startswith("docs/")}
        after.update(one.get("files") or {k: v for k, v in before.items() if not k.startswith("docs/")})
        if "document" in one:
            after[one["document"]] = one["text"]
            if "state/backups.jsonl" in after:
                after["state/backups.jsonl"] = backups(datetime.date.fromisoformat(one["when"][:10]))
        moment = datetime.datetime.strptime(one["when"] + " +0000", "%Y-%m-%d %H:%M %z")
        person = f"{PEOPLE[one['who']]} <{one['who']}@lantern-and-loom.example> {int(moment.timestamp())} +0000\n"
        yield f"commit refs/heads/main\nmark :{number}\nauthor {person}committer {person}".encode()
        yield data(one["subject"] + "\n")
        for path in sorted(before.keys() - after.keys()):
            yield f"D {path}\n".encode()
        for path in sorted(after):
            if before.get(path) != after[path]:
                mode = "100755" if path.endswith(".sh") else "100644"
                yield f"M {mode} inline {path}\n".encode() + data(after[path])
        if one["name"]:
            tags.append(f"reset refs/tags/{one['name'].replace(':', '/')}\nfrom :{number}\n\n")
        before = after
    yield "".join(tags).encode()


def build(folder):
    """The ids of the commits that have a name."""
    story = Story(HERE.parent)
    loom_shop.tell(story)
    times = [one["when"] for one in story.commits]
    assert times == sorted(times), next(b for a, b in zip(times, times[1:]) if a > b)
    git(folder, "init", "-q", "-b", "main", "--object-format=sha1")
    git(folder, "fast-import", "--quiet", input=b"".join(stream(story.with_documents())))
    git(folder, "reset", "-q", "--hard", "main")
    lines = git(folder, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/tags").decode().splitlines()
    return dict(line.split() for line in lines)


def filled(table, ids):
    """The table with the ids of its commits."""
    lines = []
    for line in table.splitlines():
        if not line.startswith(("#", "incident\t")):
            cells = line.split("\t")
            cells[2:4] = [ids.get(f"{cells[0]}/{what}", "-") for what in ("shipped", "fixed")]
            line = "\t".join(cells)
        lines.append(line)
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--accept", action="store_true")
    options = parser.parse_args()
    if options.folder:
        folder = pathlib.Path(options.folder)
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            sys.exit(f"build-history: {folder}: is not empty")
        build(folder)
        count = git(folder, "rev-list", "--count", "main").decode().strip()
        print(f"{folder}: {count} commits from January 2023 to December 2024")
        return
    if not (options.check or options.accept):
        parser.error("which folder?")
    with tempfile.TemporaryDirectory() as folder:
        want = filled(TABLE.read_text(), build(folder))
    if want != TABLE.read_text():
        if not options.accept:
            sys.exit("build-history: incidents.tsv has other ids than the repository; --accept writes them")
        TABLE.write_text(want)
        print("incidents.tsv: ids written")


if __name__ == "__main__":
    main()
