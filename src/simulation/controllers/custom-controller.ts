/**
 * The user's own policy in a run: once an interval its formula sees the pool's figures.
 */
import { decideCustom } from '../../autoscaling/reference-policies/custom.ts';
import { commonFigures, customNames, instanceFigures } from '../../scenario/custom-figures.ts';
import { compileTree, type ExpressionNode } from '../../scenario/expression.ts';
import type { CustomScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import type { Controller } from './controller.ts';
import { intervalController } from './interval-controller.ts';
import { localTimes } from './local-hours.ts';
import { aggregated, leastWorkFirst, type PoolSignals, UnservedRate } from './pool-signals.ts';

export function customController(
  context: RunContext,
  signals: PoolSignals,
  { policy, custom, tree, controlIntervalSeconds }: CustomScaling,
): Controller {
  const { pool } = signals;
  const names = customNames(pool.name);
  const compiled = compileTree(tree, names);
  if (!compiled.ok) throw new Error(`customController: the formula ${compiled.problem}`);
  const { formula } = compiled;
  const clock = localTimes(context.scenario.horizon);
  const unserved = new UnservedRate(signals);
  const used = namesIn(tree);
  // What the formula does not use is not looked up.
  const ofInstances = instanceFigures(pool.name).map((figure) => (used.has(figure.name) ? figure : null));
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    firstAfterSeconds: controlIntervalSeconds,
    victims: leastWorkFirst(signals),
    decide(nowMs, desiredCount) {
      const { instances } = pool;
      const { hour, day } = clock(nowMs);
      const common: Record<(typeof commonFigures)[number], number> = {
        desired: desiredCount,
        ready: instances.readyCount,
        launching: instances.launchingCount,
        draining: instances.drainingCount,
        load: signals.load(nowMs),
        unserved: unserved.lastMinute(nowMs),
        hour,
        day,
      };
      const values = [
        ...commonFigures.map((name) => common[name]),
        ...ofInstances.map((figure) =>
          figure === null ? 0 : aggregated(signals, figure.metric, figure.aggregate, nowMs),
        ),
      ];
      const figures = names.flatMap((name, index) =>
        used.has(name) ? [`${name} ${Number(values[index]!.toFixed(3))}`] : [],
      );
      return decideCustom(custom, null, {
        nowMs,
        desiredCount,
        value: formula(...values),
        figures: figures.join(', '),
      });
    },
  });
}

function namesIn(node: ExpressionNode): Set<string> {
  const names = new Set<string>();
  const visit = (one: ExpressionNode): void => {
    if (one.type === 'SymbolNode') names.add(String(one.name));
    const inner = [
      one.content,
      one.condition,
      one.trueExpr,
      one.falseExpr,
      ...(one.args ?? []),
      ...(one.params ?? []),
    ];
    for (const child of inner) if (child !== undefined) visit(child);
  };
  visit(node);
  return names;
}
