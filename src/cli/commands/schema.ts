/**
 * `jitsim schema`: the JSON Schema of scenario files.
 */
import { scenarioJsonSchema } from '../../scenario/schema.ts';
import { exitCodes } from '../exit-codes.ts';
import { printJson } from '../print.ts';

export function schema(): number {
  printJson(scenarioJsonSchema());
  return exitCodes.done;
}
