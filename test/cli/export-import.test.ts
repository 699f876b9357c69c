// Goal: settings go out as files that programs take and come back as the same policy; what a file cannot say is refused.
// Method: the command line in a temporary folder. Fields expected of a manifest are those of the Kubernetes API
// (autoscaling/v2), those of a group are jitsi-autoscaler's (groups.json); figures are those that the scenario says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startSessionInFolder } from '../support/cli.ts';

const { folder, run, write } = startSessionInFolder();

const scenario = (policy: string): string => `name: Out
horizon: { start: 2026-11-23T08:30, hours: 1 }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 4 } }]
scaling: { bridges: { ${policy} } }
objectives: { joinFailureRatio: { max: 0.001 } }
`;
write('hpa.yaml', scenario('policy: kubernetes-hpa, min: 3, max: 17, targetPercent: 70, cpuRequestCores: 2'));
write('group.yaml', scenario('policy: jitsi-autoscaler, preset: 8x8-production, min: 2, max: 9'));
write('timetable.yaml', scenario('policy: scheduled, timetable: [{ at: 08:00, count: 3 }]'));

describe('export and import', () => {
  test('an HPA goes out as a manifest and comes back as it was', async () => {
    const out = await run('export', 'hpa.yaml', '--for', 'hpa');
    expect(out.stderr).not.toMatch(/problem/);
    expect(parse(out.stdout)).toMatchObject({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      spec: { minReplicas: 3, maxReplicas: 17 },
    });
    write('manifest.yaml', out.stdout);
    const back = await run('import', 'policy', 'manifest.yaml', '--json');
    expect(JSON.parse(back.stdout).scaling.bridges).toMatchObject({
      policy: 'kubernetes-hpa',
      min: 3,
      max: 17,
    });
    expect(back.exitCode).toBe(0);
  });

  test('a group goes out with the names of jitsi-autoscaler, and into a scenario again', async () => {
    expect(
      (await run('export', 'group.yaml', '--for', 'jitsi-autoscaler', '--out', 'groups.json')).exitCode,
    ).toBe(0);
    const { groupEntries } = JSON.parse(readFileSync(join(folder.path, 'groups.json'), 'utf8'));
    // 8x8 production: up at 0.3, down at 0.1, one at a time (infra-provisioning c441cb5, create-jvb-pool.sh).
    expect(groupEntries[0].scalingOptions).toMatchObject({
      minDesired: 2,
      maxDesired: 9,
      scaleUpThreshold: 0.3,
      scaleDownThreshold: 0.1,
      scaleUpQuantity: 1,
    });
    const into = await run('import', 'policy', 'groups.json', '--into', 'timetable.yaml');
    expect(into.exitCode).toBe(0);
    const changed = parse(readFileSync(join(folder.path, 'timetable.yaml'), 'utf8'));
    expect(changed.scaling.bridges).toMatchObject({ policy: 'jitsi-autoscaler', min: 2, max: 9 });
    expect((await run('validate', 'timetable.yaml')).exitCode).toBe(0);
  });

  test('an imported policy that variants set again is told of, and a name that nothing has is refused', async () => {
    const { stdout } = await run('export', 'group.yaml', '--for', 'jitsi-autoscaler');
    write('again.json', stdout);
    const own = 'variants: [{ name: plain }, { name: own, set: { scaling: { bridges: { count: 2 } } } }]\n';
    write('variants.yaml', `${scenario('policy: static, count: 3')}${own}`);
    write(
      'variants-own.yaml',
      readFileSync(join(folder.path, 'variants.yaml'), 'utf8').replace(
        'count: 2',
        'policy: static, count: 2',
      ),
    );
    const into = await run('import', 'policy', 'again.json', '--into', 'variants-own.yaml');
    expect(into.exitCode).toBe(0);
    expect(into.stderr).toMatch(
      /note: scaling\.bridges is set again by own: for these variants .* does not count/,
    );
    const json = JSON.parse(
      (await run('import', 'policy', 'again.json', '--into', 'group.yaml', '--json')).stdout,
    );
    expect(json.notes.join()).not.toMatch(/set again/);
    const hpa = await run('export', 'hpa.yaml', '--for', 'hpa', '--out', 'named.yaml');
    expect(hpa.exitCode).toBe(0);
    const missing = await run('import', 'policy', 'named.yaml', '--name', 'no-such');
    expect(missing).toMatchObject({ exitCode: 2, stdout: '' });
    expect(missing.stderr).toMatch(/has no policy named no-such\n +it has jvb-hpa/);
    expect((await run('import', 'policy', 'named.yaml', '--name', 'jvb-hpa')).exitCode).toBe(0);
  });

  test.each(['jicofo', 'jvb', 'alerts'])('%s settings are written', async (target) => {
    const { stdout, exitCode } = await run('export', 'hpa.yaml', '--for', target);
    expect(exitCode).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
    expect(stdout).toMatch(
      { jicofo: /stress-threshold/, jvb: /load-threshold/, alerts: /- alert:/ }[target]!,
    );
  });

  test('what cannot be said there is refused with the nearest ways', async () => {
    write('table.yaml', scenario('policy: scheduled, timetable: [{ at: 08:00, count: 3 }]'));
    const refused = await run('export', 'table.yaml', '--for', 'hpa');
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/nearest/);
    write(
      'broken.yaml',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: { maxReplica: 4 }\n',
    );
    const unknown = await run('import', 'policy', 'broken.yaml');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toMatch(/maxReplica/);
    expect((await run('export', 'hpa.yaml')).exitCode).toBe(64);
    expect((await run('export', 'hpa.yaml', '--for', 'hpaa')).stderr).toMatch(/did you mean hpa/);
  });
});
