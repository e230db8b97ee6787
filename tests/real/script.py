"""What the scripted model says: it runs the tests, reads where the bug is, makes upstream's change
with the edit tool of its family, and runs the tests again. The change is computed from the two
versions of the file, so it is upstream's, line by line."""

import difflib

CONTEXT = 3


def hunks(old, new, context):
    """Pairs of line ranges ((from, to) in old, (from, to) in new), with lines of context around."""
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for group in matcher.get_grouped_opcodes(context):
        yield (group[0][1], group[-1][2]), (group[0][3], group[-1][4])


def patch_call(broken, fixed):
    """One apply_patch call for all files."""
    lines = ["*** Begin Patch"]
    for path in broken:
        lines.append(f"*** Update File: {path}")
        diff = difflib.unified_diff(broken[path].splitlines(), fixed[path].splitlines(), n=CONTEXT, lineterm="")
        lines += ["@@" if line.startswith("@@") else line for line in list(diff)[2:]]
    lines.append("*** End Patch")
    return [{"name": "apply_patch", "input": "\n".join(lines) + "\n"}]


def edit_calls(broken, fixed):
    """One edit a hunk, with as much context as makes the passage unique at that time."""
    calls = []
    for path in broken:
        old, new = broken[path].splitlines(True), fixed[path].splitlines(True)
        text = broken[path]
        for context in range(CONTEXT, 40):
            places = list(hunks(old, new, context))
            if all(text.count("".join(old[a:b])) == 1 for (a, b), _ in places):
                break
        else:
            raise SystemExit(f"{path}: no context makes the passages unique")
        for (a, b), (c, d) in places:
            calls.append({"name": "edit", "arguments": {
                "path": path, "old": "".join(old[a:b]), "new": "".join(new[c:d])}})
    return calls


def read_calls(broken, fixed):
    calls = []
    for path in broken:
        old, new = broken[path].splitlines(), fixed[path].splitlines()
        for (a, b), _ in hunks(old, new, 12):
            calls.append({"name": "read", "arguments": {"path": path, "offset": a + 1, "limit": b - a}})
    return calls


def removed_line(broken, fixed):
    """A line that a read of the broken file must show."""
    for path in broken:
        gone = [line[2:] for line in difflib.ndiff(broken[path].splitlines(), fixed[path].splitlines())
                if line.startswith("- ") and line[2:].strip()]
        if gone:
            return gone[0].strip()
    raise SystemExit("the fix removes no line")


def shell_call(command):
    return {"name": "shell", "arguments": {"command": command}}


def write_script(project, tool, model):
    """The script for tests/model_server. `tool`: "apply_patch" or "edit"."""
    case = project.case
    change = patch_call if tool == "apply_patch" else edit_calls
    edits = change(project.broken, project.fixed)
    return {
        "models": [model],
        "turns": [
            {"text": "I'll run the tests first.", "tool_calls": [shell_call(case["test"])]},
            {"expect": {"result_contains": case["symptom"]},
             "reasoning": "The tests fail as described. " + case["why"],
             "text": "I'll read the code in question.", "tool_calls": read_calls(project.broken, project.fixed)},
            {"expect": {"result_contains": removed_line(project.broken, project.fixed), "extends": True},
             "text": case["why"], "tool_calls": edits},
            {"expect": {"results": len(edits), "extends": True},
             "text": "Now the tests again.", "tool_calls": [shell_call(case["test"])]},
            {"expect": {"result_contains": case["success"], "result_lacks": case["symptom"], "extends": True},
             "text": f"{case['why']} Fixed in {', '.join(project.broken)}; all tests pass."},
        ],
    }
