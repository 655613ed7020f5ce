#!/bin/sh
# Applies a host plan. Safe to run again, also after a run that was killed: every change is remembered before it is made,
# and what must follow a change is owed until it is done. Boot settings are staged; they count after a reboot.
# Exit: 0 all settings hold or do not apply, 1 one failed, 2 nothing was touched.
set -eu
DOCUMENT=apply-plan
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/outcomes.sh
. "$SLIPWAY_PARTS/outcomes.sh"
# shellcheck source=documents/scripts/parts/plan.sh
. "$SLIPWAY_PARTS/plan.sh"
# shellcheck source=documents/scripts/parts/memory.sh
. "$SLIPWAY_PARTS/memory.sh"
# shellcheck source=documents/scripts/parts/files.sh
. "$SLIPWAY_PARTS/files.sh"
# shellcheck source=documents/scripts/parts/values.sh
. "$SLIPWAY_PARTS/values.sh"
# shellcheck source=documents/scripts/parts/cpu-lists.sh
. "$SLIPWAY_PARTS/cpu-lists.sh"
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
# shellcheck source=documents/scripts/parts/runtime.sh
. "$SLIPWAY_PARTS/runtime.sh"
# shellcheck source=documents/scripts/parts/actions.sh
. "$SLIPWAY_PARTS/actions.sh"
# shellcheck source=documents/scripts/parts/put-back.sh
. "$SLIPWAY_PARTS/put-back.sh"

# apply_group FUNCTION PERSIST: settings that last together or not at all.
apply_group() {
  each_setting "$1"
  persist_error=''
  if "$2"; then release_held; else release_held "$(plain_spaces "${persist_error:-it could not be made to last}")"; fi
}

read_plan
lock_state
say "plan $plan_hash"
apply_group apply_sysctl persist_sysctls
apply_group apply_runtime_setting persist_runtime
each_setting apply_lasting_setting
apply_group apply_limit persist_limits
words_before=$(staged_words)
apply_group apply_boot_setting persist_boot
each_remembered drop_untouched
# A boot loader that has failed for the settings above is told there.
if ! settle_units || { [ -z "$boot_fault" ] && ! settle_boot_loader; }; then
  record failed settle "$(plain_spaces "what had to follow a change has failed. $boot_fault")"
fi

outcome=passed
reason=PlanApplied
code=0
if [ "$failed" -gt 0 ]; then
  outcome=failed
  reason=SettingsFailed
  code=1
fi
printf '%s\t%s\n' "$plan_hash" "$outcome" >"$STATE/applied.new"
mv -f "$STATE/applied.new" "$STATE/applied"
result "$outcome" "$reason" "\"planHash\":\"$plan_hash\",$(counts_json applied),\"rebootNeeded\":$reboot_needed"
exit "$code"
