#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# One function for each action of a plan, called for each setting. What lasts only when a file is written for all of them
# is held until that has been done.
SYSCTL_FILE=/etc/sysctl.d/90-slipway.conf
LIMITS_FILE=/etc/security/limits.d/90-slipway.conf
sysctl_lines=''
limit_lines=''
words=''
words_before=''
kernel_like=''
reboot_needed=false

# note_reboot OUTCOME: what was changed and counts only after a boot.
note_reboot() {
  if [ "$1" = applied ] && [ "$needs_reboot" = yes ]; then reboot_needed=true; fi
}

# The settings whose values the kernel holds, and forgets.
apply_runtime_setting() {
  case $action in
    sysfs) apply_at_boot_too "$key" "$value" ;;
    irq-affinity) apply_irq_affinity ;;
    hugepages) apply_hugepages ;;
    nic-ring) apply_nic ring -G ;;
    nic-coalesce) apply_nic coalesce -C ;;
    nic-channels) apply_nic channels -L ;;
    driver) apply_driver ;;
  esac
}

# The settings that last by themselves.
apply_lasting_setting() {
  case $action in
    unit)
      set_unit "$key" "$value"
      record "$unit_outcome" "$id" "$unit_detail"
      ;;
    irqbalance) apply_irqbalance ;;
    dropin) apply_drop_in ;;
  esac
}

apply_limit() {
  if [ "$action" != limits ]; then return 0; fi
  if [ ! -d "$ROOT/etc/security" ]; then
    record not-applicable "$id" 'there is no /etc/security: no login takes limits from it'
    return 0
  fi
  limit_lines="$limit_lines* - $key $value${NEWLINE}root - $key $value$NEWLINE"
  if grep -Fqx -- "root - $key $value" "$ROOT$LIMITS_FILE" 2>/dev/null; then
    hold unchanged "$id" "is $value"
  else
    hold applied "$id" "is $value from the next login on"
  fi
}

persist_limits() {
  persist_error="$LIMITS_FILE could not be written"
  if [ -z "$limit_lines" ]; then return 0; fi
  printf '# Written by Slipway (document apply-plan) as a whole.\n%s' "$limit_lines" >"$NEW" && put_file "$LIMITS_FILE"
}

# Words of the command line, and the kernels that are to start.
apply_boot_setting() {
  case $action in
    cmdline)
      word=$key
      if [ "$value" != - ]; then word="$key=$value"; fi
      words="$words $word"
      case $words_before in
        *" $word "*) hold unchanged "$id" "$word is staged" ;;
        *) hold applied "$id" "$word is staged" ;;
      esac
      ;;
    package)
      install_package "$key"
      case $package_outcome in
        applied | unchanged) if [ -n "$(kernel_pattern "$key")" ]; then kernel_like=$(kernel_pattern "$key"); fi ;;
      esac
      note_reboot "$package_outcome"
      hold "$package_outcome" "$id" "$package_detail"
      ;;
  esac
}

# persist_boot: also where the plan has no such settings any more, nothing is left staged: see drop_untouched.
persist_boot() {
  if [ -z "$words$kernel_like" ]; then return 0; fi
  stage_boot "$words" "$kernel_like" || return 1
  if [ "$boot_changed" = yes ] || [ "$(running_words "$words")" = no ]; then reboot_needed=true; fi
  if [ -n "$boot_release" ]; then
    read -r running_release <"$ROOT/proc/sys/kernel/osrelease" || running_release=''
    if [ "$running_release" != "$boot_release" ]; then reboot_needed=true; fi
  fi
}

persist_sysctls() {
  persist_error="it holds now, but $SYSCTL_FILE could not be written"
  if [ -z "$sysctl_lines" ]; then return 0; fi
  printf '# Written by Slipway (document apply-plan) as a whole.\n%s' "$sysctl_lines" >"$NEW" && put_file "$SYSCTL_FILE"
}

apply_sysctl() {
  if [ "$action" != sysctl ]; then return 0; fi
  sysctl_file="/proc/sys/$(printf '%s' "$key" | tr . /)"
  set_values "$sysctl_file" "$(plain_spaces "$value")"
  case $values_outcome in
    applied | unchanged)
      sysctl_line="$key = $value"
      sysctl_lines="$sysctl_lines$sysctl_line$NEWLINE"
      if ! grep -Fqx -- "$sysctl_line" "$ROOT$SYSCTL_FILE" 2>/dev/null; then values_outcome=applied; fi
      ;;
  esac
  hold "$values_outcome" "$id" "$values_detail"
}

