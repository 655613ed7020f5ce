import type { Cloud, Service } from '../../service';
import type { ContainersForCodeDeploy } from '../ecs/port';
import { type DeploymentView, toDeploymentView } from './deployment-view';
import { applicationOperations } from './operations/applications';
import { defaultConfigs, deploymentConfigOperations } from './operations/deployment-configs';
import { deploymentGroupOperations } from './operations/deployment-groups';
import { deploymentOperations } from './operations/deployments';
import { instanceOperations } from './operations/instances';
import { onPremisesOperations } from './operations/on-premises';
import type { Parts } from './operations/parts';
import { revisionOperations } from './operations/revisions';
import { tagOperations } from './operations/tags';
import { targetOperations } from './operations/targets';
import { createEcsPlatform } from './platforms/ecs/ecs';
import { createLambdaPlatform, type LambdaPlatformOptions } from './platforms/lambda';
import { type Bundles, createBundles } from './platforms/server/bundles';
import { createHealthBook } from './platforms/server/health-book';
import { createOnPremisesInstances } from './platforms/server/on-premises';
import { createServerPlatform } from './platforms/server/server';
import { createHooks } from './run/hooks';
import { createLife, type Platforms } from './run/life';
import { createNotices } from './run/notices';
import type { CodeDeployState } from './state';
import { templateResources } from './template';

export interface CodeDeployParts {
  readonly service: Service;
  readonly port: {
    /** Newest last. */
    deployments(): readonly DeploymentView[];
    /** Puts an archive in S3, of which only its AppSpec is known: what revisions of hosts' deployments name. */
    readonly putBundle: Bundles['put'];
  };
}

export interface CodeDeployOptions extends LambdaPlatformOptions {
  /** Without it there is no ECS platform. */
  readonly containers?: ContainersForCodeDeploy;
}

/**
 * CodeDeploy, for Lambda, for hosts and for ECS. Applications and groups of other platforms are kept; deploying to them
 * is refused until they have a file under `platforms/` and a line here.
 */
export const createCodeDeploy = (
  cloud: Cloud,
  options: CodeDeployOptions = { hooksRunOnRollback: false },
): CodeDeployParts => {
  const state: CodeDeployState = {
    applications: new Map(),
    configs: defaultConfigs(),
    deployments: new Map(),
    tags: new Map(),
  };
  const hooks = createHooks(cloud);
  const { containers, hooksRunOnRollback } = options;
  const server = {
    onPremises: createOnPremisesInstances(),
    bundles: createBundles(() => cloud.ports.objects),
  };
  const platforms: Platforms = {
    Lambda: createLambdaPlatform({ cloud, state, hooks, options }),
    Server: createServerPlatform({ cloud, state, health: createHealthBook(), ...server }),
    ...(containers === undefined
      ? {}
      : { ECS: createEcsPlatform({ cloud, state, hooks, containers, hooksRunOnRollback }) }),
  };
  const life = createLife({ cloud, state, platforms, notices: createNotices(cloud) });
  const parts: Parts = { cloud, state, life, hooks, platforms, server };
  return {
    service: {
      signingName: 'codedeploy',
      iamPrefix: 'codedeploy',
      loadModel: () => import('@aws-sdk/client-codedeploy'),
      operations: {
        ...applicationOperations(parts),
        ...deploymentConfigOperations(parts),
        ...deploymentGroupOperations(parts),
        ...deploymentOperations(parts),
        ...targetOperations(parts),
        ...instanceOperations(parts),
        ...onPremisesOperations(parts),
        ...revisionOperations(parts),
        ...tagOperations(parts),
      },
      resources: templateResources(parts),
    },
    port: {
      deployments: () =>
        [...state.deployments.values()].map((deployment) => toDeploymentView(state, deployment)),
      putBundle: server.bundles.put,
    },
  };
};
