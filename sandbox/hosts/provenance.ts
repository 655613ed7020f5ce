import type { ProvenanceTable } from '../provenance/provenance';

// One row, one line.
// prettier-ignore
export const hostsProvenance: ProvenanceTable = {
  service: 'hosts',
  rows: [
    { id: 'hosts.pings', known: 'documented', behaviour: 'The SSM agent pings when it starts and every five minutes', at: 'hosts/pings.ts', source: 'https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/appconfig/constants.go', date: '2026-11' },
    { id: 'hosts.connection-lost', known: 'assumed', behaviour: 'ConnectionLost after two pings that did not come', at: 'hosts/pings.ts', unasked: 'hosts', date: '2026-11' },
  ],
};
