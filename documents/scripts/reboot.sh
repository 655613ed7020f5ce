#!/bin/sh
# Reboots once and proves it. Systems Manager's agent runs `shutdown -r +1` when the exit code is 194, and after the boot
# runs the same script again from its start: the marker of this command says which of the two times it is.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-reboot.html
# Exit: 194 reboot, 0 rebooted, 1 asked twice and still the same boot, 2 may not run here.
set -eu
DOCUMENT=reboot
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"

case ${SSM_COMMAND_ID:-} in
  '' | *[!A-Za-z0-9-]*) refuse NoCommandId 'Without a command id in SSM_COMMAND_ID a script cannot know whether it has rebooted already.' ;;
esac
read -r boot_now <"$BOOT_ID_FILE" || refuse NoBootId 'The kernel tells no boot id.'

marker="$STATE/reboot/$SSM_COMMAND_ID"
boot_before=''
asked=0
if [ -f "$marker" ]; then read -r boot_before asked <"$marker" || :; fi
# Half an id is none: it would differ from every boot, and prove what nobody saw.
case $boot_before in
  ????????-????-????-????-????????????) ;;
  *) boot_before='' ;;
esac
case $asked in
  '' | *[!0-9]*) asked=0 ;;
esac

# finish OUTCOME REASON CODE
finish() {
  result "$1" "$2" "\"bootIdBefore\":$(json_string "$boot_before"),\"bootId\":$(json_string "$boot_now"),\"asked\":$asked"
  exit "$3"
}

if [ -n "$boot_before" ] && [ "$boot_before" != "$boot_now" ]; then finish passed Rebooted 0; fi
# The agent asks at most 15 times; a host that did not reboot after two will not after fifteen.
if [ "$asked" -ge 2 ]; then finish failed RebootNeverCame 1; fi

asked=$((asked + 1))
boot_before=$boot_now
mkdir -p "$STATE/reboot"
printf '%s %s\n' "$boot_now" "$asked" >"$marker.new"
mv -f "$marker.new" "$marker"
sync
finish inconclusive RebootAsked 194
