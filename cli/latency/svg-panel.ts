import type { CpuHistogram } from '../../adapters/rt-tests/parsed-measurement';
import type { LatencyHistogram } from '../../domain/hosts/latency/histogram';
import { FINE_STEPS, toBins } from './bins';
import type { Mark } from './figures';
import type { Scale } from './svg-scale';
import { ceilToDecade, createLogScale, floorToDecade } from './svg-scale';

export interface PanelInput {
  readonly title: string;
  readonly subtitle: string;
  /** The CPU that is drawn as bars. */
  readonly worst: CpuHistogram;
  /** Drawn as outlines. */
  readonly others: readonly CpuHistogram[];
  readonly marks: readonly { readonly seen: Mark; readonly limit?: Mark }[];
}

export const PANEL_WIDTH = 880;
export const PANEL_HEIGHT = 460;
const LEFT = 70;
/** Words to the right of the last line have room. */
const RIGHT = PANEL_WIDTH - 140;
const MARKS_TOP = 78;
const MARK_HEIGHT = 17;
const TOP = MARKS_TOP + 5 * MARK_HEIGHT;
const BOTTOM = PANEL_HEIGHT - 56;
/** The height of one sample. */
const ONE_SAMPLE = 12;
/** More outlines than that tell nothing. */
const MOST_OTHERS = 16;

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/** One histogram: latency to the right, samples upwards, both logarithmic. */
export const toPanel = (input: PanelInput, offsetY: number): string => {
  const { title, subtitle, worst, others, marks } = input;
  const scales = scalesOf([worst, ...others], marks);
  return [
    `<g transform="translate(0 ${offsetY})">`,
    text(LEFT, 28, title, 'title'),
    text(LEFT, 48, subtitle, 'soft'),
    ...axes(scales),
    ...bars(worst.histogram, scales),
    ...others.slice(0, MOST_OTHERS).map(({ histogram }) => outline(histogram, scales)),
    ...overflow(worst.histogram, scales),
    ...markers(marks, scales.x),
    '</g>',
  ].join('\n');
};

const scalesOf = (cpus: readonly CpuHistogram[], marks: PanelInput['marks']): Scales => {
  const limits = marks.flatMap(({ limit }) => limit?.us ?? []);
  const lows = cpus.flatMap(({ histogram }) => histogram.buckets[0]?.us ?? histogram.maxUs);
  const highs = cpus.map(({ histogram }) => histogram.maxUs);
  const counts = cpus.flatMap(({ histogram }) => [
    histogram.overflow,
    ...toBins(histogram, FINE_STEPS).map(({ samples }) => samples),
  ]);
  const low = floorToDecade(Math.min(...lows, ...limits));
  const high = Math.max(low * 10, ceilToDecade(Math.max(...highs, ...limits) + 1));
  return {
    x: createLogScale([low, high], [LEFT, RIGHT]),
    // One sample stands above the axis, so that it is seen.
    y: createLogScale([1, ceilToDecade(Math.max(...counts))], [BOTTOM - ONE_SAMPLE, TOP]),
  };
};

const axes = ({ x, y }: Scales): readonly string[] => [
  ...y.decades.flatMap((count) => [
    line('grid', LEFT, y.at(count), RIGHT, y.at(count)),
    text(LEFT - 8, y.at(count) + 4, toCount(count), 'soft', 'end'),
  ]),
  ...x.decades.flatMap((us) => [
    line('axis', x.at(us), BOTTOM, x.at(us), BOTTOM + 6),
    text(x.at(us), BOTTOM + 21, toCount(us), 'soft', 'middle'),
  ]),
  line('axis', LEFT, BOTTOM, RIGHT, BOTTOM),
  text((LEFT + RIGHT) / 2, BOTTOM + 43, 'latency in µs (logarithmic)', 'soft', 'middle'),
  `<text class="soft" text-anchor="middle" transform="translate(18 ${(TOP + BOTTOM) / 2}) rotate(-90)">samples (logarithmic)</text>`,
];

