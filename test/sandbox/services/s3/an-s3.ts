import { S3Client } from '@aws-sdk/client-s3';
import { createClock } from '../../../../sandbox/clock';
import { createIdentity } from '../../../../sandbox/permissions/identity';
import type { ObjectsPort, Service } from '../../../../sandbox/service';
import { createS3 } from '../../../../sandbox/services/s3/s3';
import { type CountingJournal, createJournal } from '../../../../sandbox/wire/journal';
import { createSeededRandom } from '../../../../sandbox/wire/random';
import { createSandboxServer } from '../../../../sandbox/wire/server';
import { createWire } from '../../../../sandbox/wire/wire';
import { NOON_EPOCH_MS, OPERATOR } from '../../wire/local-aws';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

export interface AnS3 {
  readonly url: string;
  readonly service: Service;
  readonly port: ObjectsPort;
  readonly journal: CountingJournal;
  readonly client: S3Client;
  /** A client of a function whose role, the first of which is `reader`, has the given statements. */
  clientWith(...statements: readonly object[]): S3Client;
  /** What an anonymous program sends as its signature: that of the operator, of a request to S3. */
  readonly authorization: string;
  sleep(ms: number): Promise<void>;
  close(): Promise<void>;
}

export const ROLE_ARN = 'arn:aws:iam::123456789012:role/reader';

/** S3 alone behind a wire, reached by its real client over path-style addresses, with the bucket `files` in it. */
export const anS3 = async (): Promise<AnS3> => {
  const clock = createClock({ startEpochMs: NOON_EPOCH_MS, speed: 0, onError: () => undefined });
  const journal = createJournal(clock);
  const cloud = {
    ...{ account: '123456789012', region: 'eu-west-1', clock, journal },
    random: createSeededRandom(7),
    endpoint: () => '',
    get ports(): never {
      throw new Error('S3 needs no other service.');
    },
  };
  const identity = createIdentity(cloud, (arn) => s3.service.policyOf?.(arn));
  const s3 = createS3(cloud, identity);
  const wire = createWire({ cloud, services: [s3.service], identity });
  const server = await createSandboxServer({ wire, journal, port: 0, routes: [] });
  const clients: S3Client[] = [];
  let roles = 0;
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string }): S3Client => {
    const client = new S3Client({
      ...{ endpoint: server.url, region: 'eu-west-1', credentials, maxAttempts: 1 },
    });
    clients.push(client);
    return client;
  };
  await s3.service.resources?.['AWS::S3::Bucket']?.create({
    logicalId: 'Files',
    properties: { BucketName: 'files' },
  });
  return {
    url: server.url,
    ...s3,
    journal,
    client: clientOf(OPERATOR),
    clientWith: (...statements) => {
      roles += 1;
      const role = identity.register({
        roleName: roles === 1 ? 'reader' : `reader-${roles}`,
        trustPolicy: { Statement: [] },
        inlinePolicies: [{ name: 'own', document: { Statement: statements } }],
        managedPolicyArns: [],
      });
      const environment = identity.credentialsFor(role.arn, 'reader');
      const credentials = {
        accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? '',
        sessionToken: environment.AWS_SESSION_TOKEN ?? '',
      };
      return clientOf(credentials);
    },
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20261121/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0',
    sleep: (ms) => clock.hold(() => clock.sleep(ms)),
    close: async () => {
      for (const client of clients) client.destroy();
      clock.stop();
      await server.close();
    },
  };
};
