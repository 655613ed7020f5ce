#!/bin/sh
# shellcheck disable=SC2034,SC2154 # parts share variables; shellcheck reads the scripts whole in a test
# Packages of the distribution: dpkg and apt, or rpm and dnf or yum.

# package_state NAME: installed or absent; nothing where no package manager is known.
package_state() {
  if has dpkg-query; then
    case $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) in
      *'ok installed') printf installed ;;
      *) printf absent ;;
    esac
  elif has rpm; then
    if rpm -q "$1" >/dev/null 2>&1; then printf installed; else printf absent; fi
  fi
}

# change_package VERB NAME: install or remove. Prints what the package manager said. A host that has just started is often
# still at its own packages: apt-get waits for it. A run that was killed in the middle has left work for dpkg.
change_package() {
  if has apt-get; then
    if has dpkg; then DEBIAN_FRONTEND=noninteractive dpkg --configure -a >/dev/null 2>&1 </dev/null || :; fi
    DEBIAN_FRONTEND=noninteractive apt-get "$1" -y -o DPkg::Lock::Timeout=120 --no-install-recommends "$2" 2>&1 </dev/null
  elif has dnf; then
    dnf "$1" -y "$2" 2>&1 </dev/null
  elif has yum; then
    yum "$1" -y "$2" 2>&1 </dev/null
  else
    printf 'there is no package manager that this knows'
    return 1
  fi
}

# install_package NAME: sets package_outcome and package_detail. The lists of apt may be older than the image is.
install_package() {
  package_before=$(package_state "$1")
  package_outcome=unchanged
  package_detail='is installed'
  if [ -z "$package_before" ]; then
    package_outcome=not-applicable
    package_detail='there is no package manager that this knows'
    return 0
  fi
  remember package "$1" "$package_before"
  if [ "$package_before" = installed ]; then return 0; fi
  if ! package_output=$(change_package install "$1"); then
    if has apt-get && apt-get update >/dev/null 2>&1 </dev/null; then
      package_output=$(change_package install "$1") || :
    fi
  fi
  if [ "$(package_state "$1")" = installed ]; then
    package_outcome=applied
    package_detail='absent -> installed'
  else
    package_outcome=failed
    package_detail=$(plain_spaces "$(printf '%s\n' "$package_output" | tail -n 1)")
  fi
}

is_kernel_package() {
  case $1 in
    linux-image-* | kernel | kernel-* | kernel6*) return 0 ;;
  esac
  return 1
}

# kernel_pattern NAME: what the releases of that package's kernels look like; nothing where any would do.
kernel_pattern() {
  case $1 in
    linux-image-*-rt-* | linux-image-rt-*) printf '*-rt-*' ;;
    linux-image-*realtime*) printf '*-realtime' ;;
    kernel-rt*) printf '*rt*' ;;
  esac
}
