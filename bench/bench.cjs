// `npm run bench`: TypeScript, run as it is. YAML files are data.
require('../cli/register.cjs');
require('./main.ts');
