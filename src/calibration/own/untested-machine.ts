/**
 * A bridge model for a machine type of one's own that nobody load-tested: its cores are given, the rest is what the
 * shipped datasets say of other machine types, with the interval of one more draw from them.
 */
import { capacitySpread } from '../bridge/machine-types.ts';
import { untestedBridge } from '../bridge/untested-bridge.ts';
import type { FitReport } from '../fit-report.ts';
import type { ModelFile } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { TextRow } from '../text-rows.ts';
import { type BaseModels, baseModel } from './base-models.ts';
import type { Given } from './given.ts';

const folder = 'jitsi-production-defaults';
const used: readonly (keyof Given)[] = ['cores', 'loadThresholdPps'];

/** Throws `CalibrationRefused` for other datasets, without cores or name, and for what has no use here. */
export function untestedMachineModel(options: {
  /** Names below `datasets/`. */
  readonly folders: readonly string[];
  readonly rowsOf: (path: string) => readonly TextRow[] | undefined;
  readonly given: Given;
  readonly name: string | null;
  readonly base: BaseModels;
}): { readonly model: ModelFile; readonly report: FitReport } {
  const { folders, given, name, base } = options;
  const needless = (Object.keys(given) as (keyof Given)[]).filter((key) => !used.includes(key));
  const refuse = (problem: string, hint: string) =>
    new CalibrationRefused({ place: `datasets/${folders.join(', datasets/')}`, problem, hint });
  const example = `jitsim calibrate datasets/${folder} --given cores=16 --name my-type`;
  if (folders.length !== 1 || folders[0] !== folder) {
    throw refuse('takes nothing beside it', `for a machine that nobody load-tested write ${example}`);
  }
  if (needless.length > 0) {
    throw refuse(
      `has no use for ${needless.join(', ')}`,
      `give cores and, if set, loadThresholdPps: ${example}`,
    );
  }
  if (given.cores === undefined) throw refuse('needs the cores of the machine', example);
  if (name === null) throw refuse('needs a name for the model', example);
  const rows = (path: string): readonly TextRow[] => options.rowsOf(path) ?? [];
  const spread = capacitySpread({
    productionDefaults: rows(`datasets/${folder}/production-defaults.csv`),
    capacityReports: rows('datasets/jvb-capacity-reports/capacity-reports.csv'),
  });
  const threshold =
    given.loadThresholdPps === undefined
      ? null
      : { kpps: given.loadThresholdPps / 1000, source: 'given: load-threshold of its operators' };
  const machine = {
    name,
    title: `One bridge on ${name}, ${given.cores} virtual CPUs: never load-tested`,
    vcpus: given.cores,
    threshold,
  };
  return { model: untestedBridge(machine, spread, baseModel(base, 'bridges')), report: spread.report };
}
