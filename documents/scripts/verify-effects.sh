#!/bin/sh
# Reads back every setting of a plan: the effect, not the wish. Changes nothing.
# Exit: 0 every effect is there, 1 one is not, 2 the plan was refused.
# shellcheck disable=SC2317 # functions are called by their names
set -eu
DOCUMENT=verify-effects
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/outcomes.sh
. "$SLIPWAY_PARTS/outcomes.sh"
# shellcheck source=documents/scripts/parts/plan.sh
. "$SLIPWAY_PARTS/plan.sh"
# shellcheck source=documents/scripts/parts/values.sh
. "$SLIPWAY_PARTS/values.sh"
# shellcheck source=documents/scripts/parts/cpu-lists.sh
. "$SLIPWAY_PARTS/cpu-lists.sh"
# shellcheck source=documents/scripts/parts/nics.sh
. "$SLIPWAY_PARTS/nics.sh"
# shellcheck source=documents/scripts/parts/units.sh
. "$SLIPWAY_PARTS/units.sh"
# shellcheck source=documents/scripts/parts/packages.sh
. "$SLIPWAY_PARTS/packages.sh"
# shellcheck source=documents/scripts/parts/interrupts.sh
. "$SLIPWAY_PARTS/interrupts.sh"
# shellcheck source=documents/scripts/parts/effects.sh
. "$SLIPWAY_PARTS/effects.sh"

unverified=0
drift_json=''

drifted() {
  failed=$((failed + 1))
  drift_json=$(append_json "$drift_json" "{\"id\":$(json_string "$id"),\"read\":$(json_string "$verify_read"),\"expected\":$(json_string "$(printf '%.120s' "$verify_expect")"),\"observed\":$(json_string "$(printf '%.120s' "$1")")}")
  say "drifted $id: $verify_read $verify_op $verify_expect, but ${1:-nothing}"
}

verify_setting() {
  if [ "$verify_op" = none ]; then
    unverified=$((unverified + 1))
    return 0
  fi
  read_effect "$verify_read" "$(plain_spaces "$verify_expect")"
  case $effect_known in
    absent)
      if lacks_for_good; then
        record not-applicable "$id" "there is no $verify_read"
      else
        drifted 'it is not there'
      fi
      ;;
    no) drifted 'it cannot be read' ;;
    *)
      if effect_fits "$verify_op" "$verify_read" "$(plain_spaces "$verify_expect")"; then
        record verified "$id" "$verify_op $verify_expect"
      else
        drifted "$(shown_effect)"
      fi
      ;;
  esac
}

# lacks_for_good: whether a host may lack what it is about. Not what the plan brings along: a file of its own, a kernel of
# its own; nor a word of the command line that this kernel was not started with.
lacks_for_good() {
  case $action in
    dropin | package) return 1 ;;
    cmdline)
      wanted_word=$key
      if [ "$value" != - ]; then wanted_word="$key=$value"; fi
      case " $(plain_spaces "$(cat "$ROOT/proc/cmdline" 2>/dev/null)") " in
        *" $wanted_word "*) return 0 ;;
      esac
      return 1
      ;;
  esac
}

# shown_effect: of interrupts those that are astray, of the kernel's log the line that must not be there.
shown_effect() {
  case $verify_read in
    irqs:effective) printf '%s' "${strays:-$effect}" ;;
    kernel-log:)
      if [ "$verify_op" = lacks ]; then
        printf '%s\n' "$effect" | grep -F -- "$verify_expect" | head -n 1
      else
        printf 'no line of the kernel'\''s log has it'
      fi
      ;;
    *) printf '%s' "$effect" ;;
  esac
}

read_plan
say "plan $plan_hash"
each_setting verify_setting
if [ "$immovable_count" -gt 0 ]; then
  say "cannot be moved off the CPUs $immovable_cpus: $immovable_names"
fi

outcome=passed
reason=EffectsVerified
code=0
if [ "$failed" -gt 0 ]; then
  outcome=failed
  reason=EffectsDrifted
  code=1
elif [ "$applied" -eq 0 ]; then
  # Nothing that was seen is not seen to be right.
  outcome=inconclusive
  reason=NothingVerified
fi
result "$outcome" "$reason" "$(
  printf '"planHash":"%s","bootId":%s,' "$plan_hash" "$(json_string "$(head -n 1 "$BOOT_ID_FILE" 2>/dev/null)")"
  printf '"counts":{"verified":%s,"drifted":%s,"not-applicable":%s,"unverified":%s},' "$applied" "$failed" "$not_applicable" "$unverified"
  printf '"immovableInterrupts":{"count":%s,"cpus":"%s","names":%s},' "$immovable_count" "$immovable_cpus" \
    "$(json_string "$(printf '%.300s' "$immovable_names")")"
  printf '"drifted":[%s],"notApplicable":[%s]' "$drift_json" "$not_applicable_json"
)"
exit "$code"
