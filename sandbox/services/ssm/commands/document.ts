/** A Command document, read. */
export interface CommandDocument {
  readonly name: string;
  readonly owner: string;
  readonly schemaVersion: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
  readonly steps: readonly DocumentStep[];
  /** As it was given. */
  readonly content: string;
  readonly format: 'JSON' | 'YAML' | 'TEXT';
  readonly createdEpochMs: number;
}

export interface DocumentParameter {
  readonly type: ParameterType;
  readonly description?: string;
  readonly default?: readonly string[];
  readonly allowedPattern?: string;
  readonly allowedValues?: readonly string[];
  readonly minChars?: number;
  readonly maxChars?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  /** The value reaches the script as `SSM_<name>`, and not as text in it. */
  readonly asEnvironment: boolean;
}
export type ParameterType =
  'String' | 'StringList' | 'Boolean' | 'Integer' | 'MapList' | 'StringMap';

export interface DocumentStep {
  readonly name: string;
  readonly action: string;
  /** Lines of the script, placeholders and all. */
  readonly runCommand: readonly string[];
  readonly timeoutSeconds: string;
  /** What a failure of this step does to those after it. */
  readonly onFailure: 'continue' | 'exit' | 'successAndExit';
  /** Runs whatever became of the steps before. */
  readonly isFinally: boolean;
  /** `platformType` that the step asks for. */
  readonly platform?: string;
}

/** Where nothing says otherwise. Documented: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
export const DEFAULT_EXECUTION_SEC = 3_600;

const NOTHING_DECLARED = { schemaVersion: '1.2', createdEpochMs: 0, format: 'JSON' } as const;

/** The document of AWS's own that scripts are sent with; its one step bears its plugin's name. */
export const runShellScript: CommandDocument = {
  ...NOTHING_DECLARED,
  name: 'AWS-RunShellScript',
  owner: 'Amazon',
  description: 'Run a shell script or specify the commands to run.',
  parameters: {
    commands: { type: 'StringList', minItems: 1, asEnvironment: false },
    workingDirectory: { type: 'String', default: [''], maxChars: 4_096, asEnvironment: false },
    executionTimeout: {
      type: 'String',
      default: ['3600'],
      allowedPattern:
        '([1-9][0-9]{0,4})|(1[0-6][0-9]{4})|(17[0-1][0-9]{3})|(172[0-7][0-9]{2})|(172800)',
      asEnvironment: false,
    },
  },
  steps: [
    {
      name: 'aws:runShellScript',
      action: 'aws:runShellScript',
      runCommand: ['{{ commands }}'],
      timeoutSeconds: '{{ executionTimeout }}',
      onFailure: 'continue',
      isFinally: false,
    },
  ],
  content: JSON.stringify({
    schemaVersion: '1.2',
    description: 'Run a shell script or specify the commands to run.',
    parameters: {
      commands: { type: 'StringList', minItems: 1, displayType: 'textarea' },
      workingDirectory: { type: 'String', default: '', maxChars: 4096 },
      executionTimeout: { type: 'String', default: '3600' },
    },
    runtimeConfig: {
      'aws:runShellScript': {
        properties: [
          {
            id: '0.aws:runShellScript',
            runCommand: '{{ commands }}',
            workingDirectory: '{{ workingDirectory }}',
            timeoutSeconds: '{{ executionTimeout }}',
          },
        ],
      },
    },
  }),
};
