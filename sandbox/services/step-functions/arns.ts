import { AwsError, type Cloud } from '../../service';

export type Place = Pick<Cloud, 'account' | 'region'>;

const statesArn = ({ region, account }: Place, rest: string): string =>
  `arn:aws:states:${region}:${account}:${rest}`;

/** A child of a Map Run stands as `NAME/LABEL`. */
export const machineArn = (place: Place, name: string): string =>
  statesArn(place, `stateMachine:${name}`);
export const executionArn = (place: Place, machineName: string, name: string): string =>
  statesArn(place, `execution:${machineName}:${name}`);
export const mapRunArn = (place: Place, machineName: string, name: string): string =>
  statesArn(place, `mapRun:${machineName}:${name}`);

/** Throws InvalidArn. */
export const checkArn = (arn: string | undefined): string => {
  if (arn === undefined || !/^arn:aws:states:[a-z0-9-]+:\d{12}:[A-Za-z]+:.+$/.test(arn))
    throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn ?? ''}'`);
  return arn;
};

/**
 * Machines' and executions' names: 1 to 80 characters, no white space, brackets, wildcards or special ones.
 * documented (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html)
 */
export const checkName = (name: string | undefined): string => {
  const forbidden = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;
  if (name === undefined || name.length < 1 || name.length > 80 || forbidden.test(name))
    throw new AwsError('InvalidName', `Invalid Name: '${name ?? ''}'`);
  return name;
};
