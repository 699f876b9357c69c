/**
 * The objectives of a scenario as alerting rules of Prometheus, on the metrics of systemli/prometheus-jitsi-meet-exporter
 * where it has them.
 */
import { stringify } from 'yaml';
import type { Objective, Scenario } from '../scenario/scenario.ts';
import type { Exported } from './export-target.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly summary: string;
  /** Metrics that no common exporter gives. */
  readonly missing: string | null;
}

export function exportAlerts(scenario: Scenario): Exported {
  const { objectives, name } = scenario;
  if (objectives.length === 0) {
    return { ok: false, reason: 'the scenario has no objectives', alternatives: ['write objectives:'] };
  }
  const rules = objectives.map((objective) => ruleOf(scenario, objective));
  const value = {
    groups: [
      {
        name: `jitsim ${name}`,
        rules: rules.map(({ alert, expr, summary }) => ({
          alert,
          expr,
          for: '5m',
          labels: { severity: 'warning' },
          annotations: { summary },
        })),
      },
    ],
  };
  const missing = rules.flatMap((rule) =>
    rule.missing === null ? [] : [`${rule.alert} needs ${rule.missing}`],
  );
  const notes = [
    'an objective is about a whole horizon; its alert looks at the last hour or day',
    ...missing,
  ];
  return { ok: true, text: stringify(value, { lineWidth: 0 }), notes };
}

function ruleOf({ deployment, prices }: Scenario, { total, max }: Objective): Rule {
  const hourly = (part: string, whole: string): string =>
    `sum(increase(${part}[1h])) / sum(increase(${whole}[1h])) > ${max}`;
  switch (total) {
    case 'overstressedParticipantMinutesRatio': {
      const threshold = deployment.bridges.stress.overstressedAbove;
      const minutes = `sum_over_time((sum(jitsi_participants * (jitsi_stress_level > bool ${threshold})))[1h:1m])`;
      return {
        alert: 'JitsiOverstressedParticipants',
        expr: `${minutes} / sum_over_time(sum(jitsi_participants)[1h:1m]) > ${max}`,
        summary: `More than ${max} of participant-minutes on bridges above stress ${threshold}`,
        missing: null,
      };
    }
    case 'joinFailureRatio':
      return {
        alert: 'JitsiJoinsFail',
        expr: hourly('jitsi_joins_failed_total', 'jitsi_joins_attempted_total'),
        summary: `More than ${max} of joins fail`,
        missing:
          'jitsi_joins_failed_total and jitsi_joins_attempted_total, counted by your web client or proxy',
      };
    case 'degradedParticipantMinutesRatio':
      return {
        alert: 'JitsiDegradedParticipants',
        expr: hourly('jitsi_degraded_participant_minutes_total', 'jitsi_participant_minutes_total'),
        summary: `More than ${max} of participant-minutes degraded`,
        missing:
          'jitsi_degraded_participant_minutes_total and jitsi_participant_minutes_total, from client statistics',
      };
    case 'disconnectedParticipantMinutesRatio':
      return {
        alert: 'JitsiDisconnectedParticipants',
        expr: hourly('jitsi_disconnected_participant_minutes_total', 'jitsi_participant_minutes_total'),
        summary: `More than ${max} of participant-minutes disconnected`,
        missing:
          'jitsi_disconnected_participant_minutes_total and jitsi_participant_minutes_total, from client statistics',
      };
    case 'recordingRefusedRatio':
      return {
        alert: 'JitsiRecordingsRefused',
        expr: hourly('jitsi_recordings_refused_total', 'jitsi_recordings_requested_total'),
        summary: `More than ${max} of recordings refused`,
        missing: 'jitsi_recordings_refused_total and jitsi_recordings_requested_total, from Jicofo',
      };
    case 'costPerDay': {
      const daily = (metric: string, costPerHour: number): string =>
        `avg_over_time(count(${metric})[1d:5m]) * ${Number((costPerHour * 24).toPrecision(12))}`;
      const jibris =
        prices.jibris === null ? '' : ` + ${daily('jibri_busystatus', prices.jibris.costPerHour)}`;
      return {
        alert: 'JitsiCostPerDay',
        expr: `${daily('jitsi_stress_level', prices.bridges.costPerHour)}${jibris} > ${max}`,
        summary: `Instances cost more than ${max} ${prices.bridges.currency} a day`,
        missing: null,
      };
    }
  }
}
