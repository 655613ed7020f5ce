#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Files of the kernel that hold one value.

# value_in FILE: as it would be written: of `always [madvise] never` the chosen word, of lines the first, of spaces one.
value_in() {
  value_text=$(cat "$1" 2>/dev/null) || return 1
  value_text=${value_text%%"$NEWLINE"*}
  case $value_text in
    *\[*\]*)
      value_text=${value_text#*\[}
      value_text=${value_text%%\]*}
      ;;
  esac
  plain_spaces "$value_text"
}

# plain_spaces TEXT: words with one space between them.
plain_spaces() {
  set -f
  # shellcheck disable=SC2086 # it is to be split
  set -- $1
  set +f
  printf '%s' "$*"
}

# plain_mask TEXT: a mask of CPUs without commas and leading zeros, in small letters.
plain_mask() {
  printf '%s' "$1" | tr -d ',\n' | tr A-F a-f | sed 's/^0*\(.\)/\1/'
}

is_mask_file() {
  case $1 in
    *smp_affinity | */cpumask | */rps_cpus | */xps_cpus) return 0 ;;
  esac
  return 1
}

# same_value FILE ONE OTHER
same_value() {
  if is_mask_file "$1"; then
    [ "$(plain_mask "$2")" = "$(plain_mask "$3")" ]
  else
    [ "$2" = "$3" ]
  fi
}

# write_value FILE VALUE: prints what went wrong. `tee` writes it in one piece and tells when the kernel refuses.
write_value() {
  printf '%s\n' "$2" | { tee "$1" >/dev/null; } 2>&1
}

# set_value FILE VALUE: sets value_outcome (applied, unchanged, failed) and value_detail.
set_value() {
  if ! value_before=$(value_in "$1"); then
    value_outcome=failed
    value_detail="${1#"$ROOT"} cannot be read"
    return 0
  fi
  remember value "${1#"$ROOT"}" "$value_before"
  value_outcome=unchanged
  value_detail="is $2"
  if same_value "$1" "$value_before" "$2"; then return 0; fi
  if ! value_error=$(write_value "$1" "$2"); then
    value_outcome=failed
    value_detail="$2 was refused: ${value_error##*: }"
    return 0
  fi
  value_now=$(value_in "$1") || value_now=''
  if same_value "$1" "$value_now" "$2"; then
    value_outcome=applied
    value_detail="$value_before -> $2"
  else
    value_outcome=failed
    value_detail="is $value_now after $2 was written"
  fi
}

# set_values PATTERN VALUE [lenient]: every file that the pattern (from /, may hold *) means. Sets values_outcome and
# values_detail; with `lenient` files that refuse are counted and do not fail the whole.
set_values() {
  values_outcome=not-applicable
  values_detail="there is no $1"
  values_failed=0
  values_changed=0
  values_seen=0
  values_ifs=$IFS
  IFS=''
  # shellcheck disable=SC2086 # its * are to be expanded, and with this IFS nothing else is
  set -- "$2" "${3:-}" $ROOT$1
  IFS=$values_ifs
  values_wanted=$1
  values_lenient=$2
  shift 2
  for values_file in "$@"; do
    [ -f "$values_file" ] || continue
    set_value "$values_file" "$values_wanted"
    values_seen=$((values_seen + 1))
    case $value_outcome in
      failed)
        values_failed=$((values_failed + 1))
        if [ "$values_failed" -eq 1 ]; then values_fault="${values_file#"$ROOT"}: $value_detail"; fi
        ;;
      applied)
        values_changed=$((values_changed + 1))
        values_detail=$value_detail
        ;;
      unchanged) if [ "$values_changed" -eq 0 ]; then values_detail=$value_detail; fi ;;
    esac
  done
  judge_values
}

judge_values() {
  if [ "$values_seen" -eq 0 ]; then return 0; fi
  if [ "$values_failed" -eq "$values_seen" ] || { [ "$values_failed" -gt 0 ] && [ -z "$values_lenient" ]; }; then
    values_outcome=failed
    values_detail="$values_failed of $values_seen: $values_fault"
    return 0
  fi
  values_outcome=unchanged
  if [ "$values_changed" -gt 0 ]; then values_outcome=applied; fi
  if [ "$values_seen" -gt 1 ]; then
    values_detail="$values_changed of $values_seen changed, $values_failed refused"
  fi
}
