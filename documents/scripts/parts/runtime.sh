#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# What the kernel forgets at a reboot, and the unit that sets it again.
RUNTIME_LIST=/etc/slipway/runtime.tsv
RUNTIME_SCRIPT=/etc/slipway/reapply.sh
RUNTIME_UNIT=slipway-tuning.service
runtime_lines=''

# at_boot LINE: a line of the list, its columns parted by tabs.
at_boot() {
  runtime_lines="$runtime_lines$1$NEWLINE"
}

# was_at_boot LINE: whether the list of the last run has it.
was_at_boot() {
  [ -f "$ROOT$RUNTIME_LIST" ] && grep -Fqx -- "$1" "$ROOT$RUNTIME_LIST"
}

# persist_runtime: writes the list, the script and the unit, and enables it. Nothing where there is nothing to set.
persist_runtime() {
  persist_error='it holds now, but slipway-tuning.service, which sets it again at boot, could not be written or enabled'
  if [ -z "$runtime_lines" ]; then return 0; fi
  if ! has systemctl; then return 1; fi
  printf '%s' "$runtime_lines" >"$NEW" && put_file "$RUNTIME_LIST" || return 1
  reapply_text >"$NEW" && put_file "$RUNTIME_SCRIPT" || return 1
  runtime_unit_text >"$NEW" && put_file "/etc/systemd/system/$RUNTIME_UNIT" || return 1
  settle_units || return 1
  remember unit "$RUNTIME_UNIT" 'disabled inactive'
  if [ "$(unit_state "$RUNTIME_UNIT")" != enabled ]; then
    systemctl enable "$RUNTIME_UNIT" >/dev/null 2>&1 || return 1
  fi
}

runtime_unit_text() {
  cat <<'EOT'
# Written by Slipway (document apply-plan).
[Unit]
Description=Slipway: settings that the kernel forgets at a reboot
After=network.target systemd-sysctl.service irqbalance.service
Before=codedeploy-agent.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /etc/slipway/reapply.sh

[Install]
WantedBy=multi-user.target
EOT
}

reapply_text() {
  cat <<'EOT'
. "$SLIPWAY_PARTS/reapply.sh"
EOT
}
