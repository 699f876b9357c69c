/**
 * The report's style sheet: system fonts, light and dark, narrow screens and paper. Charts are drawn in the light
 * colours; in the dark their ink, greys and grid are turned by the attributes the drawing gives them.
 */
import { gridColour, ink, inkSoft } from '../charts/palette.ts';

export const styleSheet = `
:root{--paper:#fff;--ink:${ink};--soft:${inkSoft};--line:${gridColour};--panel:#f6f7f9;--good:#1a7f4b;--bad:#b3261e;--open:#8a5a00;--assumed:#fff6e0;--assumed-line:#e2b64c}
@media (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e8eaed;--soft:#a3abb6;--line:#343a42;--panel:#1d2126;--good:#5fd39a;--bad:#ff8a80;--open:#f0c060;--assumed:#2c2512;--assumed-line:#8a6a1c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;-webkit-text-size-adjust:100%}
header,main{max-width:940px;margin:0 auto;padding:0 20px}
header{padding-top:40px}
.kicker{margin:0;color:var(--soft);font-size:.85rem;letter-spacing:.04em}
h1{margin:0 0 .4em;font-size:2rem;line-height:1.2}
h2{margin:2.4em 0 .6em;font-size:1.35rem;line-height:1.3}
h3{margin:0 0 .3em;font-size:1.05rem;line-height:1.35}
p{margin:0 0 .8em}
.verdict-line{font-size:1.25rem;line-height:1.45;max-width:46em}
.note,figcaption{color:var(--soft);font-size:.875rem;line-height:1.5}
.note{max-width:62em}.scroll+.note{margin-top:.7em}.sources{margin-top:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:16px}
.card{background:var(--panel);border-top:4px solid var(--colour);border-radius:4px;padding:14px 16px}
.card .note{margin:0 0 .6em}
dl{margin:0}
dl>div{margin:0 0 .6em}
dt{color:var(--soft);font-size:.8rem}
dd{margin:0}
.card dd{font-size:.95rem;line-height:1.45}
.box{border-left:4px solid var(--assumed-line);background:var(--assumed);border-radius:4px;padding:12px 16px;margin:1.6em 0}
.box h2,.box h3{margin:0 0 .4em;font-size:1.05rem}
.box ul{margin:0;padding-left:1.2em}
figure{margin:0 0 2.6em}
figcaption{max-width:66em;margin-top:.4em}
.scroll{overflow-x:auto;overscroll-behavior-x:contain}
.scroll:focus-visible{outline:2px solid #0072b2;outline-offset:2px}
.chart svg{display:block;max-width:100%;min-width:660px;height:auto}
.chart text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);font-size:.85rem;padding:0 0 .4em}
th,td{text-align:left;vertical-align:top;padding:5px 14px 5px 0;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--soft);vertical-align:bottom}
tbody th{font-weight:400}
.figures td,.figures thead th:not(:first-child){text-align:right;white-space:nowrap;padding-right:0;padding-left:14px}
.figures tbody th{min-width:8.5em}.group th{font-weight:600;padding-top:1em}
.verdict{font-weight:600;white-space:nowrap}
.met{color:var(--good)}.violated{color:var(--bad)}.inconclusive{color:var(--open)}
.verdict+.figure{display:block}
.model{color:var(--soft)}
.trust{white-space:nowrap}
.trust.assumed{color:var(--open);font-weight:600}
.sources{color:var(--soft);font-size:.875rem;padding-left:1.2em}
details{margin:.4em 0;border-bottom:1px solid var(--line)}
summary{cursor:pointer;padding:.4em 0}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
#made dl>div{display:grid;grid-template-columns:minmax(9em,15em) 1fr;gap:4px 16px}
#made dt{font-size:.9rem}
main{padding-bottom:60px}
.tip{position:fixed;z-index:2;pointer-events:none;background:var(--paper);color:var(--ink);border:1px solid var(--soft);border-radius:4px;padding:6px 10px;font-size:.8rem;line-height:1.4;box-shadow:0 2px 8px rgba(0,0,0,.2)}
.tip table{width:auto;font-size:inherit}
.tip td,.tip th{border:0;padding:0 0 0 12px;text-align:right;font-weight:400}
.tip th{padding-left:0;text-align:left;color:var(--soft)}
.tip[hidden]{display:none}
@media (max-width:600px){.figures tbody th{position:sticky;left:0;background:var(--paper)}header{padding-top:24px}h1{font-size:1.55rem}.verdict-line{font-size:1.1rem}#made dl>div{grid-template-columns:1fr}header,main{padding-left:14px;padding-right:14px}}
@media (prefers-color-scheme:dark){
.chart [fill="${ink}"]{fill:var(--ink)}.chart [stroke="${ink}"]{stroke:var(--ink)}
.chart [fill="${inkSoft}"]{fill:var(--soft)}.chart [stroke="${inkSoft}"]{stroke:var(--soft)}
.chart [stroke="${gridColour}"]{stroke:var(--line)}
.chart [stroke="#0072b2"]{stroke:#4aa3df}.chart text[fill="#0072b2"]{fill:#5ab1e6}.chart text[fill="#c1272d"]{fill:#ff7b72}.chart [stroke="#c1272d"]{stroke:#ff7b72}.chart text[fill="#b0569b"]{fill:#d98cc6}}
@media print{:root{--paper:#fff;--ink:${ink};--soft:${inkSoft};--line:${gridColour};--panel:#f6f7f9;--assumed:#fff6e0}body{font-size:9.5pt}.cards{grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px}h2{margin-top:1.6em}header,main{max-width:none;padding:0}section h2{break-after:avoid}figure,.card,.box,tr{break-inside:avoid}.chart svg{min-width:0}.scroll{overflow:visible}#decisions details{display:none}a{color:inherit}}
`;
