/** What Jicofo does of its own accord, with its defaults. */
import {
  production8x8IceFailureDetection,
  shippedIceFailureDetection,
} from '../jitsi/jicofo/bridge-record.ts';
import { shippedConferenceStart } from '../jitsi/jicofo/conference-start.ts';
import {
  type BridgeHealth,
  production8x8BridgeHealth,
  shippedBridgeHealth,
  shippedHealthChecks,
} from '../jitsi/jicofo/health-checks.ts';
import { shippedRedistribution } from '../jitsi/jicofo/load-redistribution.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { Redistribution, SelectionOptions } from './scenario.ts';
import type {
  WrittenBridgeHealth,
  WrittenConferenceStart,
  WrittenHealthChecks,
  WrittenIceFailureDetection,
  WrittenRedistribution,
} from './schema-jicofo.ts';

/** jicofo 7ebb13d jicofo-selector/src/main/resources/reference.conf:106-118; on at 8x8 (infra-configuration, role jicofo). */
const shipped: Redistribution = { ...shippedRedistribution, intervalSeconds: 60 };

/** Only what differs from Jicofo's shipped behaviour. */
export function resolveJicofo(
  context: ResolveContext,
  written: {
    readonly redistribution: WrittenRedistribution | undefined;
    readonly healthChecks: WrittenHealthChecks | undefined;
    readonly conferenceStart: WrittenConferenceStart | undefined;
    readonly iceFailureDetection: WrittenIceFailureDetection | undefined;
    /** Name of the preset of selection; undefined without one. */
    readonly preset: '8x8-production' | 'shipped-default' | undefined;
    readonly stressThreshold: number;
  },
  path: Path,
): Pick<SelectionOptions, 'redistribution' | 'healthChecks' | 'conferenceStart' | 'iceFailureDetection'> {
  const { preset, healthChecks } = written;
  const { redistribution: asked = preset === '8x8-production', conferenceStart = preset !== undefined } =
    written;
  const redistribution =
    asked === false
      ? null
      : {
          ...shipped,
          stressThreshold: Math.max(shipped.stressThreshold, written.stressThreshold),
          ...(asked === true ? {} : given(asked)),
        };
  if (redistribution !== null && redistribution.stressThreshold < written.stressThreshold) {
    const at = [...path, 'redistribution', 'stressThreshold'];
    const problem = `must be at least the stressThreshold of selection (${written.stressThreshold})`;
    const hint = 'below it Jicofo would move participants to bridges that it relieves next';
    report(context, at, problem, { got: redistribution.stressThreshold, hint });
  }
  return {
    ...(redistribution === null ? {} : { redistribution }),
    ...(conferenceStart === false
      ? {}
      : {
          conferenceStart: {
            ...shippedConferenceStart,
            ...(conferenceStart === true ? {} : given(conferenceStart)),
          },
        }),
    ...iceFailureDetectionOf(written),
    ...(healthChecks === undefined || healthChecks === true
      ? {}
      : { healthChecks: healthChecks === false ? null : { ...shippedHealthChecks, ...given(healthChecks) } }),
  };
}

function iceFailureDetectionOf({
  preset,
  iceFailureDetection: asked = preset === '8x8-production',
}: {
  readonly preset: '8x8-production' | 'shipped-default' | undefined;
  readonly iceFailureDetection: WrittenIceFailureDetection | undefined;
}): Pick<SelectionOptions, 'iceFailureDetection'> {
  if (asked === false) return {};
  const base = preset === '8x8-production' ? production8x8IceFailureDetection : shippedIceFailureDetection;
  return {
    iceFailureDetection: { ...base, ...(asked === true ? {} : given(asked)), isEnabled: true },
  };
}

/** What becomes of bridges that say they are unwell: absent for what is shipped. */
export function resolveHealth(
  written: WrittenBridgeHealth | undefined,
  preset: '8x8-production' | 'shipped-default' | undefined,
): { readonly health?: BridgeHealth } {
  if (written === undefined && preset !== '8x8-production') return {};
  const base = preset === '8x8-production' ? production8x8BridgeHealth : shippedBridgeHealth;
  const { sticky, watchdogSeconds } = written ?? {};
  return {
    health: {
      isSticky: sticky ?? base.isSticky,
      watchdogSeconds:
        watchdogSeconds === undefined
          ? base.watchdogSeconds
          : watchdogSeconds === 'never'
            ? null
            : watchdogSeconds,
    },
  };
}

/** Without the keys that are not given. */
function given<Type extends object>(written: Type): { [Key in keyof Type]?: Exclude<Type[Key], undefined> } {
  const entries = Object.entries(written).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Type]?: Exclude<Type[Key], undefined> };
}
