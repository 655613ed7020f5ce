import type { PanelInput } from './svg-panel';
import { PANEL_HEIGHT, PANEL_WIDTH, toPanel } from './svg-panel';

/** Light and dark follow the reader's system; as an image in a page too. */
const STYLE = `
  svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d8dee4; --bar: #2f6fdb; --limit: #c4141f; --over: #b35900; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9aa4ae; --grid: #30363d; --bar: #4c8dff; --limit: #ff7b72; --over: #f0a04b; }
  }
  .paper { fill: var(--paper) }
  text { font: 12px system-ui, sans-serif; fill: var(--ink) }
  .title { font-size: 15px; font-weight: 600 }
  .soft { fill: var(--soft) }
  .grid { stroke: var(--grid) }
  .axis { stroke: var(--soft) }
  .bar { fill: var(--bar) }
  .other { fill: none; stroke: var(--soft); stroke-opacity: 0.7 }
  .mark { stroke: var(--paper); stroke-width: 4px; paint-order: stroke; stroke-dasharray: none }
  line.seen { stroke: var(--ink) }
  line.limit { stroke: var(--limit); stroke-dasharray: 5 3 }
  text.limit { fill: var(--limit) }
  rect.over { fill: url(#hatch); stroke: var(--over) }
  .hatch { stroke: var(--over); stroke-width: 2 }
  text.over { fill: var(--over); stroke: var(--paper); stroke-width: 4px; paint-order: stroke }`;

/** Histograms below each other, as one SVG document. */
export const toSvg = (panels: readonly PanelInput[]): string => {
  const height = PANEL_HEIGHT * panels.length;
  const drawn = panels.map((panel, index) => toPanel(panel, index * PANEL_HEIGHT)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PANEL_WIDTH} ${height}" width="${PANEL_WIDTH}" height="${height}" role="img">
<style>${STYLE}
</style>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>
<rect class="paper" width="${PANEL_WIDTH}" height="${height}"/>
${drawn}
</svg>
`;
};
