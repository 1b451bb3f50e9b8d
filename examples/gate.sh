#!/bin/sh
# A check for a script, a commit or a build: it fails if a corpus has errors.
set -eu

usage() {
    cat <<'END'
Usage: gate.sh [-h] CORPUS [SCHEMA]

Check CORPUS, a file or a folder, and print the number of errors of each file with errors.
With SCHEMA, also write the JSON Schema of a corpus to that file, for editors and for
programs in other languages.

Exit codes: 0 no errors, 1 the corpus has errors, 2 the check failed.
END
}

case "${1:-}" in
    -h | --help) usage; exit 0 ;;
    "") usage >&2; exit 2 ;;
esac

report=$(mktemp)
trap 'rm -f "$report"' EXIT

# Any exit code above 1, such as for a missing folder, means that the check failed.
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
for name, broken in sorted(codes.items()):
    print(f"{name}: errors: {len(broken)} ({', '.join(sorted(set(broken)))})")
END

if [ -n "${2:-}" ]; then
    # Write to a temporary file and rename it, so that no program reads an incomplete schema.
    alliancekit schema >"$2.part" || { rm -f "$2.part"; exit 2; }
    mv "$2.part" "$2"
fi

[ "$status" -eq 0 ] && echo "passed: $1"
exit "$status"
