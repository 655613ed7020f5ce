#!/bin/sh
# Measures how late the CPUs of this host wake up (cyclictest), what interrupts a busy loop on them (oslat), and what
# firmware and hypervisor take (hwlatdetect). The figures are computed here, of whole histograms: one line @@LATENCY for
# each tool. The files of the tools stay in /var/lib/slipway/latency, and go whole to standard error and to S3.
# Exit: 0 measured, or a tool is not there, 1 a tool failed, 2 it was asked what it cannot do.
# shellcheck disable=SC2317 # functions are called by their names
set -eu
DOCUMENT=measure-latency
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/emit.sh
. "$SLIPWAY_PARTS/emit.sh"
# shellcheck source=documents/scripts/parts/cpu-lists.sh
. "$SLIPWAY_PARTS/cpu-lists.sh"
# shellcheck source=documents/scripts/parts/latency.sh
. "$SLIPWAY_PARTS/latency.sh"

# number NAME VALUE MOST
number() {
  case $2 in
    '' | *[!0-9]* | ????????* | 0?*) refuse ParameterRefused "$1 is not a number." ;;
  esac
  if [ "$2" -gt "$3" ]; then refuse ParameterRefused "$1 is more than $3."; fi
}

duration=${SSM_DurationSec:-}
interval=${SSM_IntervalUs:-}
histogram=${SSM_HistogramUs:-}
soak=${SSM_SoakSec:-}
oslat_seconds=${SSM_OslatSec:-}
hwlat_seconds=${SSM_HwlatSec:-}
upload=${SSM_RawOutputS3Uri:-}
number DurationSec "$duration" 3600
number IntervalUs "$interval" 1000000
number HistogramUs "$histogram" 1000000
number SoakSec "$soak" 600
number OslatSec "$oslat_seconds" 3600
number HwlatSec "$hwlat_seconds" 3600
if [ "$duration" -lt 1 ] || [ "$interval" -lt 10 ] || [ "$histogram" -lt 1 ]; then
  refuse ParameterRefused 'DurationSec and HistogramUs must be at least 1, IntervalUs at least 10.'
fi
case $upload in
  - | s3://[a-z0-9]*) ;;
  *) refuse ParameterRefused 'RawOutputS3Uri is not an address in S3.' ;;
esac
case ${SSM_PowerManagement:-} in
  as-is | suppressed) ;;
  *) refuse ParameterRefused 'PowerManagement is neither as-is nor suppressed.' ;;
esac
case ${SSM_Cpus:-} in
  '') refuse ParameterRefused 'Cpus is not given: SSM Agent 3.3.2746.0 or newer hands parameters over.' ;;
  isolated) cpus=$(cat "$ROOT/sys/devices/system/cpu/isolated" 2>/dev/null) || cpus='' ;;
  *)
    is_cpu_list "$SSM_Cpus" || refuse ParameterRefused 'Cpus is not a list of CPUs, as 2-5,8.'
    cpus=$(expand_cpus "$SSM_Cpus" | join_cpus)
    ;;
esac
cpu_count=$(expand_cpus "$cpus" | wc -l)
if [ "$cpu_count" -eq 0 ]; then refuse NothingIsolated 'This host isolates no CPU, and Cpus names none.'; fi
online=$(expand_cpus "$(cat "$ROOT/sys/devices/system/cpu/online" 2>/dev/null)")
not_online=$({ printf '%s\n' "$online" | sed 's/^/may /'; expand_cpus "$cpus" | sed 's/^/asked /'; } |
  awk '$1 == "may" { may[$2] } $1 == "asked" && !($2 in may) { printf "%s ", $2 }')
if [ -n "$not_online" ]; then refuse CpusNotOnline "These CPUs are not online: $not_online"; fi
# The first CPU that is not measured takes the threads of the tools that only wait and print.
main_cpu=$({ expand_cpus "$cpus" | sed 's/^/asked /'; printf '%s\n' "$online" | sed 's/^/may /'; } |
  awk '$1 == "asked" { asked[$2] } $1 == "may" && !($2 in asked) { print $2; exit }')

raw="$STATE/latency/$(printf '%s' "${SSM_COMMAND_ID:-by-hand}" | tr -cd 'A-Za-z0-9-')"
mkdir -p "$raw"
reason=LatencyMeasured
outcome=passed
code=0

tool_failed() {
  outcome=failed
  reason=ToolFailed
  code=1
  unmeasured "$1" failed "$2"
}

tool_missing() {
  if [ "$outcome" = passed ]; then
    outcome=inconclusive
    reason=ToolUnavailable
  fi
  unmeasured "$1" unavailable "$2"
}

# cyclictest holds the CPUs out of deep sleep, unless the host is to be measured as its application will find it.
run_cyclictest() {
  set -- --mlockall --quiet --policy=fifo -p 95 -i "$interval" -h "$histogram" -a "$cpus" -t "$cpu_count"
  if [ -n "$main_cpu" ]; then set -- "$@" --mainaffinity="$main_cpu"; fi
  if [ "$SSM_PowerManagement" = as-is ]; then set -- "$@" --default-system; fi
  if [ "$soak" -gt 0 ]; then bounded "$soak" cyclictest "$@" -D "$soak" --json="$raw/soak.json" >/dev/null 2>&1 || :; fi
  rm -f "$raw/soak.json"
  bounded "$duration" cyclictest "$@" -D "$duration" --json="$raw/cyclictest.json" >/dev/null 2>"$raw/cyclictest.err"
}