# load_module PATTERN: where that is a parameter of a module that is not loaded yet. Sets module where it is of one that
# has to be loaded at boot too: what is built into the kernel has no state of its own.
load_module() {
  module=''
  case $1 in
    /sys/module/*/parameters/*) module=${1#/sys/module/} ;;
    *) return 0 ;;
  esac
  module=${module%%/*}
  if [ ! -e "$ROOT/sys/module/$module" ]; then modprobe "$module" >/dev/null 2>&1 || :; fi
  if [ ! -e "$ROOT/sys/module/$module/initstate" ]; then module=''; fi
}

# apply_at_boot_too PATTERN VALUE [lenient]
apply_at_boot_too() {
  load_module "$1"
  set_values "$1" "$2" "${3:-}"
  case $values_outcome in
    applied | unchanged)
      if [ -n "$module" ]; then keep_at_boot "modprobe$TAB$module"; fi
      keep_at_boot "write$TAB$1$TAB$2"
      ;;
  esac
  hold "$values_outcome" "$id" "$values_detail"
}

# keep_at_boot LINE: what holds now but was not on the list is a change.
keep_at_boot() {
  if ! was_at_boot "$1"; then values_outcome=applied; fi
  at_boot "$1"
}

apply_irq_affinity() {
  if [ "$key" = default ]; then
    apply_at_boot_too /proc/irq/default_smp_affinity "$(mask_of "$value")"
  else
    apply_at_boot_too '/proc/irq/*/smp_affinity_list' "$value" lenient
  fi
}

apply_hugepages() {
  hugepages_file="/sys/devices/system/node/${key%%/*}/hugepages/hugepages-${key#*/}/nr_hugepages"
  if [ ! -f "$ROOT$hugepages_file" ] && [ "${key%%/*}" = node0 ]; then
    hugepages_file="/sys/kernel/mm/hugepages/hugepages-${key#*/}/nr_hugepages"
  fi
  apply_at_boot_too "$hugepages_file" "$value"
}

# apply_nic KIND FLAG: a parameter that the driver lacks fails the setting before any of it is set.
apply_nic() {
  values_outcome=not-applicable
  if ! nic_exists "$key"; then
    hold not-applicable "$id" 'there is no such interface'
    return 0
  elif ! has ethtool || ! ethtool "$(printf '%s' "$2" | tr GCL gcl)" "$key" >/dev/null 2>&1; then
    hold not-applicable "$id" "its $1 parameters cannot be read"
    return 0
  fi
  nic_compare "$1"
  if [ -z "$nic_before" ]; then
    hold not-applicable "$id" "the driver has no$nic_missing"
  elif [ -n "$nic_missing" ]; then
    hold failed "$id" "the driver has no$nic_missing: nothing of it was set"
  else
    apply_nic_values "$1" "$2"
  fi
}

# words_at_odd_places `rx 512 tx 512`: the names of the pairs.
words_at_odd_places() {
  printf '%s\n' "$1" | tr ' ' '\n' | sed 'n;d' | paste -s -d ' ' -
}

apply_nic_values() {
  nic_line="ethtool$TAB$2$TAB$key$TAB$value"
  remember "nic-$1" "$key $(words_at_odd_places "$value")" "$nic_before"
  values_outcome=unchanged
  if [ "$nic_same" = no ]; then
    set -f
    # shellcheck disable=SC2086 # words
    nic_error=$(ethtool "$2" "$key" $value 2>&1) || :
    set +f
    nic_was=$nic_before
    nic_compare "$1"
    if [ "$nic_same" = no ]; then
      hold failed "$id" "is $nic_before after ethtool $2: $(plain_spaces "$nic_error")"
      return 0
    fi
    values_outcome=applied
    values_detail="$nic_was -> $value"
  else
    values_detail="is $value"
  fi
  keep_at_boot "$nic_line"
  hold "$values_outcome" "$id" "$values_detail"
}

apply_driver() {
  set_driver "$key" "$value"
  values_outcome=$driver_outcome
  case $driver_outcome in
    applied | unchanged)
      driver_path="/sys/bus/pci/devices/$key"
      keep_at_boot "modprobe$TAB$value"
      keep_at_boot "write$TAB$driver_path/driver_override$TAB$value"
      keep_at_boot "write$TAB$driver_path/driver/unbind$TAB$key"
      keep_at_boot "write$TAB/sys/bus/pci/drivers_probe$TAB$key"
      ;;
  esac
  hold "$values_outcome" "$id" "$driver_detail"
}

# The drop-in names a file of ours, because what irqbalance's own file sets would win over a variable of the unit.
apply_irqbalance() {
  if [ -z "$(unit_state irqbalance.service)" ]; then
    record not-applicable "$id" 'there is no irqbalance'
    return 0
  fi
  printf '%s=%s\n' "$key" "$value" >"$NEW"
  if ! put_file /etc/slipway/irqbalance.env; then
    record failed "$id" 'its settings could not be written'
    return 0
  fi
  irqbalance_outcome=$file_outcome
  printf '[Service]\nEnvironmentFile=-/etc/slipway/irqbalance.env\n' >"$NEW"
  if put_file /etc/systemd/system/irqbalance.service.d/90-slipway.conf && settle_units; then
    if [ "$file_outcome" = applied ]; then irqbalance_outcome=applied; fi
    record "$irqbalance_outcome" "$id" "bans $value"
  else
    record failed "$id" 'its drop-in could not be written, or irqbalance not be restarted'
  fi
}

apply_drop_in() {
  if printf '%s' "$value" | base64 -d >"$NEW" 2>/dev/null && put_file "$key" && settle_units; then
    note_reboot "$file_outcome"
    record "$file_outcome" "$id" "$key is as planned"
  else
    record failed "$id" "$key could not be written"
  fi
}
