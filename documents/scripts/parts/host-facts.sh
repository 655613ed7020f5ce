#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Parts of the facts document. Each prints JSON, and lives with files that are not there.

# first_line FILE: nothing where it cannot be read.
first_line() {
  line=''
  if [ -r "$1" ]; then IFS= read -r line <"$1" 2>/dev/null || :; fi
  printf '%s' "$line"
}

# text_or_null TEXT: `none` is what the kernel says where it has no driver.
text_or_null() {
  case $1 in
    '' | none | '(null)') printf null ;;
    *) json_string "$1" ;;
  esac
}

number_or() {
  case $1 in
    '' | *[!0-9]*) printf '%s' "$2" ;;
    *) printf '%s' "$1" ;;
  esac
}

# cpus_member: a kernel that does not tell its CPUs has told nothing of them, so the member is left out.
cpus_member() {
  if [ -r "$ROOT/sys/devices/system/cpu/online" ]; then printf ',"cpus":[%s]' "$(cpus_json)"; fi
}

nics_member() {
  if [ -d "$ROOT/sys/class/net" ]; then printf ',"nics":[%s]' "$(nics_json)"; fi
}

# One row a CPU: id, core, socket, node, online. Offline CPUs have no topology: core -1, socket -1.
cpus_json() {
  {
    printf 'online %s\n' "$(first_line "$ROOT/sys/devices/system/cpu/online")"
    for cpu_directory in "$ROOT"/sys/devices/system/cpu/cpu[0-9]*; do
      [ -d "$cpu_directory" ] || continue
      core=-1
      socket=-1
      node=0
      if [ -r "$cpu_directory/topology/core_id" ]; then read -r core <"$cpu_directory/topology/core_id" || core=-1; fi
      if [ -r "$cpu_directory/topology/physical_package_id" ]; then read -r socket <"$cpu_directory/topology/physical_package_id" || socket=-1; fi
      for node_link in "$cpu_directory"/node[0-9]*; do
        if [ -e "$node_link" ]; then node=${node_link##*/node}; fi
      done
      printf 'cpu %s %s %s %s\n' "${cpu_directory##*/cpu}" "$core" "$socket" "$node"
    done | sort -k 2n
  } | awk '
    $1 == "online" {
      count = split($2, part, ",")
      for (at = 1; at <= count; at++) {
        ends = split(part[at], end, "-")
        for (cpu = end[1] + 0; cpu <= end[ends] + 0; cpu++) online[cpu] = 1
      }
      next
    }
    { printf "%s{\"id\":%d,\"core\":%d,\"socket\":%d,\"node\":%d,\"online\":%s}", (n++ ? "," : ""), $2, $3, $4, $5, ($2 in online ? "true" : "false") }
  '
}

# The kernel counts in kB of 1024 bytes.
memory_json() {
  memory_found=''
  for memory_file in "$ROOT"/sys/devices/system/node/node[0-9]*/meminfo; do
    [ -r "$memory_file" ] || continue
    memory_node=${memory_file%/meminfo}
    printf '%s"%s":%s' "$memory_found" "${memory_node##*/node}" "$(awk '/MemTotal:/ { printf "%d", $4 / 1024 }' "$memory_file")"
    memory_found=,
  done
  if [ -z "$memory_found" ] && [ -r "$ROOT/proc/meminfo" ]; then
    printf '"0":%s' "$(awk '/^MemTotal:/ { printf "%d", $2 / 1024 }' "$ROOT/proc/meminfo")"
  fi
}

# cpuinfo_value NAME
cpuinfo_value() {
  if [ -r "$ROOT/proc/cpuinfo" ]; then
    awk -F '[ \t]*:[ \t]*' -v name="$1" '$1 == name { print $2; exit }' "$ROOT/proc/cpuinfo"
  fi
}

# A vendor that the facts have no name for is left out.
cpu_vendor_json() {
  vendor=$(cpuinfo_value vendor_id)
  if [ "$architecture" = aarch64 ]; then vendor=ARM; fi
  case $vendor in
    GenuineIntel | AuthenticAMD | ARM) printf '"cpuVendor":"%s",' "$vendor" ;;
  esac
}

# kernel_options_member RELEASE: of the options that the running kernel was built with those that boot parameters need.
# Left out where nothing tells them.
kernel_options_member() {
  if [ -r "$ROOT/boot/config-$1" ]; then
    set -- cat "$ROOT/boot/config-$1"
  elif [ -r "$ROOT/proc/config.gz" ]; then
    set -- gzip -dc "$ROOT/proc/config.gz"
  else
    return 0
  fi
  "$@" 2>/dev/null | awk -F = '
    /^CONFIG_/ { told = 1 }
    $1 ~ /^CONFIG_(CPU_ISOLATION|NO_HZ_FULL|RCU_NOCB_CPU)$/ && $2 == "y" { found = found ",\"" substr($1, 8) "\"" }
    END { if (told) printf ",\"options\":[%s]", substr(found, 2) }
  '
}