const bars = (histogram: LatencyHistogram, { x, y }: Scales): readonly string[] =>
  toBins(histogram, FINE_STEPS)
    .filter(({ samples }) => samples > 0)
    .map(({ fromUs, toUs, samples }) => {
      const left = x.at(fromUs);
      const width = Math.max(1.5, x.at(toUs) - left - 1);
      return rect('bar', left, y.at(samples), width, BOTTOM - y.at(samples));
    });

const outline = (histogram: LatencyHistogram, { x, y }: Scales): string => {
  const path = toBins(histogram, FINE_STEPS)
    .map(({ fromUs, toUs, samples }) => {
      const height = samples === 0 ? BOTTOM : y.at(samples);
      return `${x.at(fromUs)} ${height}H${x.at(toUs)}`;
    })
    .join('L');
  return `<path class="other" d="M${path}V${BOTTOM}"/>`;
};

/** From the histogram's bound to the longest: somewhere there, nobody knows where. */
const overflow = (histogram: LatencyHistogram, { x, y }: Scales): readonly string[] => {
  if (histogram.overflow === 0) return [];
  const left = x.at(histogram.overflowFromUs);
  const width = Math.max(4, x.at(histogram.maxUs) - left);
  const top = y.at(histogram.overflow);
  const label = `overflow: ${histogram.overflow} samples`;
  return [
    rect('over', left, top, width, BOTTOM - top),
    left > (LEFT + RIGHT) / 2
      ? text(left + width, top - 6, label, 'over', 'end')
      : text(left, top - 6, label, 'over'),
  ];
};

/** What was seen and what is allowed, a row per figure; whichever lies left has its text on its left. */
const markers = (marks: PanelInput['marks'], x: Scale): readonly string[] => {
  const flags = marks.flatMap(({ seen, limit }, row): readonly Flag[] => {
    const top = MARKS_TOP + row * MARK_HEIGHT;
    const place = (mark: Mark, kind: Flag['kind'], isLeft?: boolean): Flag => {
      return { mark, kind, top, at: x.at(mark.us), isLeft };
    };
    if (limit === undefined) return [place(seen, 'seen')];
    const isSeenLeft = seen.us <= limit.us;
    return [place(seen, 'seen', isSeenLeft), place(limit, 'limit', !isSeenLeft)];
  });
  // Words over lines, so that every one can be read.
  return [
    ...flags.map(({ kind, at, top }) => line(kind, at, top - 10, at, BOTTOM)),
    ...flags.map(words),
  ];
};

interface Flag {
  readonly mark: Mark;
  readonly kind: 'seen' | 'limit';
  readonly top: number;
  readonly at: number;
  /** Where its words had better stand; undefined where that is all the same. */
  readonly isLeft?: boolean;
}

const words = ({ mark, kind, top, at, isLeft }: Flag): string => {
  const label = `${mark.label} µs`;
  const room = label.length * 7;
  const left = isLeft ?? at + room > PANEL_WIDTH;
  const fits = left ? at - room > 0 : at + room < PANEL_WIDTH;
  const anchor = left === fits ? 'end' : 'start';
  return text(at + (anchor === 'end' ? -5 : 5), top, label, `mark ${kind}`, anchor);
};

const line = (kind: string, x1: number, y1: number, x2: number, y2: number): string =>
  `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

const rect = (kind: string, x: number, y: number, width: number, height: number): string =>
  `<rect class="${kind}" x="${x}" y="${y}" width="${tenth(width)}" height="${tenth(Math.max(0, height))}"/>`;

const text = (x: number, y: number, said: string, kind: string, anchor = 'start'): string =>
  `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escapeXml(said)}</text>`;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** 1000000 is read as 1M. */
const toCount = (value: number): string => {
  if (value >= 1e9) return `${value / 1e9}G`;
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1e4 ? `${value / 1e3}k` : String(value);
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escapeXml = (said: string): string =>
  said.replaceAll(/\p{Cc}/gu, ' ').replaceAll(/[&<>"]/g, (it) => ENTITIES[it] ?? it);
