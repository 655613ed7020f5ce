import type { ResourceHandler } from '../../../service';
import type { LambdaContext } from '../context';
import { aliasResource, functionResource, versionResource } from './function-resources';
import {
  eventInvokeConfigResource,
  eventSourceMappingResource,
  permissionResource,
  urlResource,
} from './trigger-resources';

export const lambdaResources = (
  context: LambdaContext,
): Readonly<Record<string, ResourceHandler>> => ({
  'AWS::Lambda::Function': functionResource(context),
  'AWS::Lambda::Version': versionResource(context),
  'AWS::Lambda::Alias': aliasResource(context),
  'AWS::Lambda::Permission': permissionResource(context),
  'AWS::Lambda::EventSourceMapping': eventSourceMappingResource(context),
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigResource(context),
  'AWS::Lambda::Url': urlResource(context),
});
