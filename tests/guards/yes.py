#!/usr/bin/env python3
"""Stands in for hindcast and says that all is well, whatever it is asked: the tests of guards have to notice."""
import json, sys

words = sys.argv[1:]
if words[:2] == ["guard", "run"]:
    print(json.dumps({"guards": [{"guard": "smoke", "verdict": "pass", "summary": "1 step: 1 pass", "findings": []}]}))
elif words[:2] == ["health", "watch"]:
    print(json.dumps({"guard": "live", "commit": "", "verdict": "pass", "summary": "", "began": None, "ended": None, "findings": [],
                      "samples": 0, "rollback": {"state": "done", "why": "", "command": [""], "draft": ""}}))
