#!/usr/bin/env python3
"""docs/configuration.md and docs/schema/config.json name the same keys; that the parser knows exactly those is
a unit test of src/config."""
import json, pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def keys_of(schema: dict, whole: dict, prefix: str) -> set[str]:
    if reference := schema.get("$ref"):
        schema = whole["$defs"][reference.rsplit("/", 1)[1]] | {k: v for k, v in schema.items() if k != "$ref"}
    if schema.get("type") == "array" and "properties" in schema.get("items", {}):
        return keys_of(schema["items"], whole, prefix.rstrip(".") + "[].")
    if schema.get("type") != "object":
        return {prefix.rstrip(".")}
    keys = {key for name, value in schema.get("properties", {}).items() for key in keys_of(value, whole, f"{prefix}{name}.")}
    more = schema.get("additionalProperties")
    return keys | (keys_of(more, whole, prefix + "NAME.") if isinstance(more, dict) else set())


def open_objects(schema, path="") -> list[str]:
    """Objects that would let an unknown key through."""
    if isinstance(schema, list):
        return [found for one in schema for found in open_objects(one, path)]
    if not isinstance(schema, dict):
        return []
    found = [path] if schema.get("type") == "object" and "additionalProperties" not in schema else []
    return found + [more for name, value in schema.items() for more in open_objects(value, f"{path}/{name}")]


schema = json.loads((ROOT / "docs/schema/config.json").read_text())
described = keys_of(schema, schema, "")
documented = set(re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/configuration.md").read_text(), re.M))
problems = [f"docs/configuration.md has no row for {key}" for key in sorted(described - documented)]
problems += [f"docs/schema/config.json has no {key}" for key in sorted(documented - described)]
problems += [f"docs/schema/config.json lets unknown keys into {place or 'the file'}" for place in open_objects(schema)]
print("\n".join(problems) or f"config keys: {len(described)} are the same in the docs and the schema")
sys.exit(1 if problems or len(described) < 10 else 0)
