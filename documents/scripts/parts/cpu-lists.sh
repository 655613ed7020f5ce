#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# CPU lists of the kernel: `2-5,8`. Masks: hexadecimal, the lowest CPU last, a comma after every 32.

# expand_cpus LIST: one CPU a line, ascending, each once. Nothing for an empty list, and for one that is no list.
expand_cpus() {
  printf '%s\n' "$1" | tr ',' '\n' | awk -F - '
    /^[0-9]+$/ { print $1 + 0 }
    /^[0-9]+-[0-9]+$/ && $2 - $1 < 8192 { for (cpu = $1 + 0; cpu <= $2 + 0; cpu++) print cpu }
  ' | sort -nu
}

# mask_of LIST: the mask as the kernel takes it.
mask_of() {
  expand_cpus "$1" | awk '
    BEGIN { split("1 2 4 8", bit, / /) }
    { nibble[int($1 / 4)] += bit[$1 % 4 + 1]; if (int($1 / 4) > top) top = int($1 / 4) }
    END {
      for (place = top + 0; place >= 0; place--)
        printf "%s%s", substr("0123456789abcdef", nibble[place] + 1, 1), (place && place % 8 == 0 ? "," : "")
    }
  '
}

# join_cpus: the lines of standard input (ascending) as a list.
join_cpus() {
  awk '
    function close_run() { if (count++) printf ","; printf "%s", (first == last ? first : first "-" last) }
    NR == 1 { first = last = $1; next }
    $1 == last + 1 { last = $1; next }
    { close_run(); first = last = $1 }
    END { if (NR) close_run() }
  '
}
