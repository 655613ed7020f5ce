#!/bin/sh
# cyclictest, oslat and hwlatdetect of a fake host: they write the result that its state holds.
STATE="${0%/*}/../state"
tool=${0##*/}
printf '%s %s\n' "$tool" "$*" >>"$STATE/../calls.log"
if [ -f "$STATE/$tool.fails" ]; then
  cat "$STATE/$tool.fails" >&2
  exit 1
fi
if [ "$tool" = hwlatdetect ]; then
  cat "$STATE/hwlatdetect.result"
  exit 0
fi
for argument in "$@"; do
  case $argument in
    --json=*) cat "$STATE/$tool.result" >"${argument#--json=}" ;;
  esac
done
