import type { TimedEntry } from '../sandbox/service';

/** What of the journal a person wants to see go by; undefined for the rest. */
export const toProgressLine = (entry: TimedEntry): string | undefined => {
  const text = textOf(entry);
  return text && `${new Date(entry.atEpochMs).toISOString().slice(11, 19)}  ${text}`;
};

const textOf = (entry: TimedEntry): string | undefined => {
  switch (entry.kind) {
    case 'deployment': {
      const { deploymentId, lifecycleEvent, lifecycleEventStatus, status, detail } = entry;
      const on = entry.targetId === undefined ? '' : ` on ${entry.targetId}`;
      const what =
        lifecycleEvent === undefined
          ? `deployment ${status}`
          : `${lifecycleEvent} ${lifecycleEventStatus ?? ''}${on}`;
      return `${deploymentId}  ${what}${detail === undefined ? '' : `: ${detail}`}`;
    }
    case 'host':
      return `${entry.instanceId}  ${entry.what}`;
    case 'slack':
      return `#${entry.channel}  ${entry.action}: ${entry.text}`;
    case 'invocation':
      return entry.error === undefined ? undefined : `${entry.functionName} failed: ${entry.error}`;
    case 'host':
      return `${entry.instanceId}  ${entry.what}`;
    case 'fault':
      return `fault: ${entry.fault} on ${entry.on}`;
    case 'trouble':
      return `trouble: ${entry.message}`;
    case 'call':
    case 'event':
    case 'delivery':
    case 'log':
      return undefined;
  }
};
