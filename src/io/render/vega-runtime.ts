/**
 * Vega and Vega-Lite, loaded on first use (they take a quarter of a second), with text measured by the font that
 * draws it and with every warning treated as an error: a chart is right or it fails.
 */
import type { LoggerInterface, Spec } from 'vega';
import type { VegaLiteSpec } from '../../charts/chart.ts';
import { loadFontWidths } from './fonts.ts';

export interface VegaRuntime {
  /** Vega-Lite to Vega. Throws when Vega-Lite warns. */
  readonly compile: (spec: VegaLiteSpec) => Spec;
  /** Vega to SVG. Throws when Vega warns or fails. */
  readonly toSvg: (spec: Spec) => Promise<string>;
}

let loading: Promise<VegaRuntime> | undefined;

export function loadVegaRuntime(): Promise<VegaRuntime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<VegaRuntime> {
  const [vega, vegaLite] = await Promise.all([import('vega'), import('vega-lite')]);
  measureWithFont((vega as unknown as { readonly textMetrics: TextMetrics }).textMetrics);
  return {
    compile(spec) {
      const { logger, check } = strictLogger(vega.Warn);
      const compiled = vegaLite.compile(spec, { logger }).spec;
      check();
      return compiled;
    },
    async toSvg(spec) {
      const { logger, check } = strictLogger(vega.Warn);
      vega.resetSVGDefIds();
      const view = new vega.View(vega.parse(spec), { renderer: 'none', logger });
      try {
        const svg = await view.toSVG();
        check();
        return svg;
      } finally {
        view.finalize();
      }
    },
  };
}

/** Exported by vega 6, missing in its types. */
interface TextMetrics {
  width: (item: MeasuredItem, text: string) => number;
}

interface MeasuredItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  /** Pixels to which Vega shortens the text; 0 or none for as long as it is. */
  readonly limit?: number;
}

/**
 * `vega.textMetrics` is the documented place to put one's own measure; without a canvas Vega would estimate 0.8
 * of the font size a character. Vega hands over the item that carries the font, and the text.
 */
function measureWithFont(metrics: TextMetrics): void {
  const fonts = loadFontWidths();
  metrics.width = ({ fontSize = 11, fontWeight, limit }, text) => {
    const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const width = (bold ? fonts.bold : fonts.regular).textWidth(String(text), fontSize);
    return limit !== undefined && limit > 0 ? Math.min(width, limit) : width;
  };
}

/** Collects what is logged; `check` throws it. Throwing inside the logger would be swallowed by Vega. */
function strictLogger(level: number): { logger: LoggerInterface; check: () => void } {
  const problems: string[] = [];
  const collect = (...args: readonly unknown[]) => {
    problems.push(args.map(String).join(' '));
    return logger;
  };
  const quiet = () => logger;
  const logger = {
    level: (value?: number) => (value === undefined ? level : logger),
    error: collect,
    warn: collect,
    info: quiet,
    debug: quiet,
  } as LoggerInterface;
  return {
    logger,
    check() {
      if (problems.length > 0) throw new Error(`drawing a chart: ${problems.join('; ')}`);
    },
  };
}
