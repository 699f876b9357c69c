/**
 * Vega and its expression interpreter as scripts for a page that must work from a file, offline.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export async function readPageLibraries(): Promise<{ readonly vega: string; readonly interpreter: string }> {
  const { resolve } = createRequire(import.meta.url);
  const [vega, interpreterModule] = await Promise.all([
    readFile(join(dirname(resolve('vega')), 'vega.min.js'), 'utf8'),
    readFile(resolve('vega-interpreter'), 'utf8'),
  ]);
  return { vega: withoutSourceMap(vega), interpreter: asScript(interpreterModule) };
}

const importLine = /^import \{([^}]+)\} from 'vega-util';$/m;
const exportLine = /^export \{ expression as expressionInterpreter \};$/m;

/** The interpreter comes as a module of one import and one export; Vega's bundle has what it imports. */
function asScript(moduleText: string): string {
  if (!importLine.test(moduleText) || !exportLine.test(moduleText)) {
    throw new Error(
      'readPageLibraries: vega-interpreter is not the module of one import and one export it was',
    );
  }
  const body = withoutSourceMap(moduleText)
    .replace(importLine, 'const {$1} = vega;')
    .replace(exportLine, 'return expression;');
  return `var expressionInterpreter = (() => {\n${body}\n})();\n`;
}

function withoutSourceMap(code: string): string {
  return code.replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
