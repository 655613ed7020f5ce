import { clusterName } from '../arns';

/** What a container answers to one request. */
export interface Answer {
  /** 200 where absent. */
  readonly status?: number;
  /** Text as it is; everything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Real time, as a client's time-out is: virtual time stands still while it waits. */
  readonly latencyMs?: number;
}
export interface ContainerRequest {
  readonly method: string;
  /** Below the listener's address, with the query: `/health?deep=1`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** How the containers of one task definition behave in one service. */
export interface Behaviour {
  /** `default` where absent. */
  readonly cluster?: string;
  readonly service: string;
  /** `family:revision`, or its ARN. */
  readonly taskDefinition: string;
  /** False: tasks fail before they run. */
  readonly starts?: boolean;
  readonly answer?: Answer | ((request: ContainerRequest) => Answer);
}

export interface Applications {
  /** Replaces what was said of the same task definition and service before. */
  behave(behaviour: Behaviour): void;
  starts(service: ServiceName, taskDefinition: string): boolean;
  /** Without an order: 200, and which task definition answered. */
  answer(service: ServiceName, taskDefinition: string, request: ContainerRequest): Answer;
}
export interface ServiceName {
  readonly cluster: string;
  readonly service: string;
}

export const createApplications = (): Applications => {
  const behaviours = new Map<string, Behaviour>();
  const find = ({ cluster, service }: ServiceName, taskDefinition: string) =>
    behaviours.get(keyOf(cluster, service, taskDefinition));
  return {
    behave: (behaviour) => {
      const { cluster, service, taskDefinition } = behaviour;
      behaviours.set(keyOf(clusterName(cluster), service, taskDefinition), behaviour);
    },
    starts: (service, taskDefinition) => find(service, taskDefinition)?.starts !== false,
    answer: (service, taskDefinition, request) => {
      const answer = find(service, taskDefinition)?.answer;
      if (answer === undefined)
        return { body: { ...service, taskDefinition: familyAndRevision(taskDefinition) } };
      return typeof answer === 'function' ? answer(request) : answer;
    },
  };
};

/** `family:revision` of a task definition's ARN. */
export const familyAndRevision = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const keyOf = (cluster: string, service: string, taskDefinition: string): string =>
  `${cluster}/${service}/${familyAndRevision(taskDefinition)}`;
