#!/bin/sh
# Prints the facts document as one line `@@FACTS {json}`, or gzip in base64 as `@@FACTS-GZIP` where it is long. Reads only.
# Exit: 0 always, but 2 where it may not run here.
set -eu
DOCUMENT=collect-facts
# shellcheck source=documents/scripts/parts/start.sh
. "$SLIPWAY_PARTS/start.sh"
# shellcheck source=documents/scripts/parts/emit.sh
. "$SLIPWAY_PARTS/emit.sh"
# shellcheck source=documents/scripts/parts/nics.sh
. "$SLIPWAY_PARTS/nics.sh"
# shellcheck source=documents/scripts/parts/host-facts.sh
. "$SLIPWAY_PARTS/host-facts.sh"

architecture=$(uname -m)
if [ -r "$ROOT/proc/sys/kernel/arch" ]; then architecture=$(first_line "$ROOT/proc/sys/kernel/arch"); fi
if [ "$architecture" = arm64 ]; then architecture=aarch64; fi
real_time=false
if [ "$(first_line "$ROOT/sys/kernel/realtime")" = 1 ]; then real_time=true; fi
uptime=$(first_line "$ROOT/proc/uptime")
uptime=${uptime%%.*}

facts=$(
  printf '{"schemaVersion":1,"architecture":%s,%s"cpuModel":%s' \
    "$(json_string "$architecture")" "$(cpu_vendor_json)" "$(json_string "$(cpu_model)")"
  printf '%s,"memoryMiB":{%s}' "$(cpus_member)" "$(memory_json)"
  printf ',"kernel":{"release":%s,"preemptRt":%s,"commandLine":%s%s}' \
    "$(json_string "$(first_line "$ROOT/proc/sys/kernel/osrelease")")" "$real_time" \
    "$(json_string "$(first_line "$ROOT/proc/cmdline" | sed 's/[[:space:]]*$//')")" \
    "$(kernel_options_member "$(first_line "$ROOT/proc/sys/kernel/osrelease")")"
  printf ',"virtualization":"%s","cpuidleDriver":%s,"cpufreqDriver":%s' "$(virtualization)" \
    "$(text_or_null "$(first_line "$ROOT/sys/devices/system/cpu/cpuidle/current_driver")")" \
    "$(text_or_null "$(first_line "$ROOT/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver")")"
  printf ',"clocksource":%s%s,"moduleParameters":[%s]' \
    "$(text_or_null "$(first_line "$ROOT/sys/devices/system/clocksource/clocksource0/current_clocksource")")" \
    "$(cpu_flags_member)" "$(module_parameters_json)"
  printf ',"sysctls":[%s],"files":[%s]%s' "$(sysctls_json)" "$(files_json)" "$(nics_member)"
  printf ',"bootId":%s,"uptimeSec":%s' "$(json_string "$(first_line "$BOOT_ID_FILE")")" "$(number_or "$uptime" 0)"
  printf ',"units":[%s]' "$(units_json)"
  printf '%s,"distributionVersion":%s}' "$(distribution_json)" "$(text_or_null "$(os_release VERSION_ID)")"
)
emit FACTS "$facts"
result passed FactsCollected "\"bootId\":$(json_string "$(first_line "$BOOT_ID_FILE")")"
