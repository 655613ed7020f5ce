#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Reads the host plan out of the parameter Plan: base64 of lines that tabs part.
# One line that is not as it must be, and all of the plan is refused, before anything is touched.
plan=''
plan_hash=''
plan_settings=''

read_plan() {
  case ${SSM_Plan:-} in
    '' | *[!A-Za-z0-9+/=]*) refuse PlanRefused 'The parameter Plan is not base64.' ;;
  esac
  if [ "${#SSM_Plan}" -gt 20000 ]; then refuse PlanRefused 'The parameter Plan is longer than 20000 characters.'; fi
  plan=$(printf '%s' "$SSM_Plan" | base64 -d 2>/dev/null) || refuse PlanRefused 'The parameter Plan is not base64.'
  plan_fault=$(printf '%s\n' "$plan" | fault_of_plan)
  if [ -n "$plan_fault" ]; then refuse PlanRefused "The plan is refused: $plan_fault."; fi
  plan_hash=$(printf '%s\n' "$plan" | sed -n '1s/.*	//p')
  plan_settings=$(printf '%s\n' "$plan" | sed 1d)
}

# Prints what is wrong with the plan on standard input; nothing where it is right. A key or a value can hold only what
# its action needs: no quotes, no dollar, no backslash, no way up out of a directory.
fault_of_plan() {
  awk -F '\t' '
    function cpus(text) { return text ~ /^[0-9][0-9,-]*$/ }
    function words(text) { return text ~ /^[a-z0-9][a-z0-9 -]*$/ }
    function nic(text) { return text ~ /^[A-Za-z0-9][A-Za-z0-9_.:@-]*$/ && length(text) <= 15 }
    function kernel_file(text) { return text ~ /^\/(sys|proc)\/[A-Za-z0-9_.,:@*\/+-]+$/ }
    function fits(action, key, value) {
      if (key ~ /\.\./) return 0
      if (action == "sysctl") return key ~ /^[a-z][A-Za-z0-9_.\/-]*$/ && value ~ /^[A-Za-z0-9_.,:+\/ -]+$/
      if (action == "sysfs") return kernel_file(key) && value ~ /^[A-Za-z0-9_.,:+\/ -]+$/
      if (action == "cmdline") return key ~ /^[A-Za-z][A-Za-z0-9_.-]*$/ && value ~ /^[A-Za-z0-9_.,:+=\/@-]+$/
      if (action == "irq-affinity") return key ~ /^(default|all)$/ && cpus(value)
      if (action == "irqbalance") return key == "IRQBALANCE_BANNED_CPULIST" && cpus(value)
      if (action ~ /^nic-(ring|coalesce|channels)$/) return nic(key) && words(value) && !(split(value, pair, / /) % 2)
      if (action == "hugepages") return key ~ /^node[0-9]+\/[0-9]+kB$/ && value ~ /^[0-9]+$/
      if (action == "unit") return key ~ /^[A-Za-z0-9][A-Za-z0-9@_.:-]*\.[a-z]+$/ && value ~ /^(masked|disabled|enabled)$/
      if (action == "limits") return key ~ /^[a-z]+$/ && value ~ /^(unlimited|[0-9]+)$/
      if (action == "package") return key ~ /^[a-z0-9][A-Za-z0-9+._-]*$/ && value == "installed"
      if (action == "driver") return key ~ /^[0-9a-f]+:[0-9a-f]+:[0-9a-f]+\.[0-7]$/ && value ~ /^[a-z0-9][a-z0-9_-]*$/
      if (action == "dropin") return drop_in(key) && value ~ /^[A-Za-z0-9+\/=]+$/
      return -1
    }
    function drop_in(path) {
      return path ~ /^\/etc\/(systemd\/[a-z]+\/[A-Za-z0-9@_.:-]+\.d|systemd\/[a-z]+\.conf\.d|modprobe\.d|modules-load\.d|udev\/rules\.d|tmpfiles\.d|security\/limits\.d)\/[A-Za-z0-9@_:-][A-Za-z0-9@_.:-]*$/
    }
    function readable(text) {
      if (text ~ /\.\./) return 0
      if (text ~ /^(-|cmdline:|kernel-log:|irqs:effective)$/) return 1
      if (text ~ /^sysctl:[a-z][A-Za-z0-9_.\/-]*$/) return 1
      if (text ~ /^ethtool-(ring|channels|coalesce):[A-Za-z0-9][A-Za-z0-9_.:@-]* [a-z][a-z-]*$/) return 1
      if (text ~ /^(unit|package):[A-Za-z0-9][A-Za-z0-9@_.:+-]*$/) return 1
      return text ~ /^(file:)?\/(sys|proc|etc|dev|boot|run|usr|var)\/[A-Za-z0-9_.,:@*\/+-]+$/
    }
    function at(what) { print "line " NR " " what; exit }
    NR == 1 {
      if (NF != 3 || $1 != "slipway-plan" || $2 != "1" || $3 !~ /^[A-Za-z0-9:_-]+$/ || length($3) > 128)
        at("is not the head of a plan of version 1")
      next
    }
    NF != 8 { at("has " NF " columns, not 8") }
    $1 !~ /^[A-Za-z0-9][A-Za-z0-9._:@*\/=-]*$/ || length($1) > 128 { at("has no proper id") }
    { fit = fits($2, $3, $4) }
    fit < 0 { at("has an action that is not known") }
    !fit { at("has a key or a value that the action " $2 " does not take") }
    $5 !~ /^(yes|no)$/ { at("does not say whether it needs a reboot") }
    $6 !~ /^(equals|contains|same-cpus|subset-of|at-least|lacks|none)$/ { at("verifies in a way that is not known") }
    !readable($7) { at("verifies by reading what is not known") }
    $8 !~ /^[ -~]+$/ { at("expects what is not plain text") }
  '
}

# each_setting FUNCTION: calls it for every setting, with id, action, key, value, needs_reboot, verify_op, verify_read
# and verify_expect set.
each_setting() {
  while IFS="$TAB" read -r id action key value needs_reboot verify_op verify_read verify_expect <&3; do
    if [ -n "$id" ]; then "$1"; fi
  done 3<<EOT
$plan_settings
EOT
}
