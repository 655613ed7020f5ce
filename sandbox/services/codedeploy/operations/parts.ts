import type { Cloud } from '../../../service';
import type { Hooks } from '../run/hooks';
import type { Life, Platforms } from '../run/life';
import type { CodeDeployState } from '../state';

/** What the operations work with. */
export interface Parts {
  readonly cloud: Cloud;
  readonly state: CodeDeployState;
  readonly life: Life;
  readonly hooks: Hooks;
  /** The platforms that the sandbox can deploy to. */
  readonly platforms: Platforms;
}
