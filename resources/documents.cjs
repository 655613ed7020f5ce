const { readDocuments } = require('../documents/read-documents.cjs');

/**
 * The SSM documents, scripts and all. A new text is a new version of the same document, so that a command which is on
 * its way keeps the version that it was sent with.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-document.html
 */
module.exports = async ({ options, resolveConfigurationProperty }) => {
  const stage = options.stage ?? (await resolveConfigurationProperty(['provider', 'stage']));
  return {
    Resources: Object.fromEntries(
      readDocuments().map(({ name, content }) => [
        `${toPascalCase(name)}Document`,
        {
          Type: 'AWS::SSM::Document',
          Properties: {
            Name: `slipway-${stage}-${name}`,
            DocumentType: 'Command',
            DocumentFormat: 'JSON',
            UpdateMethod: 'NewVersion',
            Content: escapeVariables(content),
          },
        },
      ]),
    ),
  };
};

/** @param {string} name */
const toPascalCase = (name) =>
  name.replaceAll(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());

/** The framework would take `${name…}` in a script for a variable of its own. */
const escapeVariables = (content) =>
  JSON.parse(JSON.stringify(content), (_, value) =>
    typeof value === 'string' ? value.replaceAll(/\$\{(?=[a-z])/g, '\\${') : value,
  );
