#!/bin/sh
# A gate for a script, a commit or a build: it lets a corpus pass only if it has no errors.
set -eu

usage() {
    cat <<'END'
Usage: gate.sh [-h] CORPUS [SCHEMA]

Check CORPUS, a file or a folder, and say in a line for each file how many errors it has.
With SCHEMA, also write the JSON Schema of a corpus to that file, for editors and for
programs in other languages.

Exit codes: 0 the corpus may pass, 1 it has errors, 2 the check could not be made.
END
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
    "") usage >&2; exit 2 ;;
esac

report=$(mktemp)
trap 'rm -f "$report"' EXIT

# 0 and 1 are answers; anything else, such as a missing folder, ends the gate.
status=0
alliancekit check "$1" --format json >"$report" || status=$?
[ "$status" -le 1 ] || exit 2

python3 - "$report" <<'END'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    problems = json.load(file)
codes = {}
for problem in problems:
    if problem["severity"] == "error":
        codes.setdefault(problem["file"], []).append(problem["code"])
for name, found in sorted(codes.items()):
    print(f"{name}: errors: {len(found)} ({', '.join(sorted(set(found)))})")
END

if [ -n "${2:-}" ]; then
    # Written beside its place and renamed, so that no program reads half a schema.
    alliancekit schema >"$2.part" || { rm -f "$2.part"; exit 2; }
    mv "$2.part" "$2"
fi

[ "$status" -eq 0 ] && echo "passed: $1"
exit "$status"