run_oslat() {
  set -- -c "$cpus" -f 95 -D "$oslat_seconds" -b 1024 --quiet
  if [ -n "$main_cpu" ]; then set -- "$@" -C "$main_cpu"; fi
  bounded "$oslat_seconds" oslat "$@" --json="$raw/oslat.json" >/dev/null 2>"$raw/oslat.err"
}

# measure_cpus TOOL SECONDS EXPECTED
measure_cpus() {
  if ! has "$1"; then
    tool_missing "$1" 'it is not installed (package rt-tests, or realtime-tests)'
    return 0
  fi
  rm -f "$raw/$1.json"
  measure_before=$(steal_ticks) || measure_before=''
  measure_code=0
  "run_$1" || measure_code=$?
  measure_after=$(steal_ticks) || measure_after=''
  measure_rows=''
  if is_whole "$raw/$1.json"; then measure_rows=$(latency_rows "$1" "$raw/$1.json" "$histogram" "$3"); fi
  if [ "$measure_code" -ne 0 ] || [ -z "$measure_rows" ]; then
    tool_failed "$1" "$(why_failed "$measure_code" "$2" "$raw/$1.err")"
    return 0
  fi
  emit LATENCY "{\"tool\":\"$1\",\"version\":$(json_string "$(result_value "$raw/$1.json" rt_test_version:)"),\"cpus\":[$measure_rows],\"kernel\":$(json_string "$(result_value "$raw/$1.json" release)"),\"realtime\":$(result_number "$raw/$1.json" realtime),\"durationSec\":$(run_seconds "$raw/$1.json" "$2"),\"returnCode\":$(result_number "$raw/$1.json" return_code),\"stealPct\":$(steal_percent "$measure_before" "$measure_after"),\"intervalUs\":$interval,\"environment\":\"$environment\"}"
}

measure_hardware() {
  if ! has hwlatdetect; then
    tool_missing hwlatdetect 'it is not installed (package rt-tests)'
    return 0
  fi
  hardware_code=0
  bounded "$hwlat_seconds" hwlatdetect --duration="$hwlat_seconds" --threshold=10 >"$raw/hwlatdetect.txt" 2>&1 || hardware_code=$?
  hardware=$(hardware_json "$raw/hwlatdetect.txt")
  case $hardware_code in
    124 | 137) tool_failed hwlatdetect "$(why_failed "$hardware_code" "$hwlat_seconds")" ;;
    *) if [ -n "$hardware" ]; then emit LATENCY "$hardware"; else tool_missing hwlatdetect "$(tail -n 1 "$raw/hwlatdetect.txt")"; fi ;;
  esac
}

# What an emulator takes for a microsecond is no measure of anything.
environment=host
if grep -q 'QEMU TCG' "$ROOT/proc/cpuinfo" 2>/dev/null; then environment=emulated; fi

if [ "$hwlat_seconds" -gt 0 ]; then measure_hardware; fi
measure_cpus cyclictest "$duration" "$((duration * 1000000 / interval))"
if [ "$oslat_seconds" -gt 0 ]; then measure_cpus oslat "$oslat_seconds" null; fi

# Where the AWS CLI is not there, or may not write, the measurement counts all the same.
uploaded=null
if [ "$upload" != - ]; then
  uploaded=false
  if ! has aws; then
    printf 'There is no AWS CLI on this host: nothing was copied to %s.\n' "$upload" >&2
  elif bounded 0 aws s3 cp --recursive --only-show-errors "$raw" "$upload" >&2; then
    uploaded=true
  fi
fi
# Without their indentation; what is in quotes keeps its spaces.
for raw_file in "$raw"/*.json; do
  if [ -s "$raw_file" ]; then printf '%s %s\n' "${raw_file##*/}" "$(sed 's/^[ ]*//' "$raw_file" | tr -d '\n')" >&2; fi
done
if [ -s "$raw/hwlatdetect.txt" ]; then cat "$raw/hwlatdetect.txt" >&2; fi
# The five runs before this one stay, older ones go.
find "$STATE/latency" -mindepth 1 -maxdepth 1 -type d -exec ls -dt {} + | sed 1,6d | while IFS= read -r old; do rm -rf "${old:?}"; done

# The plan that this host had when it was measured.
plan_hash=''
if [ -f "$STATE/applied" ]; then IFS="$TAB" read -r plan_hash _ <"$STATE/applied" || :; fi
result "$outcome" "$reason" "\"planHash\":$(json_string "${plan_hash:--}"),\"cpus\":\"$cpus\",\"rawUploaded\":$uploaded,\"rawFiles\":$(json_string "${raw#"$ROOT"}")"
exit "$code"
