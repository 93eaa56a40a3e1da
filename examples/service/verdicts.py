#!/usr/bin/env python3
"""What the guards say of each incident: on the commit that shipped it, and on the one that fixed it.

    verdicts.py HINDCAST REPOSITORY [--repeats]      # --repeats: only those that had happened before

REPOSITORY is what build-history.py made; its work tree is changed. The guards are those of its last commit, as are the
documents that name them; the files and the hour are those of the commit. Ends with 1 where incidents.tsv says otherwise.
"""
import csv, json, os, pathlib, subprocess, sys

TABLE = pathlib.Path(__file__).with_name("incidents.tsv")


def out(repository, *arguments):
    return subprocess.run(arguments, cwd=repository, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def incidents():
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def verdicts(hindcast, repository, commit):
    """Each guard's verdict."""
    hour = out(repository, "git", "log", "-1", "--date=format:%Y-%m-%dT%H:%M:%SZ", "--format=%cd", commit).strip()
    out(repository, "git", "checkout", "-qf", commit)
    out(repository, "git", "clean", "-qfdx")
    out(repository, "git", "checkout", "main", "--", "docs", "hindcast.toml")
    done = subprocess.run([hindcast, "gate", "--policy-from", "main", "--format", "json", "docs"], cwd=repository, text=True,
                          stdout=subprocess.PIPE, env={**os.environ, "HINDCAST_NOW": hour})
    out(repository, "git", "reset", "-q", "--hard")
    if done.returncode != 1:
        sys.exit(f"verdicts: {commit}: hindcast gate ended with {done.returncode}, though it had unanswered questions")
    return {result["guard"]: result["verdict"] for question in json.loads(done.stdout)["questions"]
            for result in question["results"]}


def main():
    hindcast, repository = (str(pathlib.Path(one).resolve()) for one in sys.argv[1:3])
    wrong = 0
    for row in incidents():
        if row["before"] == row["after"] == "-" or ("--repeats" in sys.argv and row["repeats"] == "-"):
            continue
        said = []
        for commit, want in ((row["shipped"], row["before"]), (row["fixed"], row["after"])):
            got = "-" if "-" in (commit, want) else verdicts(hindcast, repository, commit).get(row["guard"], "missing")
            wrong += got != "-" and got != want
            said.append(got if got in ("-", want) else f"{got}, not {want}")
        print(f"{row['incident']:22} {row['guard']:17} {said[0]:8} then {said[1]}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
