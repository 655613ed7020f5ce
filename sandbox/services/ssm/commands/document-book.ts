import { createHash } from 'node:crypto';

import type { DocumentDescription } from '@aws-sdk/client-ssm';

import { AwsError, type Cloud } from '../../../service';
import { type CommandDocument, runShellScript } from './document';
import { parseDocument } from './parse-document';

export interface DocumentBook {
  /** By name or by ARN. Throws InvalidDocument. */
  find(nameOrArn: string | undefined): CommandDocument;
  /** Throws DocumentAlreadyExists, and what its content is refused for. */
  create(order: {
    readonly name: string;
    readonly content: string;
    readonly format: CommandDocument['format'];
  }): CommandDocument;
  /** Throws InvalidDocument, and InvalidDocumentOperation for AWS's own. */
  remove(nameOrArn: string | undefined): void;
  /** AWS's own documents belong to no account. */
  arnOf(nameOrArn: string | undefined): string;
}

export const createDocumentBook = ({ region, account, clock }: Cloud): DocumentBook => {
  const documents = new Map<string, CommandDocument>([[runShellScript.name, runShellScript]]);
  const nameOf = (nameOrArn: string): string => nameOrArn.replace(/^arn:.*:document\//, '');
  const find: DocumentBook['find'] = (nameOrArn = '') => {
    const document = documents.get(nameOf(nameOrArn));
    if (document !== undefined) return document;
    throw new AwsError(
      'InvalidDocument',
      `Document with name ${nameOf(nameOrArn)} does not exist.`,
    );
  };
  return {
    find,
    create: ({ name, content, format }) => {
      // Documented with CreateDocument: these prefixes are reserved.
      if (
        !/^[\w.-]{3,128}$/.test(name) ||
        /^(aws|amazon|amzn|AWSEC2|AWSConfigRemediation)/i.test(name)
      )
        throw new AwsError('ValidationException', `The document name is not valid: ${name}`);
      if (documents.has(name))
        throw new AwsError(
          'DocumentAlreadyExists',
          `Document with same name ${name} already exists`,
        );
      const createdEpochMs = clock.nowEpochMs();
      const document = parseDocument({ name, owner: account, content, format, createdEpochMs });
      documents.set(name, document);
      return document;
    },
    remove: (nameOrArn) => {
      const { name, owner } = find(nameOrArn);
      if (owner === 'Amazon')
        throw new AwsError('InvalidDocumentOperation', 'You cannot delete a document of AWS.');
      documents.delete(name);
    },
    arnOf: (nameOrArn = '*') => {
      if (nameOrArn.startsWith('arn:')) return nameOrArn;
      const isOurs = !/^(AWS|Amazon)-/.test(nameOrArn);
      return `arn:aws:ssm:${region}:${isOurs ? account : ''}:document/${nameOrArn}`;
    },
  };
};

export const describeDocument = (document: CommandDocument): DocumentDescription => ({
  Name: document.name,
  Owner: document.owner,
  CreatedDate: new Date(document.createdEpochMs),
  Status: 'Active',
  DocumentVersion: '1',
  LatestVersion: '1',
  DefaultVersion: '1',
  Description: document.description,
  Hash: hashOf(document),
  HashType: 'Sha256',
  Parameters: Object.entries(document.parameters).map(([Name, parameter]) => ({
    Name,
    Type: parameter.type === 'StringList' ? 'StringList' : 'String',
    Description: parameter.description,
    DefaultValue: parameter.default?.join(','),
  })),
  PlatformTypes: ['Linux', 'MacOS'],
  DocumentType: 'Command',
  SchemaVersion: document.schemaVersion,
  DocumentFormat: document.format,
  Tags: [],
});

export const hashOf = ({ content }: CommandDocument): string =>
  createHash('sha256').update(content).digest('hex');
