import type { Cloud, Service } from '../../service';
import { type CalendarsPort, createCalendars } from './calendars';
import { createCommandBook } from './commands/command-book';
import { commandOperations } from './commands/command-operations';
import { createDocumentBook } from './commands/document-book';
import { documentOperations, documentResource } from './commands/document-operations';
import { nodeOperations } from './commands/managed-nodes';
import { createParameters, type ParametersPort } from './parameters';

/** Systems Manager: parameters, change calendars, and commands on the simulated hosts. */
export const createSsm = (
  cloud: Cloud,
): {
  readonly service: Service;
  readonly port: ParametersPort;
  readonly calendars: CalendarsPort;
} => {
  const parameters = createParameters(cloud);
  const documents = createDocumentBook(cloud);
  const commands = createCommandBook(cloud);
  const calendars = createCalendars(cloud);
  return {
    service: {
      ...parameters.service,
      operations: {
        ...parameters.service.operations,
        ...documentOperations(documents),
        ...commandOperations(cloud, { documents, commands }),
        ...nodeOperations(cloud),
        ...calendars.operations,
      },
      resources: {
        ...parameters.service.resources,
        'AWS::SSM::Document': documentResource(cloud, documents),
      },
    },
    port: parameters.port,
    calendars: calendars.port,
  };
};
