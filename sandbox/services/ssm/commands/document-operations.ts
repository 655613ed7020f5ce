import type {
  CreateDocumentCommandInput,
  CreateDocumentResult,
  DeleteDocumentCommandInput,
  DescribeDocumentCommandInput,
  DescribeDocumentResult,
  GetDocumentCommandInput,
  GetDocumentResult,
} from '@aws-sdk/client-ssm';
import * as z from 'zod/mini';

import { AwsError, type Cloud, operation, type ResourceHandler } from '../../../service';
import { generatedName, parseProperties } from '../../template-properties';
import { describeDocument, type DocumentBook } from './document-book';

/** One version of each: documents are created, read and deleted, not updated. */
export const documentOperations = (book: DocumentBook) => {
  const onOne = ({ Name: name }: { Name: string | undefined }) => [book.arnOf(name)];
  return {
    CreateDocument: operation({
      resources: onOne,
      run: (input: CreateDocumentCommandInput): CreateDocumentResult => {
        const { Name: name = '', Content: content = '', DocumentFormat: format = 'JSON' } = input;
        requireCommand(input.DocumentType);
        return { DocumentDescription: describeDocument(book.create({ name, content, format })) };
      },
    }),
    GetDocument: operation({
      resources: onOne,
      run: (input: GetDocumentCommandInput): GetDocumentResult => {
        requireVersion(input.DocumentVersion);
        const { name, createdEpochMs, content, format } = book.find(input.Name);
        return {
          Name: name,
          CreatedDate: new Date(createdEpochMs),
          DocumentVersion: '1',
          Status: 'Active',
          Content: content,
          DocumentType: 'Command',
          DocumentFormat: format,
        };
      },
    }),
    DescribeDocument: operation({
      resources: onOne,
      run: (input: DescribeDocumentCommandInput): DescribeDocumentResult => {
        requireVersion(input.DocumentVersion);
        return { Document: describeDocument(book.find(input.Name)) };
      },
    }),
    DeleteDocument: operation({
      resources: onOne,
      run: ({ Name: name }: DeleteDocumentCommandInput) => {
        book.remove(name);
        return {};
      },
    }),
  };
};

export const requireVersion = (version: string | undefined): void => {
  if (version === undefined || ['1', '$DEFAULT', '$LATEST'].includes(version)) return;
  throw new AwsError('InvalidDocumentVersion', `The document has no version ${version}.`);
};

const requireCommand = (type: string | undefined): void => {
  if (type === undefined || type === 'Command') return;
  throw new AwsError('NotImplemented', `The sandbox has no documents of type ${type}.`, 501);
};

const Properties = z.object({
  Name: z.optional(z.string()),
  Content: z.union([z.string(), z.record(z.string(), z.unknown())]),
  DocumentType: z.optional(z.string()),
  DocumentFormat: z.optional(z.enum(['JSON', 'YAML', 'TEXT'])),
});

/** `Ref` is the name (documented: the CloudFormation template reference). */
export const documentResource = ({ random }: Cloud, book: DocumentBook): ResourceHandler => ({
  create: (resource) => {
    const given = parseProperties(Properties, resource);
    requireCommand(given.DocumentType);
    const { name } = book.create({
      name: given.Name ?? generatedName(resource.logicalId, random),
      content: typeof given.Content === 'string' ? given.Content : JSON.stringify(given.Content),
      format: given.DocumentFormat ?? 'JSON',
    });
    return { ref: name, attributes: {} };
  },
});