# cpu_flags_member: of the flags those that settings depend on. ARM names none of them.
cpu_flags_member() {
  cpu_flags=" $(cpuinfo_value flags) "
  if [ "$cpu_flags" = '  ' ]; then return 0; fi
  cpu_flags_found=''
  for cpu_flag in constant_tsc nonstop_tsc; do
    case $cpu_flags in
      *" $cpu_flag "*) cpu_flags_found="$cpu_flags_found,\"$cpu_flag\"" ;;
    esac
  done
  printf ',"cpuFlags":[%s]' "${cpu_flags_found#,}"
}

# module_parameters_json: of modules that can be loaded and are not yet; of those that are, files_json tells.
module_parameters_json() {
  if has modinfo && [ ! -e "$ROOT/sys/module/vfio" ] &&
    modinfo -F parm vfio 2>/dev/null | grep -q '^enable_unsafe_noiommu_mode:'; then
    printf '"vfio.enable_unsafe_noiommu_mode"'
  fi
}

cpu_model() {
  model=$(cpuinfo_value 'model name')
  if [ -z "$model" ]; then model="implementer $(cpuinfo_value 'CPU implementer') part $(cpuinfo_value 'CPU part')"; fi
  printf '%s' "$model"
}

# nitro, xen, metal, kvm or none. EC2's metal types say so in their product name.
virtualization() {
  maker=$(first_line "$ROOT/sys/class/dmi/id/sys_vendor")
  product=$(first_line "$ROOT/sys/class/dmi/id/product_name")
  hypervisor=$(first_line "$ROOT/sys/hypervisor/type")
  case "$maker|$product|$hypervisor" in
    'Amazon EC2|'*.metal* | 'Amazon EC2|'*metal-*) printf metal ;;
    'Amazon EC2|'*) printf nitro ;;
    *'|xen' | Xen*) printf xen ;;
    QEMU* | *KVM* | *'Google Compute'*) printf kvm ;;
    *) if grep -qw hypervisor "$ROOT/proc/cpuinfo" 2>/dev/null; then printf kvm; else printf none; fi ;;
  esac
}

# The families of sysctls that a profile may set; all of them would not fit into the output.
sysctls_json() {
  cd "$ROOT/proc/sys" 2>/dev/null || return 0
  for sysctl_file in vm/* kernel/sched_* kernel/numa_* kernel/*watchdog* kernel/timer_migration kernel/hung_task_* kernel/ksm* \
    net/core/* net/ipv4/tcp_*; do
    if [ -f "$sysctl_file" ]; then printf '%s\n' "$sysctl_file"; fi
  done | tr / . | sort -u | awk '{ printf "%s\"%s\"", (NR > 1 ? "," : ""), $0 }'
}

# Files that tell what the host can do.
files_json() {
  set -f
  for fact_file in /dev/cpu_dma_latency /etc/default/grub.d /etc/security/limits.d /lib/systemd/system/irqbalance.service \
    /proc/irq/default_smp_affinity /sys/bus/workqueue/devices/writeback/cpumask /sys/class/net/*/queues/rx-0/rps_cpus \
    /sys/devices/system/clocksource/clocksource0/current_clocksource /sys/devices/system/cpu/amd_pstate/status \
    /sys/devices/system/cpu/cpu0/cpufreq/scaling_driver /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor \
    /sys/devices/system/cpu/cpu0/cpuidle/state1/disable /sys/devices/system/cpu/cpu0/power/pm_qos_resume_latency_us \
    /sys/devices/system/cpu/cpuidle/current_driver /sys/devices/system/cpu/intel_pstate/status /sys/devices/system/cpu/isolated \
    /sys/devices/system/cpu/nohz_full /sys/devices/system/cpu/smt/control /sys/devices/system/machinecheck/machinecheck0/check_interval \
    /sys/devices/system/machinecheck/machinecheck0/ignore_ce /sys/devices/system/node/node[0-9]*/hugepages/hugepages-*/nr_hugepages \
    /sys/devices/virtual/workqueue/cpumask /sys/kernel/iommu_groups /sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages \
    /sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages /sys/kernel/mm/ksm/run /sys/kernel/mm/transparent_hugepage/defrag \
    /sys/kernel/mm/transparent_hugepage/enabled /sys/kernel/realtime /sys/module/intel_idle/parameters/max_cstate \
    /sys/module/processor/parameters/max_cstate /sys/module/rcupdate/parameters/rcu_normal_after_boot \
    /sys/module/rcutree/parameters/kthread_prio /sys/module/rcutree/parameters/nohz_full_patience_delay \
    /sys/module/vfio/parameters/enable_unsafe_noiommu_mode /usr/lib/systemd/system/irqbalance.service; do
    set +f
    # shellcheck disable=SC2086 # its * are to be expanded, here and not in the list above
    for fact_path in "$ROOT"$fact_file; do
      if [ -e "$fact_path" ]; then printf '%s\n' "${fact_path#"$ROOT"}"; fi
    done
  done | awk '{ printf "%s\"%s\"", (NR > 1 ? "," : ""), $0 }'
}

