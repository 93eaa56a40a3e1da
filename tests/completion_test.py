#!/usr/bin/env python3
"""Each shell accepts its completion script, and completes commands, options and choices by it.

    tests/completion_test.py build/dev/hindcast

A shell that is not installed is left out, and that is said.
"""
import pathlib, shutil, subprocess, sys, tempfile

program = pathlib.Path(sys.argv[1]).resolve()
problems = []


def script_for(shell: str) -> str:
    return subprocess.run([program, "completion", shell], capture_output=True, text=True, check=True).stdout


def run(arguments: list[str], text: str = "") -> str:
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, timeout=60)
    if done.returncode or done.stderr:
        problems.append(f"{arguments[0]}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout


# What is typed, and what must be among the words that are offered.
CASES = [
    ("hindcast it", ["items"]),
    ("hindcast form ", ["list", "show", "check"]),
    ("hindcast items --st", ["--state"]),
    ("hindcast items --state d", ["done"]),
    ("hindcast items --state open,d", ["open,done"]),
    ("hindcast show --format ", ["text", "json"]),
    ("hindcast form show --format t", ["text", "template"]),
    ("hindcast new po", ["postmortem"]),
    ("hindcast completion ", ["bash", "zsh", "fish"]),
    ("hindcast import ", ["github", "gitlab"]),
    ("hindcast import --doc", ["--documents"]),
    ("hindcast import github --th", ["--theirs"]),
]
# What must not be among them: the options of another command that ends alike.
NEVER = [("hindcast form show --", "--embedded")]


def refuse(shell: str, typed: str, unwanted: str, offered: list[str]) -> None:
    if unwanted in offered:
        problems.append(f"{shell}: '{typed}' offers {unwanted}")


def expect(shell: str, typed: str, wanted: list[str], offered: list[str]) -> None:
    missing = [word for word in wanted if word not in offered]
    if missing:
        problems.append(f"{shell}: '{typed}' does not offer {missing}, but {offered}")


def in_bash(script: str) -> None:
    for typed, wanted in CASES:
        words = typed.split(" ")
        quoted = " ".join(f"'{word}'" for word in words)
        offered = run(["bash", "--norc", "-c", f"""{script}
COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}
_hindcast 2>/dev/null
printf '%s\\n' "${{COMPREPLY[@]}}" """])
        expect("bash", typed, wanted, offered.split())
    equals = run(["bash", "--norc", "-c", f"""{script}
COMP_WORDS=(hindcast show --format = j); COMP_CWORD=4
_hindcast 2>/dev/null; printf '%s\\n' "${{COMPREPLY[@]}}" """])
    expect("bash", "hindcast show --format=j", ["json"], equals.split())


def offered_by_fish(file: pathlib.Path, typed: str) -> list[str]:
    offered = run(["fish", "--no-config", "-c", f"source {file}; complete -C '{typed}'"])
    return [line.split("\t")[0] for line in offered.splitlines()]


def in_fish(script: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        file = pathlib.Path(home, "hindcast.fish")
        file.write_text(script)
        run(["fish", "--no-execute", str(file)])
        for typed, wanted in CASES:
            expect("fish", typed, wanted, offered_by_fish(file, typed))
        for typed, unwanted in NEVER:
            refuse("fish", typed, unwanted, offered_by_fish(file, typed))


# zsh completes only on a terminal: a shell inside a pseudo terminal is typed at, and lists what it offers.
ZSH_DRIVER = r"""
zmodload zsh/zpty
zpty -b shell zsh -f -i
read_until() { local all= piece; while zpty -r -m shell piece "*$1*"; do all+=$piece; break; done; print -r -- "$all" }
zpty -w shell 'PS1=; stty -echo; autoload -Uz compinit; compinit -u -d '$1'/dump; source '$1'/_hindcast'
zpty -w shell 'LISTMAX=1000; zstyle ":completion:*" list-separator "  "; zstyle ":completion:*" menu no'
zpty -w shell 'compadd() { local -a o; builtin compadd -O o "$@"; (( $#o )) && _offered+=($o); builtin compadd "$@" }'
zpty -w shell 'ask() { _offered=(); zle expand-or-complete; print -r -- "<""<${_offered}>"">" }; zle -N ask; bindkey "^T" ask; print REA""DY'
read_until READY >/dev/null
zpty -n -w shell "$2"$'\C-t'
read_until '<<*>>'
zpty -d shell
"""


def in_zsh(script: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        pathlib.Path(home, "_hindcast").write_text(script)
        run(["zsh", "-f", "-n", f"{home}/_hindcast"])
        driver = pathlib.Path(home, "driver.zsh")
        driver.write_text(ZSH_DRIVER)
        for typed, wanted in CASES:
            try:
                done = subprocess.run(["zsh", "-f", str(driver), home, typed], capture_output=True, text=True, timeout=20)
                offered = done.stdout.rpartition("<<")[2].partition(">>")[0].split()
            except subprocess.TimeoutExpired:
                offered = []
            short = [word.rpartition(",")[2] for word in wanted]  # zsh offers the part behind the comma
            expect("zsh", typed, short, offered)


for shell, check in {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}.items():
    if shutil.which(shell):
        check(script_for(shell))
    else:
        print(f"completion: {shell} is not installed; its script was not tried")
print("\n".join(problems) or "completion: every case is offered")
sys.exit(1 if problems else 0)
