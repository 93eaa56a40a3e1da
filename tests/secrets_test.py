#!/usr/bin/env python3
"""Values of environments stand in nothing that Hindcast prints or writes, and what it prints of them is as docs/schema/ says.

    tests/secrets_test.py build/dev/hindcast

Secrets are planted in environments of every format, whole and broken. Then everything that reads environments runs, and
every byte of standard output, standard error and every file that appeared is searched: for the secrets as they
are, in hexadecimal and in Base64. A file with a secret that is planted beside them must be found, or the search is no search.
"""
import base64, json, os, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import schema

program = pathlib.Path(sys.argv[1]).resolve()
SECRETS = ["Sw0rdfish-91x", "qz-TOKEN-77-zq"]
FORMS = [form.encode() for secret in SECRETS for form in
         (secret, secret.encode().hex(), base64.b64encode(secret.encode()).decode().rstrip("=")[:-1])]
A, B = SECRETS
PLANTED = {
    "whole.env": f"PASSWORD={A}\nTOKEN={B}\nPORT=80\n",
    "twice.env": f"PASSWORD={A}\nPASSWORD={B}\n",
    "broken.env": f"PASSWORD='{A}\nTOKEN={B}\n",
    "words.env": f"{A} {B}\n",
    "whole.json": json.dumps({"PASSWORD": A, "deep": {"TOKEN": B}}),
    "broken.json": f'{{"PASSWORD": "{A}", {B}}}',
    "whole.yaml": f"PASSWORD: {A}\nTOKEN: {B}\n",
    "broken.yaml": f"PASSWORD: *{A}\n{B}: [\n",
    "whole.toml": f'PASSWORD = "{A}"\nTOKEN = "{B}"\n',
    "broken.toml": f"[{A}]\n[{A}]\n{B}\n",
    "secret.yaml": f"apiVersion: v1\nkind: Secret\ndata: {{PASSWORD: {base64.b64encode(A.encode()).decode()}}}\n",
    "listed.json": json.dumps([{"name": "PASSWORD", "value": A}]),
    "compose.yaml": f"services:\n  web:\n    image: web:1\n    environment: {{PASSWORD: {A}, TOKEN: {B}}}\n",
}
GUARDS = """
[guards.sync]
use = "env-sync"
schema = "schema.toml"
environments = { one = "%s", other = "whole.env" }
[guards.example]
use = "env-sync"
schema = "example.env"
environments = { one = "%s" }
[guards.same]
use = "parity"
staging = "%s"
production = "compose.yaml"
"""
problems, runs = [], 0


def run(folder: pathlib.Path, *words: str, **variables: str) -> subprocess.CompletedProcess:
    global runs
    runs += 1
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8",
                   "HINDCAST_NOW": "2031-05-04T00:00:00Z", **variables}
    done = subprocess.run([program, *words], cwd=folder / "work", env=environment, capture_output=True, timeout=60)
    for name, text in (("standard output", done.stdout), ("standard error", done.stderr)):
        problems.extend(f"{words}: {name} holds a secret" for form in FORMS if form in text)
    if done.returncode not in (0, 1, 2):
        problems.append(f"{words}: exit {done.returncode}")
    return done


def leaks(folder: pathlib.Path, planted: set[pathlib.Path]) -> list[pathlib.Path]:
    """Files that hold a secret and are none of those in which it was planted."""
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and file not in planted
            and any(form in file.read_bytes() or form in str(file).encode() for form in FORMS)]


def described(text: bytes, name: str) -> None:
    problems.extend(f"{name}: {problem}" for problem in
                    schema.check(json.loads(text), json.loads((ROOT / "docs/schema" / name).read_text())))


with tempfile.TemporaryDirectory() as home:
    folder = pathlib.Path(home)
    work = folder / "work"
    work.mkdir()
    (folder / "home").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=work, check=True)
    planted = set()
    for name, text in {**PLANTED, "example.env": f"PASSWORD={A}\n"}.items():
        (work / name).write_text(text)
        planted.add(work / name)
    (work / "schema.toml").write_text('PASSWORD = {kind = "integer", secret = true, same = true}\nTOKEN = "url"\n')
    (work / "notes.md").write_text("# Outage\n\n## Action items\n\n- [ ] Look twice @ada\n")

    run(folder, "env", "snapshot", "whole.env")
    if run(folder, "env", "key").returncode:
        problems.append("env key: made none")
    keys = list((folder / "home").rglob("*.key"))
    if len(keys) != 1 or keys[0].stat().st_mode & 0o077:
        problems.append(f"env key: {keys} is not for its user alone")
    for name in PLANTED:
        made = run(folder, "env", "snapshot", "--environment", "one", name)
        if name.startswith("whole") and made.returncode:
            problems.append(f"env snapshot {name}: {made.stderr.decode()}")
        if made.returncode == 0:
            described(made.stdout, "env-snapshot.json")
            (work / "snapshot.json").write_bytes(made.stdout)
        compared = run(folder, "env", "compare", "--all", "--format", "json", "whole.env", name)
        if compared.returncode != 2:
            described(compared.stdout, "env-compare.json")
        run(folder, "env", "compare", name, "snapshot.json")
        (work / "hindcast.toml").write_text(GUARDS % (name, name, name))
        for words in (["guard", "run"], ["guard", "run", "--format", "json"], ["gate", "."], ["gate", "--format", "json", "."],
                      ["sync", "."], ["check", "."], ["config"]):
            run(folder, *words)
    run(folder, "env", "snapshot", "--names", "PASSWORD,TOKEN", PASSWORD=A, TOKEN=B)
    run(folder, "deployed", "record", "web", "1.0")
    listed = run(folder, "deployed", "list", "--format", "json")
    described(listed.stdout, "deployed.json")
    problems += [f"{file.relative_to(folder)} holds a secret" for file in leaks(folder, planted)]

    # The search must find what is there to be found.
    (folder / "home" / "planted.log").write_text(f"connect with {A}\n")
    if leaks(folder, planted) != [folder / "home" / "planted.log"]:
        problems.append("a planted leak was not found")

print("\n".join(sorted(set(problems))) or f"secrets: none in what {runs} runs printed and wrote")
sys.exit(1 if problems else 0)
