// Goal: the code in docs/guides/calibrate.md works as it stands there.
// Method: the guide's own snippets run here, with the values they need; the guide must contain each of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bridgeTestFromTable, calibrateSpeed } from '../../../src/calibration/bridge/own-bridge.ts';
import { fitSizeShares } from '../../../src/calibration/distributions/published-moments.ts';
import { importCsv } from '../../../src/calibration/measurement/import-csv.ts';
import { parseColumnMap } from '../../../src/calibration/own/column-map-text.ts';
import { readDataPackage } from '../../../src/calibration/own/data-package.ts';
import { parseGiven } from '../../../src/calibration/own/given.ts';
import type { BridgeModel } from '../../../src/jitsi/bridge-model.ts';
import { repositoryRoot } from '../../support/read-dataset.ts';

const guide = readFileSync(join(repositoryRoot, 'docs/guides/calibrate.md'), 'utf8');

const gp1Xs: BridgeModel = {
  name: 'gp1-xs',
  coresLimit: 3.6,
  machineCores: 4,
  cpuActiveBaseCores: 0.689,
  cpuPerKppsCores: 0.0412,
  cpuOnsetKpps: 2,
  cpuSpeedLogStandardDeviation: 0.258,
  carriedCeilingKpps: 78.5,
  carriedKneeSharpness: 14.2,
  degradedLossRatio: 0.045,
  loadThresholdPps: 50_000,
};

describe('the calibration guide', () => {
  it('imports the load test it shows', () => {
    const text = 'n,kpps,cores\n20,11.5,1.1\n40,21.5,1.5\n60,31.5,1.9\n80,41.5,2.4\n';
    expect(guide).toContain(text.replaceAll('\n', '\\n'));
    const table = importCsv({
      name: 'my load test',
      source: 'mine.csv',
      text,
      map: {
        columns: [
          { column: 'n', quantity: 'participants', unit: 'participants' },
          { column: 'kpps', quantity: 'packet-rate', unit: 'kpps' },
          { column: 'cores', quantity: 'cpu', unit: 'cores' },
        ],
      },
    });
    const test = bridgeTestFromTable(table, { coresLimit: 4, conferences: 1, audioSendersPerConference: 10 });
    expect(test.points).toHaveLength(4);
  });

  it('narrows the CPU interval to about +/-13 % with one reading, as the background page says', () => {
    expect(guide).toContain('calibrateSpeed(gp1Xs, [{ packetRateKpps: 30, cpuCores: 2.2 }])');
    const { speedFactor, speedFactorInterval95 } = calibrateSpeed(gp1Xs, [
      { packetRateKpps: 30, cpuCores: 2.2 },
    ]);
    expect(speedFactorInterval95[1] / speedFactor - 1).toBeCloseTo(0.14, 1);
    expect(1 - speedFactorInterval95[0] / speedFactor).toBeCloseTo(0.13, 1);
  });

  it('meets the published sizes with the call it shows', () => {
    expect(guide).toContain(
      "fitSizeShares({ mean: 10, least: 2, leastRatio: 0.42, most: 500, family: 'lognormal' })",
    );
    const fit = fitSizeShares({ mean: 10, least: 2, leastRatio: 0.42, most: 500, family: 'lognormal' });
    expect(fit.distribution.kind).toBe('clamped');
  });

  it('describes a folder by a data package, and columns by a line, that are read as meant', () => {
    const json = /```json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
    const [resource] = readDataPackage(json, 'the guide').resources;
    expect(resource?.map?.columns.map(({ quantity }) => quantity)).toEqual([
      'participants',
      'packet-rate',
      'cpu',
    ]);
    expect(resource?.given).toEqual({ cores: 8, audioSenders: 10 });
    expect(resource?.isFitted({ use: 'keep' })).toBe(false);
    const map = /--column-map "([^"]+)"/.exec(guide)?.[1] ?? '';
    expect(parseColumnMap(map).columns.map(({ unit }) => unit)).toEqual(['1', 'kpps', 'cores']);
    const given = /--given "([^"]+)"/.exec(guide)?.[1] ?? '';
    expect(parseGiven(given)).toEqual({ cores: 8, audioSenders: 10 });
  });

  it('names only functions that the library exports', async () => {
    const exported = new Set(Object.keys(await import('../../../src/index.ts')));
    const named = [
      ...guide.matchAll(
        /`?\b((?:import|fit|lint|describe|calibrate|select|starts|bridgeTest|exact|whole|histogram)[A-Z]\w+)\b/g,
      ),
    ];
    const unknown = [...new Set(named.map((match) => match[1]!))].filter((name) => !exported.has(name));
    expect(named.length).toBeGreaterThan(15);
    expect(unknown).toEqual([]);
  });
});
