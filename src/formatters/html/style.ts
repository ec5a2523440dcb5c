/** How the page looks. No colour carries a meaning alone; each pair of text and ground has a contrast of at least 4.5. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#f4f5f8;--card:#fff;--ink:#1a2230;--quiet:#545f70;--rule:#dce0e8;--life:#c3cad6;--link:#0a57a8;--code:#f5f6f9;--mark:#ffe58a;--mark-ink:#1a2230;
--ok:#12642f;--ok-ground:#e6f4ea;--bad:#a51d16;--bad-ground:#fce9e7;--open:#6f4a00;--open-ground:#fdf1d3;--idle:#545f70;--idle-ground:#eef0f4;--info:#0a57a8;--info-ground:#e6f0fb;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
@media (prefers-color-scheme:dark){:root{--ground:#12161d;--card:#1a2029;--ink:#e5e9f0;--quiet:#a5afbf;--rule:#313a48;--life:#465264;--link:#85bdff;--code:#141a22;--mark:#6b5600;--mark-ink:#fff3c4;
--ok:#84dda4;--ok-ground:#15311f;--bad:#ffa198;--bad-ground:#3f1b19;--open:#f3cb70;--open-ground:#372c0e;--idle:#a5afbf;--idle-ground:#232b37;--info:#85bdff;--info-ground:#14293f}}
*,::before,::after{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 var(--sans);-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-999em;background:var(--card);padding:.5rem 1rem}.skip:focus{left:1rem;top:1rem;z-index:9}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.top,main,footer{max-width:76rem;margin:0 auto;padding:0 1.5rem}
.top{padding-top:2rem}footer{padding-bottom:2.5rem;color:var(--quiet);font-size:.875rem}
.brand{margin:0;font:600 .875rem/1 var(--mono);color:var(--quiet)}.brand span{font-weight:400}
h1{margin:.5rem 0 .25rem;font-size:1.75rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
.summary{margin:0 0 .75rem;font-size:1.0625rem;color:var(--quiet)}
.tally{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:0 0 1rem}
nav ul,.inline{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
nav{border-bottom:1px solid var(--rule);padding-bottom:.75rem}
h2{margin:2.25rem 0 .75rem;font-size:1.3125rem;line-height:1.3}
h3{margin:0 0 .375rem;font-size:1.0625rem;line-height:1.4}h3 small{font-weight:400;font-size:.875rem;color:var(--quiet);margin-left:.375rem}
h4{margin:1.5rem 0 .5rem;font-size:1rem}
.legend{max-width:60rem;margin:0 0 1rem;color:var(--quiet);font-size:.9375rem}.legend b{color:var(--ink)}
.left-out{margin:.75rem 0;padding:.5rem .875rem;background:var(--open-ground);color:var(--open);border-radius:6px}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:1.125rem 1.25rem;margin:0 0 1rem}
.facts{margin:0 0 .75rem;color:var(--quiet);font-size:.875rem;display:flex;flex-wrap:wrap;gap:.125rem .875rem}
.at{font:.8125rem/1.5 var(--mono);color:var(--quiet)}
.badge{display:inline-block;padding:.0625rem .5rem;border-radius:99px;font-size:.8125rem;line-height:1.375rem;white-space:nowrap;font-weight:600}.badge b{font-variant-numeric:tabular-nums}
.badge.ok,td.ok{background:var(--ok-ground);color:var(--ok)}.badge.bad,td.bad{background:var(--bad-ground);color:var(--bad)}.badge.open,td.open{background:var(--open-ground);color:var(--open)}.badge.idle{background:var(--idle-ground);color:var(--idle)}td.idle{color:var(--idle)}.unasked{font-size:.8125rem}td.soft{color:var(--open)}
.method{font:700 .8125rem/1.5 var(--mono);letter-spacing:.01em}.path{font:.875rem/1.5 var(--mono)}
.filter{border:0;margin:0 0 1rem;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center}.filter legend{float:left;padding:0;font-weight:600}.filter label{display:inline-flex;gap:.375rem;align-items:center;min-height:1.75rem}
body:has(#show-blocked:checked) :is(tr,.route):is(.v-allowed,.v-cannot-tell,.v-none),body:has(#show-cannot-tell:checked) :is(tr,.route):is(.v-allowed,.v-blocked,.v-none),body:has(#show-allowed:checked) :is(tr,.route):is(.v-blocked,.v-cannot-tell,.v-none){display:none}
.scroll{overflow-x:auto}
table{border-collapse:separate;border-spacing:0;font-size:.875rem;line-height:1.4}
.matrix{min-width:100%}
.matrix th,.matrix td{padding:.5rem .75rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
.matrix td,.matrix thead th{overflow-wrap:break-word}.matrix thead th{font-weight:600;font-size:.8125rem;color:var(--quiet);vertical-align:bottom;border-bottom-color:var(--life)}
.matrix thead [scope=colgroup]{color:var(--ink);vertical-align:top;border-bottom:0;padding-bottom:0}.matrix thead tr:first-child th[rowspan]{border-bottom:1px solid var(--life)}
.matrix small{display:block;white-space:normal;font-weight:400;font-size:.8125rem;color:inherit}
.matrix tbody th{font-weight:400;min-width:14rem;width:30%;background:var(--card);position:sticky;left:0}.matrix tbody th small{color:var(--quiet)}
.matrix tbody th a{text-decoration:none}.matrix tbody th a:hover{text-decoration:underline}
.matrix td{border-left:1px solid var(--card);min-width:6.5rem}.matrix .first{border-left:2px solid var(--life)}
.matrix td a{display:block;white-space:nowrap;color:inherit;text-decoration:none;font-weight:600;margin:-.5rem -.75rem;padding:.5rem .75rem;height:calc(100% + 1rem)}.matrix td a:hover{text-decoration:underline}
.matrix tbody tr:last-child>*{border-bottom:0}
.more{margin-top:.75rem;font-size:.875rem}
.errors{width:100%}.errors caption{text-align:left;color:var(--quiet);padding:.25rem 0}.errors th,.errors td{padding:.375rem .75rem .375rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}.errors tbody th{font-weight:400;min-width:14rem}.errors thead th{color:var(--quiet);font-size:.8125rem}.errors td:nth-child(2){min-width:5rem;max-width:16rem}.errors td:last-child{min-width:16rem}
.severity{display:inline-block;border-radius:4px;padding:0 .4375rem;font-size:.8125rem;font-weight:700;line-height:1.4rem;margin-right:.25rem}.severity.error{background:var(--bad-ground);color:var(--bad)}.severity.warning{background:var(--open-ground);color:var(--open)}.severity.info{background:var(--info-ground);color:var(--info)}
.finding{border-left-width:4px}.finding.error{border-left-color:var(--bad)}.finding.warning{border-left-color:var(--open)}.finding.info{border-left-color:var(--info)}
.finding h3{font-weight:600}
dl{margin:.75rem 0 0;display:grid;gap:.25rem}dl div{display:grid;grid-template-columns:7rem 1fr;gap:.5rem}dt{color:var(--quiet)}dd{margin:0}
.code{margin:.375rem 0;background:var(--code);border:1px solid var(--rule);border-radius:6px;padding:.3125rem .75rem;display:flex;flex-wrap:wrap;gap:0 1rem;align-items:baseline}
code{font-family:var(--mono);font-size:.9em}.code code{font:.8125rem/1.5 var(--mono);white-space:pre-wrap;min-width:0}
mark{background:var(--mark);color:var(--mark-ink);border-radius:2px;padding:.0625rem 0}
.code .note{flex-basis:100%;margin:.125rem 0 0;font-size:.875rem;color:var(--quiet)}
.console{margin:.5rem 0;border-left:3px solid var(--bad);background:var(--bad-ground);border-radius:0 6px 6px 0;padding:.4375rem .75rem}.console samp{font:.8125rem/1.5 var(--mono);color:var(--bad)}
summary{cursor:pointer;padding:.375rem .25rem;border-radius:6px}summary:hover{background:var(--idle-ground)}summary .badge{margin-left:.375rem}summary small{display:block;margin-left:1.0625rem;color:var(--quiet);font-size:.8125rem}
.with{font-size:.875rem;color:var(--quiet)}
.route{border-top:1px solid var(--rule)}h3+.route{border-top:0}
.route>.inside{padding:.25rem 0 1rem 1.0625rem;scroll-margin-top:3rem}.exchange{margin:.5rem 0;border:1px solid var(--rule);border-radius:8px;padding:.25rem .75rem}.exchange>.inside{padding:.5rem 0 .75rem;scroll-margin-top:4.5rem}
.found{margin:0 0 .75rem;padding:0;list-style:none;display:grid;gap:.25rem}
.return{margin:.75rem 0 0;font-size:.875rem}
.seq{--x:22px;font-size:.875rem}
.parties{display:grid;grid-template-columns:repeat(3,1fr);align-items:end}.two .parties{grid-template-columns:repeat(2,1fr)}
.parties p{margin:0;background:var(--idle-ground);border:1px solid var(--life);border-radius:6px;padding:.25rem .75rem;max-width:95%;justify-self:start}.parties p:nth-child(2){justify-self:center}.parties p:last-child{justify-self:end}.parties span{color:var(--quiet);font:.8125rem var(--mono)}
.seq ol{margin:0;padding:.5rem 0 0;list-style:none;background:linear-gradient(var(--life) 0 0) var(--x) 0/2px 100% no-repeat,linear-gradient(var(--life) 0 0) 50% 0/2px 100% no-repeat,linear-gradient(var(--life) 0 0) calc(100% - var(--x)) 0/2px 100% no-repeat}
.seq.two ol{background:linear-gradient(var(--life) 0 0) var(--x) 0/2px 100% no-repeat,linear-gradient(var(--life) 0 0) calc(100% - var(--x)) 0/2px 100% no-repeat}
.seq ul{margin:0;padding:0;list-style:none}
.seq .stage{margin:.375rem 0 .25rem;text-align:center}.stage span{display:inline-block;background:var(--card);border:1px solid var(--rule);border-radius:4px;padding:0 .75rem;font-weight:600;font-size:.8125rem;color:var(--quiet)}
.msg{position:relative;margin:0 0 .75rem calc(var(--x) + 1px);width:calc(50% - var(--x) - 1px);padding:.25rem 1rem .375rem;border-bottom:2px solid var(--ink)}
.two .msg,.m31{width:calc(100% - 2*var(--x))}.m23,.m32{margin-left:calc(50% + 1px)}
.two .m21,.two .m12{margin-left:calc(var(--x) + 1px)}
.msg.back{border-bottom-style:dashed;border-bottom-color:var(--quiet)}
.msg::after{content:"";position:absolute;bottom:-7px;right:-1px;border:6px solid transparent;border-right-width:0;border-left:9px solid var(--ink)}
.msg.back::after{right:auto;left:-1px;border:6px solid transparent;border-left-width:0;border-right:9px solid var(--quiet)}
.msg p{margin:0}.msg .line{font:.875rem/1.5 var(--mono)}.msg code{font:.8125rem/1.5 var(--mono)}.msg code b{font-weight:400;color:var(--quiet)}.msg .by{font-size:.8125rem;color:var(--quiet)}.msg .at{flex:none}.msg li,.msg .by{display:flex;justify-content:space-between;gap:.75rem;align-items:baseline}
.m31>*{background:var(--card)}.m31{background:linear-gradient(var(--card) 0 0) center/40% 100% no-repeat}
.either{color:var(--ink)}
.who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.check{display:grid;grid-template-columns:24px 1fr;gap:.625rem;margin:0 0 0 calc(var(--x) - 11px)}
.check>div{background:var(--card);min-width:0;padding-bottom:.625rem}.check p{margin:0;text-wrap:pretty}.check ul{list-style:disc;padding-left:1.25rem}
.dot{width:24px;height:24px;border-radius:50%;display:grid;place-items:center;font-size:.8125rem;font-weight:700;border:2px solid var(--card);background:var(--idle-ground);color:var(--idle)}
.ok>.dot{background:var(--ok-ground);color:var(--ok)}.bad>.dot{background:var(--bad-ground);color:var(--bad)}.open>.dot{background:var(--open-ground);color:var(--open)}
.end.ok strong{color:var(--ok)}.end.bad strong{color:var(--bad)}.end.open strong{color:var(--open)}.end .console{margin-top:.375rem}
@media (max-width:44rem){.top,main,footer{padding-left:.875rem;padding-right:.875rem}.card{padding:.875rem}.matrix tbody th{position:static;min-width:11rem}dl div{grid-template-columns:1fr;gap:0}
.seq ol,.seq.two ol{background:linear-gradient(var(--life) 0 0) 11px 0/2px 100% no-repeat}.seq{--x:11px}.parties{display:none}.msg,.two .msg,.m23,.m32,.m31{margin-left:12px;width:auto;background:none}.who{position:static;width:auto;height:auto;clip-path:none;white-space:normal;font-weight:600;font-size:.8125rem}.seq .stage{text-align:left;padding-left:2rem}.route>.inside{padding-left:0}.exchange{padding:.25rem .5rem}.check{margin-left:0}}
@media print{:root{color-scheme:light;--ground:#fff}body{font-size:10pt}.skip,nav,.filter,.return{display:none}.card{break-inside:auto;border-color:#999}.finding,.msg,.check,tr{break-inside:avoid}h2,h3,h4,summary{break-after:avoid}.scroll{overflow:visible}.matrix tbody th{position:static}details:not([open])::details-content{content-visibility:visible;display:block;block-size:auto}summary{list-style:none}.badge,td,.seq ol,.parties p,.dot,mark,.code,.console,.severity{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
