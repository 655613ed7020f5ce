#!/bin/sh
# Puts back every byte that apply-plan has changed, and forgets that it was there. Safe to run again; what cannot be put
# back stays remembered. Kernel packages stay installed. Boot settings count after a reboot.
# Exit: 0 all is back, 1 something is not.
# shellcheck disable=SC2317 # functions are called by their names
set -eu
DOCUMENT=restore
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/outcomes.sh
. "$SLIPWAY_PARTS/outcomes.sh"
# shellcheck source=documents/scripts/parts/memory.sh
. "$SLIPWAY_PARTS/memory.sh"
# shellcheck source=documents/scripts/parts/files.sh
. "$SLIPWAY_PARTS/files.sh"
# shellcheck source=documents/scripts/parts/values.sh
. "$SLIPWAY_PARTS/values.sh"
# shellcheck source=documents/scripts/parts/nics.sh
. "$SLIPWAY_PARTS/nics.sh"
# shellcheck source=documents/scripts/parts/nic-settings.sh
. "$SLIPWAY_PARTS/nic-settings.sh"
# shellcheck source=documents/scripts/parts/units.sh
. "$SLIPWAY_PARTS/units.sh"
# shellcheck source=documents/scripts/parts/packages.sh
. "$SLIPWAY_PARTS/packages.sh"
# shellcheck source=documents/scripts/parts/drivers.sh
. "$SLIPWAY_PARTS/drivers.sh"
# shellcheck source=documents/scripts/parts/boot-loader.sh
. "$SLIPWAY_PARTS/boot-loader.sh"
# shellcheck source=documents/scripts/parts/put-back.sh
. "$SLIPWAY_PARTS/put-back.sh"

gone=0
reboot_needed=false

restore_remembered() {
  put_back "$back_kind" "$back_subject" "$back_image"
  case $back_outcome in
    gone)
      gone=$((gone + 1))
      say "gone $back_subject"
      ;;
    *) record "$back_outcome" "$back_subject" "$back_detail" ;;
  esac
  case $back_outcome in
    failed) ;;
    *) forget "$back_line" ;;
  esac
}

if [ -d "$STATE" ]; then
  lock_state
  each_remembered restore_remembered
  if owes boot-loader; then reboot_needed=true; fi
  if ! settle_units || ! settle_boot_loader; then
    record failed settle "$(plain_spaces "what had to follow a change has failed. $boot_fault")"
  fi
  rm -f "$STATE/new" "$STATE/applied" "$STATE/applied.new"
  if [ "$failed" -eq 0 ]; then
    rm -rf "${BEFORE:?}"
    rm -f "$STATE/owed-boot-loader" "$STATE/owed-daemon-reload" "$STATE/owed-irqbalance"
  fi
  rm -f "$STATE/lock"
  locked=no
  rmdir "$STATE" 2>/dev/null || :
fi

outcome=passed
reason=HostRestored
code=0
if [ "$failed" -gt 0 ]; then
  outcome=failed
  reason=NotAllRestored
  code=1
fi
result "$outcome" "$reason" "$(counts_json restored),\"gone\":$gone,\"rebootNeeded\":$reboot_needed"
exit "$code"
