#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# emit TAG JSON: one line `@@TAG JSON`. Systems Manager shows the first 24,000 characters of the output: what would be too
# long for them, with what was emitted before, goes as `@@TAG-GZIP`, gzip in base64.
emitted=0
emit() {
  emitted=$((emitted + ${#2}))
  if [ "$emitted" -le 12000 ]; then
    printf '@@%s %s\n' "$1" "$2"
  else
    printf '@@%s-GZIP %s\n' "$1" "$(printf '%s' "$2" | gzip -9 -c | base64 | tr -d '\n')"
  fi
}
