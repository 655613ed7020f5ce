/** Documented: https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html, with their order. */
const INSTALLING = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
];
const BLOCKING = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic'];
const ALLOWING = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'];

/** The six events around traffic are there only with a load balancer. */
export const inPlaceEvents = (hasLoadBalancer: boolean): readonly string[] =>
  hasLoadBalancer ? [...BLOCKING, ...INSTALLING, ...ALLOWING] : INSTALLING;

/** Of blue/green, by phase. On a rollback the original hosts are allowed traffic and the replacements blocked. */
export const installEvents: readonly string[] = INSTALLING;
export const allowEvents: readonly string[] = ALLOWING;
export const blockEvents: readonly string[] = BLOCKING;

/**
 * Their scripts are those of the revision that succeeded last on the host, and with
 * `ignoreApplicationStopFailures` their failure is passed over. Documented:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/troubleshooting-deployments.html
 */
export const runsPreviousScripts = (event: string): boolean =>
  event === 'ApplicationStop' || event === 'BeforeBlockTraffic' || event === 'AfterBlockTraffic';
