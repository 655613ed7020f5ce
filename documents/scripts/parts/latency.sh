#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# What a latency tool has written, as one line `@@LATENCY {json}` each.

# is_cpu_list TEXT: `1`, `2-5`, with commas between; no range that goes down, no CPU beyond 8191.
is_cpu_list() {
  printf '%s\n' "$1" | tr ',' '\n' | awk -F - '
    !/^[0-9]+(-[0-9]+)?$/ || $NF - $1 < 0 || $NF > 8191 { wrong = 1 }
    END { exit wrong }
  '
}

# latency_rows TOOL FILE BOUND EXPECTED: a row for each CPU. Quantiles are by nearest rank over all samples: of
# cyclictest its cycles, which know the overflow that its buckets leave out; oslat counts its overflow in the last bucket.
# One that falls in the overflow is {"gte": BOUND}, never a number. BOUND: cyclictest's -h. EXPECTED: samples, or null.
latency_rows() {
  # shellcheck disable=SC2020 # each of the three becomes a line's end
  tr ',{}' '\n\n\n' <"$2" | awk -v tool="$1" -v bound="$3" -v expected="$4" '
    function whole(number) { return sprintf("%.0f", number) }
    function sorted(  at, back, us_kept, count_kept) {
      for (at = 2; at <= buckets; at++) {
        us_kept = us[at]; count_kept = count[at]
        for (back = at - 1; back >= 1 && us[back] > us_kept; back--) { us[back + 1] = us[back]; count[back + 1] = count[back] }
        us[back + 1] = us_kept; count[back + 1] = count_kept
      }
    }
    function quantile(one_in,  rank, seen, at) {
      if (!samples) return "null"
      rank = samples - int(samples / one_in)
      for (at = 1; at <= known; at++) { seen += count[at]; if (seen >= rank) return whole(us[at] < max ? us[at] : max) }
      return "{\"gte\":" whole(from) "}"
    }
    function settle_overflow(  at, sum, by_edge) {
      for (at = 1; at <= buckets; at++) sum += count[at]
      known = buckets; overflow = 0; from = bound; samples = sum
      if (tool == "cyclictest") { samples = field["cycles"] + 0; overflow = samples - sum; return }
      if (!buckets) return
      by_edge = us[1] > field["min"] + 0
      from = by_edge ? us[buckets] - 1 : us[buckets]
      if (by_edge ? max >= us[buckets] : max > us[buckets]) { overflow = count[buckets]; known = buckets - 1 }
    }
    function row(  missed) {
      if (!thread || field["cpu"] == "") return
      sorted()
      max = field["max"] + 0
      settle_overflow()
      missed = expected == "null" ? "null" : whole(expected > samples ? expected - samples : 0)
      printf "%d\t{\"cpu\":%d,\"samples\":%s,\"expected\":%s,\"missed\":%s,\"overflow\":%s", field["cpu"], field["cpu"], whole(samples), expected, missed, whole(overflow)
      printf ",\"p50\":%s,\"p99\":%s,\"p999\":%s,\"p9999\":%s,\"max\":%s}\n", quantile(2), quantile(100), quantile(1000), quantile(10000), whole(max)
    }
    !match($0, /^[ \t]*"[^"]*"[ \t]*:/) { next }
    {
      value = substr($0, RSTART + RLENGTH); gsub(/[ \t"]/, "", value)
      name = $0; sub(/^[ \t]*"/, "", name); sub(/".*/, "", name)
      if (name !~ /^[0-9]+$/) { if (thread) field[name] = value; next }
      if (value != "") { us[++buckets] = name + 0; count[buckets] = value + 0; next }
      row()
      thread++; buckets = 0
      split("", field)
    }
    END { row() }
  ' | sort -n | cut -f 2 | paste -s -d , -
}

# result_value FILE NAME: of the head of a result, the first member of that name.
result_value() {
  sed -n "s/^[[:space:]]*\"$2\":[[:space:]]*\"\{0,1\}\([^\",]*\).*/\1/p" "$1" | head -n 1
}

# result_number FILE NAME: null where there is none.
result_number() {
  result_text=$(result_value "$1" "$2")
  case $result_text in
    '' | *[!0-9]*) printf null ;;
    *) printf '%s' "$result_text" ;;
  esac
}

# is_whole FILE: whether a tool had space to write its result to the end: each thread closes, and all of it.
is_whole() {
  [ -s "$1" ] && awk '
    { for (at = 1; at <= length($0); at++) { sign = substr($0, at, 1); if (sign == "{") open++; if (sign == "}") open-- } any = 1 }
    END { exit !any || open != 0 }
  ' "$1"
}

# why_failed CODE SECONDS ERRORS
why_failed() {
  case $1 in
    0) printf 'its result is not what it should be, or is cut off' ;;
    124) printf 'it was to take %s s, and was ended after %s s' "$2" "$(($2 + 60))" ;;
    137) printf 'it was killed: memory ran out, or it hung and did not end when it was told to' ;;
    *) printf 'it ended with %s: %s' "$1" "$(tail -n 1 "$3" 2>/dev/null)" ;;
  esac
}

# run_seconds FILE ASKED: what oslat's shortest thread says, else what was asked.
run_seconds() {
  run_shortest=$(sed -n 's/.*"duration":[ ]*\([0-9.]*\).*/\1/p' "$1" | sort -n | head -n 1)
  printf '%s' "${run_shortest:-$2}"
}

# unmeasured TOOL WHICH WHY: WHICH is unavailable (it cannot run here) or failed.
unmeasured() {
  emit LATENCY "{\"tool\":\"$1\",\"$2\":$(json_string "$(printf '%.180s' "$3")")}"
}

# bounded SECONDS COMMAND...: a tool that hangs ends a minute after its time.
bounded() {
  bounded_for=$(($1 + 60))
  shift
  if has timeout; then timeout -k 10 "$bounded_for" "$@"; else "$@"; fi
}

# steal_ticks: `stolen all` of the CPUs so far.
steal_ticks() {
  awk '/^cpu / { for (at = 2; at <= 9; at++) all += $at; printf "%.0f %.0f", $9, all; exit }' "$ROOT/proc/stat" 2>/dev/null
}

# steal_percent BEFORE AFTER: null where the kernel does not count it.
steal_percent() {
  printf '%s %s\n' "$1" "$2" | awk 'NF == 4 && $4 > $2 { printf "%.2f", 100 * ($3 - $1) / ($4 - $2); known = 1 } END { if (!known) printf "null" }'
}

# hardware_json FILE: of the text of hwlatdetect; nothing where it broke off.
hardware_json() {
  awk '
    /^Max Latency:/ { max = $3 == "Below" ? "null" : $3 + 0; seen = 1 }
    /Latency threshold:/ { sub(/.*Latency threshold:[ \t]*/, ""); threshold = $1 + 0 }
    /test duration/ { sub(/.*test duration[ \t]*/, ""); duration = $1 + 0 }
    /^Samples recorded:/ { samples = $3 + 0; counted = 1 }
    END { if (seen && counted) printf "{\"tool\":\"hwlatdetect\",\"maxUs\":%s,\"thresholdUs\":%d,\"samples\":%d,\"durationSec\":%d}", max, threshold, samples, duration }
  ' "$1"
}
