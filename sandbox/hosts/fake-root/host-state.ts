import { type Files, interruptCounts, IRQS } from './host-files';
import type { HostShape } from './host-shape';

/** What shims keep beside the files of the host. */
export const hostState = ({
  nics,
  units,
  packages,
  modules,
  latency,
  quirks,
  cpus,
}: Required<HostShape>): Files => ({
  '/machine': `${'machine' in cpus && cpus.machine === 'aarch64' ? 'aarch64' : 'x86_64'}\n`,
  '/kernel-log': '[    0.000000] Linux version of a fake host\n',
  '/active/.keep': '',
  ...entries(IRQS, (irq) => [`/effective/${irq}`, `${irq % cpus.count}\n`]),
  ...entries(nics, ({ name, parameters = {} }) => [
    `/ethtool/${name}`,
    Object.entries(parameters)
      .map(([parameter, [value, most]]) => `${parameter} ${value} ${most}\n`)
      .join(''),
  ]),
  ...entries(nics, ({ pciAddress, driver }) => [`/native-drivers/${pciAddress}`, `${driver}\n`]),
  ...entries(
    Object.entries(units).filter(([, state]) => state === 'enabled'),
    ([unit]) => [`/active/${unit}`, ''],
  ),
  '/packages': Object.entries(packages)
    .map(([name, release]) => `${name} ${release}`.trimEnd().concat('\n'))
    .join(''),
  '/modules': Object.entries(modules)
    .flatMap(([module, parameters]) =>
      Object.entries(parameters).map(([name, value]) => `${module} ${name} ${value}\n`),
    )
    .join(''),
  ...entries(Object.entries(latency), ([tool, result]) => [`/${tool}.result`, result]),
  ...entries(Object.entries(quirks.failingTools ?? {}), ([tool, says]) => [`/${tool}.fails`, says]),
  '/managed-irqs': lines(quirks.managedIrqs),
  '/interrupts-later': interruptCounts(cpus, quirks.firing),
  '/refused-writes': lines(quirks.refusedWrites),
  '/units-that-fail': lines(quirks.unitsThatFail),
  ...(quirks.hugePagesAtMost === undefined
    ? {}
    : { '/pages-at-most': `${quirks.hugePagesAtMost}\n` }),
  ...(quirks.dpkgInterrupted === true ? { '/dpkg-interrupted': '' } : {}),
  ...(quirks.bootLoaderFails === true ? { '/boot-loader-fails': '' } : {}),
});

const entries = <Item>(
  items: readonly Item[],
  toEntry: (item: Item) => readonly [string, string],
): Files => Object.fromEntries(items.map(toEntry));

const lines = (values: readonly (string | number)[] = []): string =>
  values.map((value) => `${value}\n`).join('');
