#!/bin/sh
# sleep, sync, restorecon and aws of a fake host: nobody waits, nothing leaves. What fires in the meantime is counted.
STATE="${0%/*}/../state"
printf '%s %s\n' "${0##*/}" "$*" >>"${0%/*}/../calls.log"
if [ "${0##*/}" = sleep ] && [ -f "$STATE/interrupts-later" ]; then cat "$STATE/interrupts-later" >"$ROOT/proc/interrupts"; fi
