#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Which driver a PCI device is bound to.

driver_of() {
  if [ -e "$ROOT/sys/bus/pci/devices/$1/driver" ]; then
    driver_link=$(readlink "$ROOT/sys/bus/pci/devices/$1/driver") || return 0
    printf '%s' "${driver_link##*/}"
  fi
}

# override_of ADDRESS: the driver that was asked for by hand, if any; the kernel shows none as `(null)`.
override_of() {
  override_text=$(cat "$ROOT/sys/bus/pci/devices/$1/driver_override" 2>/dev/null) || override_text=''
  if [ "$override_text" != '(null)' ]; then printf '%s' "$override_text"; fi
}

# managing_interface ADDRESS: the interface of that device through which the host is managed; nothing where there is none.
managing_interface() {
  for driver_net in "$ROOT/sys/bus/pci/devices/$1/net"/*; do
    [ -e "$driver_net" ] || continue
    if carries_default_route "${driver_net##*/}"; then printf '%s' "${driver_net##*/}"; fi
  done
}

# bind_device ADDRESS DRIVER: an empty driver means the one that the kernel would choose. Prints what went wrong.
bind_device() {
  driver_device="$ROOT/sys/bus/pci/devices/$1"
  if [ -n "$2" ] && has modprobe; then modprobe "$2" 2>&1 || return 1; fi
  write_value "$driver_device/driver_override" "$2" || return 1
  if [ -e "$driver_device/driver" ]; then write_value "$driver_device/driver/unbind" "$1" || return 1; fi
  write_value "$ROOT/sys/bus/pci/drivers_probe" "$1" || return 1
}

# set_driver ADDRESS DRIVER: sets driver_outcome and driver_detail. Fails closed: the device that carries the default
# route is never touched, whatever the plan says.
set_driver() {
  driver_outcome=unchanged
  driver_detail="is bound to $2"
  if [ ! -d "$ROOT/sys/bus/pci/devices/$1" ]; then
    driver_outcome=not-applicable
    driver_detail='there is no such device'
    return 0
  fi
  driver_before=$(driver_of "$1")
  if [ "$driver_before" = "$2" ]; then
    touch_thing driver "$1"
    return 0
  fi
  driver_managing=$(managing_interface "$1")
  driver_outcome=failed
  if [ -n "$driver_managing" ]; then
    driver_detail="the host is managed through $driver_managing"
    return 0
  fi
  remember driver "$1" "$driver_before $(override_of "$1")"
  if ! driver_error=$(bind_device "$1" "$2"); then
    driver_detail="could not be bound: $(plain_spaces "$driver_error")"
  elif [ "$(driver_of "$1")" != "$2" ]; then
    driver_detail="is bound to $(driver_of "$1") after it was probed"
  else
    driver_outcome=applied
    driver_detail="$driver_before -> $2"
  fi
}
