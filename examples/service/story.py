"""A git history under construction: what files hold now, and the commits that brought them there."""
import datetime
import pathlib
import re

PEOPLE = {"maud": "Maud Fennimore", "idris": "Idris Qvale", "juno": "Juno Wickersham", "pilar": "Pilar Oakenhurst",
          "touko": "Touko Oda", "solveig": "Solveig Tarn", "greta": "Greta Leuchtenberg", "bram": "Bram Okonjo",
          "benedita": "Benedita Farol", "seoyun": "Han Seo-yun", "amadou": "Amadou Sarr", "lihua": "Wen Lihua"}


class Story:
    def __init__(self, examples: pathlib.Path):
        self.examples = examples
        self.files, self.commits = {}, []
        self.services, self.order = {}, []
        self.running = {}  # what production runs before the next commit goes out
        self.inventories = {"staging": {}, "production": {}}

    # What is said of services and machines; the next commit writes it down.

    def service(self, name, version, needs=None, before=None):
        """A version, and for a new service what it needs and its place in the plan."""
        known = self.services.setdefault(name, {"provides": {}, "requires": {}, "needs": [], "contracts": {}})
        known["version"] = version
        if needs is not None:
            known["needs"] = needs
        if name not in self.order:
            self.order.insert(self.order.index(before) if before else len(self.order), name)
            self.put("deploy/plan.txt", self.plan())
        known["contracts"][version] = {table: dict(known[table]) for table in ("provides", "requires")}
        self.put("compose.yaml", "services:\n" + "".join(
            f"  {one}:\n    image: registry.lantern-and-loom.example/{one}:{self.services[one]['version']}\n"
            + ("    depends_on: [" + ", ".join(self.services[one]["needs"]) + "]\n" if self.services[one]["needs"] else "")
            for one in sorted(self.services)))

    def provide(self, name, **versions):
        self.services[name]["provides"].update(versions)
        self.service(name, self.services[name]["version"])

    def require(self, name, **versions):
        self.services[name]["requires"].update(versions)
        self.service(name, self.services[name]["version"])

    def plan(self):
        """The order of deployment: as services came, but for the rates, which others need."""
        names = list(self.order)
        if "rates" in self.services.get("wholesale", {}).get("needs", []):
            names.remove("rates")
            names.insert(names.index("wholesale"), "rates")
        return "".join(name + "\n" for name in names)

    def graph(self):
        return "# What each service must find when it starts.\n" + "".join(
            f"{name} = [{', '.join(chr(34) + need + chr(34) for need in self.services[name]['needs'])}]\n"
            for name in sorted(self.services))

    def inventory(self, **places):
        for place, versions in places.items():
            self.inventories[place].update(versions)
            self.put(f"deploy/inventory/{place}.toml",
                     "".join(f'{name} = "{version}"\n' for name, version in sorted(self.inventories[place].items())))

    # Files and commits.

    def put(self, path, text):
        if text is None:
            self.files.pop(path, None)
        else:
            self.files[path] = text

    def beside(self, name):
        """The text of a file that lies beside this one."""
        return (self.examples / "service" / name).read_text()

    def contracts(self):
        """What each version says that it provides and requires: the one that goes out, and the one that runs."""
        for name, known in self.services.items():
            text = ""
            for version in dict.fromkeys((known["version"], self.running.get(name, known["version"]))):
                text += f'[["{name}"]]\nversion = "{version}.0.0"\n'
                for table, peers in known["contracts"][version].items():
                    if peers:
                        inner = ", ".join(f'{peer} = "{versions}"' for peer, versions in sorted(peers.items()))
                        text += f"{table} = {{ {inner} }}\n"
                text += "\n"
            self.put(f"services/{name}/service.toml", text.rstrip("\n") + "\n")
        self.put("state/production.toml", "# What production runs; the pipeline writes it after each deployment.\n" + "".join(
            f'{name} = "{version}.0.0"\n' for name, version in sorted(self.running.items())))

    def commit(self, when, who, subject, changes, name="", is_running=False):
        """`changes`: a path and its text, a list of (old, new) words, or None to remove it. `is_running`: it was
        deployed by hand before it was written down."""
        now = {one: known["version"] for one, known in self.services.items()}
        if is_running or not self.running:
            self.running = now
        self.contracts()
        self.running = now
        if "ops/backups.toml" in self.files:
            self.put("state/backups.jsonl", backups(datetime.date.fromisoformat(when[:10])))
        for path, change in changes.items():
            if isinstance(change, list):
                text = self.files[path]
                for old, new in change:
                    assert text.count(old) == 1, (path, old)
                    text = text.replace(old, new)
                change = text
            self.put(path, change)
        self.commits.append({"when": when, "who": who, "subject": subject, "name": name, "files": dict(self.files)})

    def release(self, when, who, service, version, subject, name="", is_running=False):
        self.service(service, version)
        self.commit(when, who, f"{subject} ({service} {version})", {}, name, is_running)

    def with_documents(self):
        """The commits by their time, each document of examples/ among them three days after it was written."""
        for path in sorted(self.examples.rglob("*.md")):
            place = path.relative_to(self.examples)
            stated = re.search(r"(\d{4})-(\d\d)(?:-(\d\d))?", str(place))
            day = datetime.date(*(int(part or 28) for part in stated.groups())) if stated else STATED[str(place)]
            self.commits.append({
                "when": f"{day + datetime.timedelta(3)} 17:00", "who": "pilar", "document": f"docs/{place}",
                "text": path.read_text(), "subject": f"Write down what {path.stem if path.stem != 'README' else path.parent.name} taught",
                "name": ""})
        self.commits.sort(key=lambda one: one["when"])
        return self.commits


def backups(today):
    """What the jobs record: the ledger every night and restored each month, the pictures on Sundays."""
    sunday = today - datetime.timedelta((today.weekday() + 1) % 7)
    restored = today.replace(day=5) if today.day >= 6 else (today.replace(day=1) - datetime.timedelta(1)).replace(day=5)
    lines = [(restored, "ledger-db", 7300, "restored into an empty database, sums compared"), (today, "ledger-db", 7400, "")]
    if today >= PICTURES_RESTORED:
        lines.insert(0, (PICTURES_RESTORED, "pictures", 91000, "all pictures are back, checked against the list of products"))
    lines.append((max(sunday, PICTURES_RESTORED) if today >= PICTURES_RESTORED else sunday, "pictures", 91200, ""))
    return "".join(
        f'{{"backup": "{name}", "finished": "{day}T02:10:00Z", "result": "ok", "size": {size * 1000000}'
        + (f', "verified": "{verified}"' if verified else "") + "}\n" for day, name, size, verified in sorted(lines))


PICTURES_RESTORED = datetime.date(2024, 8, 15)

# The day of those whose name has none.
STATED = {"issues/0214-retro-search.md": datetime.date(2024, 1, 29),
          "platform/releases/checklist.md": datetime.date(2024, 6, 3)}
