/**
 * The policy `jitsi-autoscaler` of a group in a `groups.json`, or of a group by itself as the API gives it.
 */
import { z } from 'zod';
import { countsAvailable, jitsiGroupTypes } from '../autoscaling/jitsi-autoscaler/policy.ts';
import type { Issue } from '../scenario/issues.ts';
import type { Path } from '../scenario/parse.ts';
import { jitsiAutoscalerSettings, scheduledScaling } from '../scenario/schema-scaling.ts';
import { wholeNumber } from '../scenario/values.ts';
import { check, type IssuePlace, issueAt } from '../scenario/zod-issues.ts';
import type { ExportPool } from './export-target.ts';
import { given, type ImportedPolicy } from './imported-policy.ts';

const settings = jitsiAutoscalerSettings;

/** Fields of a group that say nothing about when it scales. */
const placeFields = [
  'id',
  'region',
  'environment',
  'compartmentId',
  'instanceConfigurationId',
  'enableScheduler',
  'enableReconfiguration',
  'cloud',
  'tags',
] as const;
type PlaceField = (typeof placeFields)[number];
const anything = Object.fromEntries(placeFields.map((name) => [name, z.unknown().optional()])) as Record<
  PlaceField,
  z.ZodOptional<z.ZodUnknown>
>;

const groupSchema = z.strictObject({
  ...anything,
  name: z.string(),
  type: z.string().optional(),
  enableAutoScale: settings.enableAutoScale,
  enableLaunch: settings.enableLaunch.optional(),
  enableUntrackedThrottle: settings.enableUntrackedThrottle.optional(),
  enableCloudGuard: settings.enableCloudGuard.optional(),
  gracePeriodTTLSec: settings.gracePeriodTTLSec,
  protectedTTLSec: settings.protectedTTLSec.optional(),
  scalingOptions: z.strictObject({
    minDesired: wholeNumber(''),
    maxDesired: wholeNumber(''),
    desiredCount: wholeNumber(''),
    scaleUpQuantity: settings.scaleUpQuantity,
    scaleDownQuantity: settings.scaleDownQuantity,
    scaleUpThreshold: settings.scaleUpThreshold,
    scaleDownThreshold: settings.scaleDownThreshold,
    scalePeriod: settings.scalePeriod,
    scaleUpPeriodsCount: settings.scaleUpPeriodsCount,
    scaleDownPeriodsCount: settings.scaleDownPeriodsCount,
    cloudGuardGraceCount: settings.cloudGuardGraceCount.optional(),
  }),
  scheduledScaling: scheduledScaling.nullable().optional(),
});
type Group = z.output<typeof groupSchema>;

const ownSchema = z.strictObject({
  ...z.strictObject(settings).partial().shape,
  launchJobFirst: z.boolean().optional(),
});

/**
 * @param path of the group in its file
 * @param own what the file says under `jitsim` for this group, and where; undefined for nothing
 * @param pool that it scales; null for what its type says
 * @returns null, with issues, when it is wrong or says what a scenario cannot
 */
export function readGroup(
  value: unknown,
  path: Path,
  own: { readonly value: unknown; readonly path: Path } | null,
  pool: ExportPool | null,
  place: IssuePlace,
  issues: Issue[],
): ImportedPolicy | null {
  const group = check(groupSchema, value, path, place, issues);
  const more = own === null ? {} : check(ownSchema, own.value, own.path, place, issues);
  if (group === null || more === null) return null;
  const type = typeOf(group, path, pool, place, issues);
  if (type === null) return null;
  const { minDesired, maxDesired, desiredCount: _count, ...options } = group.scalingOptions;
  if (minDesired > maxDesired) {
    const at: Path = [...path, 'scalingOptions', 'maxDesired'];
    const told = { got: maxDesired, hint: 'swap the two values?' };
    issues.push(issueAt(place, at, `must be at least minDesired (${minDesired})`, told));
    return null;
  }
  const found = countsAvailable(type) ? 'jibris' : 'bridges';
  return {
    pool: found,
    name: group.name,
    scaling: given({
      policy: 'jitsi-autoscaler',
      min: minDesired,
      max: maxDesired,
      groupType: type,
      enableAutoScale: group.enableAutoScale,
      enableLaunch: group.enableLaunch,
      enableUntrackedThrottle: group.enableUntrackedThrottle,
      enableCloudGuard: group.enableCloudGuard,
      ...options,
      gracePeriodTTLSec: group.gracePeriodTTLSec,
      protectedTTLSec: group.protectedTTLSec,
      ...more,
      scheduledScaling: group.scheduledScaling ?? undefined,
    }),
    notes: notesOf(group, type, own !== null, found),
  };
}

type GroupType = (typeof jitsiGroupTypes)[number];

/** Upstream's samples also write jvb in small letters, and the oldest have no type at all. */
function typeOf(
  { type }: Group,
  path: Path,
  pool: ExportPool | null,
  place: IssuePlace,
  issues: Issue[],
): GroupType | null {
  if (type === undefined) {
    if (pool !== null) return pool === 'jibris' ? 'jibri' : 'JVB';
    const hint = 'add "type": "JVB" or "jibri", or say --pool';
    issues.push(issueAt(place, [...path, 'type'], 'is missing', { hint }));
    return null;
  }
  const found = jitsiGroupTypes.find((known) => known.toLowerCase() === type.toLowerCase());
  if (found === undefined || found === 'selenium-grid') {
    const known = jitsiGroupTypes.filter((one) => one !== 'selenium-grid').join(', ');
    issues.push(issueAt(place, [...path, 'type'], `must be one of ${known}`, { got: type }));
    return null;
  }
  const says = countsAvailable(found) ? 'jibris' : 'bridges';
  if (pool !== null && pool !== says) {
    issues.push(issueAt(place, [...path, 'type'], `is a type of ${says}, not of ${pool}`, { got: type }));
    return null;
  }
  return found;
}

function notesOf(group: Group, type: GroupType, isOwn: boolean, pool: ExportPool): string[] {
  const notes: string[] = [];
  if (group.type !== type) {
    notes.push(`type is ${group.type ?? 'missing'}, taken as ${type}; the service compares letter by letter`);
  }
  const { desiredCount, scaleUpThreshold: up, scaleDownThreshold: down } = group.scalingOptions;
  // Stress falls as bridges are added, the number of available Jibris rises.
  if (pool === 'bridges' ? down >= up : down < up) {
    notes.push(
      `scaleUpThreshold ${up} and scaleDownThreshold ${down} contradict each other: a scenario refuses them, as every period would scale up or down`,
    );
  }
  notes.push(`desiredCount ${desiredCount} is where a run begins: deployment.${pool}.initialCount`);
  const unused = placeFields.filter((name) => {
    const value = group[name];
    return value !== undefined && value !== '' && JSON.stringify(value) !== '{}';
  });
  if (unused.length > 0) notes.push(`left out, as they do not say when to scale: ${unused.join(', ')}`);
  if (group.enableLaunch === undefined) {
    notes.push("enableLaunch is missing and taken as true; today's service launches nothing without it");
  }
  const absent = (['enableUntrackedThrottle', 'enableCloudGuard', 'protectedTTLSec'] as const).filter(
    (name) => group[name] === undefined,
  );
  if (absent.length > 0) notes.push(`not given, so those of the default preset hold: ${absent.join(', ')}`);
  if (!isOwn) notes.push('timers of the service and the sidecars are not in a group: those as shipped hold');
  return notes;
}
