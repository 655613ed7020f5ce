import {
  CreateApplicationCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  PutRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  PublishVersionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import type { Place, ProbeClients, ResourceName, ResourceNames } from './probe';

export interface Roles {
  /** A role that Lambda may take on: the function is only ever asked for its own event. */
  readonly lambda?: string;
  /** A role that CodeDeploy may take on: no deployment of a run gets as far as to use it. */
  readonly codeDeploy?: string;
}

export interface MakingContext {
  readonly clients: ProbeClients;
  readonly names: ResourceNames;
  readonly place: Place;
  readonly roles: Roles;
}

export interface Resource {
  /** For whoever is asked whether it may be made. */
  describe(names: ResourceNames): string;
  /** What must be there first. */
  readonly needs: readonly ResourceName[];
  /** The role without which it cannot be made. */
  readonly role?: keyof Roles;
  make(context: MakingContext): Promise<void>;
  /** Also after a `make` that failed: an error that says that nothing is there counts as success. */
  remove(context: MakingContext): Promise<unknown>;
}

/** The id of every target that probes give the rule. */
export const PROBED_TARGET = 'probed';

const TAG = { key: 'slipway', value: 'verify-aws' };
const TAGS = [{ Key: TAG.key, Value: TAG.value }];
const LONGEST_START_SEC = 120;

const theFunction: Resource = {
  describe: ({ functionName }) => `a Lambda function ${functionName}, with one version`,
  needs: [],
  role: 'lambda',
  make: async ({ clients: { lambda }, names: { functionName: FunctionName }, roles }) => {
    const source = 'exports.handler = async (event) => event;';
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: roles.lambda,
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipSync({ 'index.js': strToU8(source) }) },
        Tags: { [TAG.key]: TAG.value },
      }),
    );
    await waitUntilFunctionActiveV2(
      { client: lambda, maxWaitTime: LONGEST_START_SEC },
      { FunctionName },
    );
    await lambda.send(new PublishVersionCommand({ FunctionName }));
  },
  remove: ({ clients: { lambda }, names: { functionName } }) =>
    lambda.send(new DeleteFunctionCommand({ FunctionName: functionName })),
};

const application: Resource = {
  describe: ({ applicationName }) => `a CodeDeploy application ${applicationName}`,
  needs: [],
  make: async ({ clients: { codeDeploy }, names: { applicationName } }) => {
    await codeDeploy.send(
      new CreateApplicationCommand({ applicationName, computePlatform: 'Lambda', tags: TAGS }),
    );
  },
  remove: ({ clients: { codeDeploy }, names: { applicationName } }) =>
    codeDeploy.send(new DeleteApplicationCommand({ applicationName })),
};

const group: Resource = {
  describe: ({ deploymentGroupName }) =>
    `a deployment group ${deploymentGroupName} in it, and deployments that fail before they reach anything`,
  needs: ['application'],
  role: 'codeDeploy',
  make: async ({ clients: { codeDeploy }, names, roles }) => {
    await codeDeploy.send(
      new CreateDeploymentGroupCommand({
        applicationName: names.applicationName,
        deploymentGroupName: names.deploymentGroupName,
        serviceRoleArn: roles.codeDeploy,
        deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        tags: TAGS,
      }),
    );
  },
  remove: ({ clients: { codeDeploy }, names: { applicationName, deploymentGroupName } }) =>
    codeDeploy.send(new DeleteDeploymentGroupCommand({ applicationName, deploymentGroupName })),
};

const bus: Resource = {
  describe: ({ eventBusName }) => `an event bus ${eventBusName}`,
  needs: [],
  make: async ({ clients: { eventBridge }, names: { eventBusName: Name } }) => {
    await eventBridge.send(new CreateEventBusCommand({ Name, Tags: TAGS }));
  },
  remove: ({ clients: { eventBridge }, names: { eventBusName: Name } }) =>
    eventBridge.send(new DeleteEventBusCommand({ Name })),
};

const rule: Resource = {
  describe: ({ ruleName }) => `a rule ${ruleName} on it, disabled and without targets`,
  needs: ['bus'],
  make: async ({ clients: { eventBridge }, names: { ruleName: Name, eventBusName } }) => {
    await eventBridge.send(
      new PutRuleCommand({
        Name,
        EventBusName: eventBusName,
        EventPattern: JSON.stringify({ source: ['slipway.verify-aws'] }),
        State: 'DISABLED',
        Tags: TAGS,
      }),
    );
  },
  // A probe may have given it the one target: a rule with targets cannot be deleted.
  remove: async ({ clients: { eventBridge }, names: { ruleName, eventBusName: EventBusName } }) => {
    await eventBridge.send(
      new RemoveTargetsCommand({ Rule: ruleName, EventBusName, Ids: [PROBED_TARGET] }),
    );
    await eventBridge.send(new DeleteRuleCommand({ Name: ruleName, EventBusName }));
  },
};

/** In the order in which they can be made; removed in the other. */
export const resources: Readonly<Record<ResourceName, Resource>> = {
  function: theFunction,
  application,
  group,
  bus,
  rule,
};

/** Everything that these need, in the order in which it can be made. */
export const allNeeded = (wanted: readonly ResourceName[]): readonly ResourceName[] => {
  const needed = new Set(wanted.flatMap((name) => [...resources[name].needs, name]));
  const order: readonly ResourceName[] = ['function', 'application', 'group', 'bus', 'rule'];
  return order.filter((name) => needed.has(name));
};