nics_json() {
  nics_found=''
  for nic_directory in "$ROOT"/sys/class/net/*; do
    if [ -e "$nic_directory/device" ]; then
      printf '%s' "$nics_found"
      nic_json "${nic_directory##*/}" "$nic_directory/device"
      nics_found=,
    fi
  done
}

# nic_json NAME DEVICE: `adaptiveRx` says whether the driver knows adaptive moderation, on or off.
nic_json() {
  nic_driver=$(readlink "$2/driver" 2>/dev/null) || nic_driver=''
  nic_device=$(readlink "$2" 2>/dev/null) || nic_device=''
  nic_node=$(first_line "$2/numa_node")
  nic_default=false
  if carries_default_route "$1"; then nic_default=true; fi
  nic_adaptive=false
  if has ethtool && [ -n "$(nic_value coalesce "$1" adaptive-rx)" ]; then nic_adaptive=true; fi
  printf '{"name":%s,"driver":%s,"node":%s,"defaultRoute":%s,"ringMax":%s,"queuesMax":%s,"adaptiveRx":%s,"pciAddress":%s}' \
    "$(json_string "$1")" "$(text_or_null "${nic_driver##*/}")" "$(number_or "$nic_node" 0)" "$nic_default" \
    "$(ring_max_json "$1")" "$(queues_max "$1")" "$nic_adaptive" "$(pci_address "${nic_device##*/}")"
}

ring_max_json() {
  ring_rx=''
  ring_tx=''
  if has ethtool; then
    ring_rx=$(nic_value ring "$1" rx max) || ring_rx=''
    ring_tx=$(nic_value ring "$1" tx max) || ring_tx=''
  fi
  if [ -z "$ring_rx$ring_tx" ]; then
    printf null
  else
    printf '{"rx":%s,"tx":%s}' "$(number_or "$ring_rx" 0)" "$(number_or "$ring_tx" 0)"
  fi
}

queues_max() {
  queues=''
  if has ethtool; then queues=$(nic_value channels "$1" combined max) || queues=''; fi
  number_or "$queues" null
}

pci_address() {
  case $1 in
    ????:??:??.?) json_string "$1" ;;
    *) printf null ;;
  esac
}

# os_release NAME: quotes taken off.
os_release() {
  if [ -r "$ROOT/etc/os-release" ]; then sed -n "s/^$1=//p" "$ROOT/etc/os-release" | tr -d "\"'" | head -n 1; fi
}

distribution_json() {
  distribution=$(os_release ID)
  case $distribution in
    '' | *[!A-Za-z0-9._-]*) ;;
    *) printf ',"distribution":"%s"' "$distribution" ;;
  esac
}

# Units that exist, of those that disturb isolated CPUs or that are needed to keep others off them.
units_json() {
  for unit_name in apt-daily.timer apt-daily-upgrade.timer unattended-upgrades.service fwupd-refresh.timer fwupd.service \
    man-db.timer dnf-makecache.timer dnf-automatic.timer packagekit.service snapd.service motd-news.timer update-notifier-download.timer \
    mlocate-updatedb.timer plocate-updatedb.timer logrotate.timer fstrim.timer e2scrub_all.timer phpsessionclean.timer sysstat-collect.timer \
    mcelog.service rasdaemon.service irqbalance.service tuned.service stalld.service cpupower.service ksm.service ksmtuned.service \
    numad.service thermald.service power-profiles-daemon.service cron.service crond.service atd.service amazon-ssm-agent.service \
    snap.amazon-ssm-agent.amazon-ssm-agent.service codedeploy-agent.service; do
    for unit_directory in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
      if [ -e "$ROOT$unit_directory/$unit_name" ] || [ -L "$ROOT$unit_directory/$unit_name" ]; then
        printf '%s\n' "$unit_name"
        break
      fi
    done
  done | awk '{ printf "%s\"%s\"", (NR > 1 ? "," : ""), $0 }'
}
