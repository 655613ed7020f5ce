#!/bin/sh
# sleep, sync and aws of a fake host: nobody waits, nothing leaves.
printf '%s %s\n' "${0##*/}" "$*" >>"${0%/*}/../calls.log"
