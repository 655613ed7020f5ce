import type { Cloud } from '../../../service';
import type { Bundles } from '../platforms/server/bundles';
import type { OnPremisesInstances } from '../platforms/server/on-premises';
import type { Hooks } from '../run/hooks';
import type { Life, Platforms } from '../run/life';
import type { CodeDeployState } from '../state';

/** What the operations work with. */
export interface Parts {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly life: Life;
  readonly hooks: Hooks;
  /** What deployments to hosts look at. */
  readonly server: {
    readonly onPremises: OnPremisesInstances;
    readonly bundles: Bundles;
  };
  /** The platforms that the sandbox can deploy to. */
  readonly platforms: Platforms;
}
