"""The part of JSON Schema (draft 2020-12) that docs/schema/ uses. A keyword it does not know is an error of the
schema, so that nothing is silently left unchecked.

    problems = schema.check(value, schema)

`check` is stricter than the standard in one way: a member that the schema does not name is a problem, because
the schemas describe everything that is printed.
"""
import re

KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "pattern", "minimum", "required",
         "properties", "additionalProperties", "items", "allOf", "if", "then"}
TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "null": type(None), "integer": int,
         "number": (int, float)}


def is_type(value, name: str) -> bool:
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def check(value, rule: dict, root: dict | None = None, at: str = "$", strict: bool = True) -> list[str]:
    root = rule if root is None else root
    unknown = set(rule) - KNOWN
    if unknown:
        raise ValueError(f"{at}: the schema uses {sorted(unknown)}, which tools/schema.py does not know")
    if "$ref" in rule:
        target = root
        for step in rule["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return check(value, target, root, at, strict)
    problems = []
    types = rule.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, name) for name in types):
        return [f"{at}: {value!r} is not {' or '.join(types)}"]
    if "enum" in rule and value not in rule["enum"]:
        problems.append(f"{at}: {value!r} is none of {rule['enum']}")
    if "pattern" in rule and isinstance(value, str) and not re.search(rule["pattern"], value):
        problems.append(f"{at}: {value!r} does not match {rule['pattern']}")
    if "minimum" in rule and is_type(value, "integer") and value < rule["minimum"]:
        problems.append(f"{at}: {value} is less than {rule['minimum']}")
    if isinstance(value, dict):
        problems += [f"{at}: {name} is missing" for name in rule.get("required", []) if name not in value]
        for name, member in value.items():
            if name in rule.get("properties", {}):
                problems += check(member, rule["properties"][name], root, f"{at}.{name}", strict)
            elif "additionalProperties" in rule:
                problems += check(member, rule["additionalProperties"], root, f"{at}.{name}", strict)
            elif strict and "properties" in rule:
                problems.append(f"{at}: {name} is not in the schema")
    if isinstance(value, list) and "items" in rule:
        for index, element in enumerate(value):
            problems += check(element, rule["items"], root, f"{at}[{index}]", strict)
    for part in rule.get("allOf", []):
        problems += check(value, part, root, at, strict=False)
    if "if" in rule and not check(value, rule["if"], root, at, strict=False):
        problems += check(value, rule["then"], root, at, strict=False)
    return problems
