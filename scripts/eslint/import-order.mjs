import { isBuiltin } from 'node:module';

const GROUPS = ["Node's own modules", 'packages', "this repository's files"];

/** @param {string} specifier */
const groupOf = (specifier) => {
  if (specifier.startsWith('.')) return 2;
  return isBuiltin(specifier) ? 0 : 1;
};

/**
 * Imports stand in three groups: Node, packages, own files. Within a group the order is free.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const importOrder = {
  meta: { type: 'suggestion', schema: [] },
  create: (context) => {
    let latest = 0;
    return {
      ImportDeclaration: (node) => {
        const group = groupOf(String(node.source.value));
        if (group < latest)
          context.report({
            node,
            message: `Import ${GROUPS[group]} before ${GROUPS[latest]}.`,
          });
        latest = Math.max(latest, group);
      },
    };
  },
};
