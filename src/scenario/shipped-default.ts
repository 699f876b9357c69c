/**
 * Defaults of keys that are numbers of models rather than settings: they stand in `models/defaults/shipped.yaml` with source
 * and trust, and a scenario that leaves them to jitsim cites them.
 */
import type { ModelValues } from './model-values.ts';
import type { Path } from './parse.ts';
import { citeParameters, findModel, type ResolveContext } from './resolve-context.ts';

/** To be called only where the scenario gives no value of its own. 0, with an issue, when there is no such model. */
export function shippedDefault(
  context: ResolveContext,
  parameter: keyof ModelValues<'defaults'>,
  path: Path,
): number {
  const model = findModel(context, 'defaults', 'shipped', path);
  if (model === null) return 0;
  citeParameters(context, model, [parameter]);
  return Number(model.parameters[parameter]!.value);
}
