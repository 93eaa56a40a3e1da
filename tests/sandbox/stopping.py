#!/usr/bin/env python3
"""Ctrl-C, kill -9 of Hindcast and of what watches over a command: no process is left, and what is left is never a pass.

    tests/sandbox/stopping.py build/dev/hindcast

Each guard makes a daemon in a session of its own. The control leaves those alone, and the harness must find them.
"""
import json, os, pathlib, shutil, signal, subprocess, sys, tempfile, time

program = str(pathlib.Path(sys.argv[1]).resolve())
GUARDS = 3


def family(marker: str) -> list[int]:
    """Processes whose words hold the marker, which each run has of its own."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and marker in (entry / "cmdline").read_text(errors="replace").replace("\0", " "):
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def wait_for(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def configuration(level: str, seconds: int) -> str:
    return "".join(f"""[guards.g{i}]
command = ["sh", "-c", "setsid sh -c 'trap \\"\\" TERM INT HUP; sleep {seconds}' & sleep {seconds}"]
{level}
""" for i in range(GUARDS))


def main() -> int:
    problems, runs, slowest = [], 0, 0.0
    has_namespaces = shutil.which("bwrap") is not None
    with tempfile.TemporaryDirectory(prefix="hindcast-stopping-") as base:
        folder = pathlib.Path(base) / "repo"
        folder.mkdir()
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(pathlib.Path(base) / "home")}
        marker_seconds = 100_000 + os.getpid()
        for level in [""] + (['isolation = "namespaces"'] if has_namespaces else []):
            for how in ("SIGINT", "SIGTERM", "SIGKILL"):
                marker_seconds += 1
                marker = f"sleep {marker_seconds}"
                (folder / "hindcast.toml").write_text(configuration(level, marker_seconds))
                subprocess.run([program, "policy", "approve", "--all"], cwd=folder, env=environment, check=True, capture_output=True)
                run = subprocess.Popen([program, "guard", "run", "--jobs", "3", "--format", "json"], cwd=folder, env=environment,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
                if not wait_for(lambda: len(family(marker)) >= 4 * GUARDS, 20):
                    problems.append(f"{how}: the guards never began")
                runs += 1
                began = time.monotonic()
                run.send_signal(getattr(signal, how))
                out, _ = run.communicate(timeout=20)
                gone = wait_for(lambda: not family(marker), 10)
                slowest = max(slowest, time.monotonic() - began)
                if not gone:
                    problems.append(f"{how} {level}: left {family(marker)}")
                if how != "SIGKILL" and any(one["verdict"] == "pass" for one in json.loads(out)["guards"]):
                    problems.append(f"{how} {level}: a guard that was stopped passed")
                for one in family(marker):
                    os.kill(one, signal.SIGKILL)
        # The control: a daemon that nobody kills is found.
        marker = f"sleep {marker_seconds + 1}"
        subprocess.run(["sh", "-c", f"setsid {marker} >/dev/null 2>&1 &"], check=True)
        wait_for(lambda: bool(family(marker)), 5)
        caught = family(marker)
        for one in caught:
            os.kill(one, signal.SIGKILL)
    print("\n".join(problems))
    print(f"stopping: {runs} runs of {GUARDS} guards were stopped, {len(problems)} left something; all was gone within "
          f"{slowest:.2f} s; a daemon that nobody kills is {'found' if caught else 'not found'}")
    return 1 if problems or not caught or slowest > 5 else 0


sys.exit(main())
