/** What a fault names must be there: zones, regions and versions of bridges. */
import { closest } from './did-you-mean.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { Deployment } from './scenario.ts';
import type { WrittenFault } from './schema-faults.ts';

/** Tells of names that the deployment has not. */
export function checkFaultNames(
  context: ResolveContext,
  written: WrittenFault,
  {
    geography,
    cloud,
    versions,
  }: Pick<Deployment, 'geography' | 'cloud'> & { readonly versions: readonly string[] },
  path: Path,
): void {
  if (written.kind === 'bridge-drain' && written.version !== undefined) {
    checkName(context, written.version, versions, [...path, 'version'], {
      problem: 'is no version of the bridges',
      whenNone: 'write versions of the bridges',
    });
  }
  if ('zone' in written && written.zone !== undefined) {
    const zones = [...new Set([...(geography?.zones ?? []).map(({ name }) => name), ...cloud.zones])];
    checkName(context, written.zone, zones, [...path, 'zone'], {
      problem: 'is no zone of the deployment',
      whenNone: 'write places of the bridges',
    });
  }
  if (written.kind === 'region-partition') {
    const regions = (geography?.places ?? []).map(
      ({ zone }) => geography!.regions[geography!.zones[zone]!.region]!,
    );
    checkName(context, written.region, regions, [...path, 'region'], {
      problem: 'is no region with bridges',
      whenNone: 'write places of the bridges',
    });
  }
}

function checkName(
  context: ResolveContext,
  name: string,
  names: readonly string[],
  path: Path,
  { problem, whenNone }: { readonly problem: string; readonly whenNone: string },
): void {
  if (names.includes(name)) return;
  const near = closest(name, names);
  const known = names.length === 0 ? whenNone : `the names are ${[...new Set(names)].join(', ')}`;
  report(context, path, problem, { got: name, hint: near === null ? known : `did you mean ${near}?` });
}
