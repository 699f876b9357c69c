// Goal: settings reach the key they name, lists included, and wrong ones say what is wrong.
// Method: patches of hand-written scenarios; texts as users would mistype them.
import { describe, expect, it } from 'vitest';
import { parseSettings, patchOf } from '../../../src/scenario/settings.ts';
import { merged } from '../../../src/scenario/variants.ts';

const base = {
  demand: [{ class: 'lecture', burst: { at: '9:00', conferences: 4 } }, { class: 'team-meeting' }],
  scaling: { bridges: { policy: 'kubernetes-hpa', min: 2, max: 9 } },
};

function applied(text: string): unknown {
  const read = parseSettings(text);
  if (!read.ok) return read.problem;
  const patch = patchOf(base, read.value);
  return typeof patch === 'string' ? patch : merged(base, patch.set);
}

describe('settings', () => {
  it('replace one key and leave the rest', () => {
    expect(applied('scaling.bridges.max=12')).toEqual({
      ...base,
      scaling: { bridges: { policy: 'kubernetes-hpa', min: 2, max: 12 } },
    });
  });

  it('reach into lists by position', () => {
    expect(applied('demand[0].burst.conferences=30')).toMatchObject({
      demand: [{ class: 'lecture', burst: { at: '9:00', conferences: 30 } }, { class: 'team-meeting' }],
    });
  });

  it('come several at once; another policy replaces the old one whole', () => {
    expect(applied('scaling.bridges.policy=static; scaling.bridges.count=3')).toMatchObject({
      scaling: { bridges: { policy: 'static', count: 3 } },
    });
    expect(applied('scaling.bridges={ policy: static, count: 3 }')).toEqual(
      applied('scaling.bridges.policy=static;scaling.bridges.count=3'),
    );
  });

  it.each([
    ['scaling.bridges.max', /is no setting/],
    ['=3', /is no setting/],
    ['a..b=3', /is no path/],
    ['scalling.bridges.max=3', /cannot be set; did you mean scaling/],
    ['horizon.days=3', /cannot be set; can be: demand, deployment, scaling, prices, objectives/],
    ['demand[2].class=x', /demand\[2\] does not exist: demand has 2, counted from 0/],
    ['scaling[0].max=3', /scaling is no list/],
    ['scaling.bridges.max={', /not valid YAML/],
    [' ; ', /no setting/],
    ['scaling.bridges.max=', /scaling\.bridges\.max has no value/],
    ['scaling.bridges.max=3; scaling.bridges.max=4', /scaling\.bridges\.max is set twice/],
  ])('%s is refused', (text, problem) => {
    expect(applied(text)).toMatch(problem);
  });
});
