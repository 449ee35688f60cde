/**
 * Draws how a language model learned beside nanoGPT's own curve, as docs/pictures/learning-curve.svg:
 * `node bench/learning-curve.mjs SUMMARIES FILE.svg`, where SUMMARIES holds what `weightroom train preset:gpt-char-small --data FILE
 * --seed S --json` printed, a line for each seed.
 */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Validation loss of nanoGPT's train.py in its CPU configuration on tiny Shakespeare (PyTorch 1.13, one seed), each the mean over
 * 20 random batches of 12 windows, as that configuration measures.
 */
const reference = [
  [0, 4.1649],
  [250, 2.4447],
  [500, 2.3141],
  [750, 2.1905],
  [1000, 2.0528],
  [1250, 2.0089],
  [1500, 1.9225],
  [1750, 1.8921],
  [2000, 1.8857],
];
/** Standard error of a mean over 240 windows of 64 characters, measured on a trained model. */
const REFERENCE_ERROR = 0.015;

const [width, height] = [800, 420];
const plot = { left: 56, right: 600, top: 48, bottom: 368 };
const [steps, highest, lowest] = [2000, 2.6, 1.7];
const ink = { text: '#1b1c1e', muted: '#5f636b', line: '#e5e5e1', reference: '#5f636b', runs: '#5b4bdb' };
const dashes = ['none', '7 3', '2 3'];

const x = (step) => plot.left + (step / steps) * (plot.right - plot.left);
const y = (loss) => plot.top + ((highest - loss) / (highest - lowest)) * (plot.bottom - plot.top);
const fixed = (value) => value.toFixed(1);

const text = (at, down, content, { anchor = 'start', fill = ink.muted, size = 12 } = {}) =>
  `<text x="${fixed(at)}" y="${fixed(down)}" text-anchor="${anchor}" fill="${fill}" font-size="${size}">${content}</text>`;
const line = (x1, y1, x2, y2, stroke, more = '') =>
  `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}" stroke="${stroke}"${more}/>`;

function path(points, dash, stroke) {
  const d = points.map(([step, loss], i) => `${i ? 'L' : 'M'}${fixed(x(step))} ${fixed(y(loss))}`).join('');
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="1.6" stroke-dasharray="${dash}" clip-path="url(#plot)"/>`;
}

function axes() {
  const parts = [];
  for (let loss = lowest; loss <= highest + 1e-9; loss += 0.1) {
    parts.push(line(plot.left, y(loss), plot.right, y(loss), ink.line));
    parts.push(text(plot.left - 8, y(loss) + 4, loss.toFixed(1), { anchor: 'end' }));
  }
  for (let step = 0; step <= steps; step += 500)
    parts.push(text(x(step), plot.bottom + 20, step, { anchor: 'middle' }));
  parts.push(text((plot.left + plot.right) / 2, plot.bottom + 40, 'step', { anchor: 'middle' }));
  return parts;
}

function referenceMarks() {
  return reference
    .filter(([, loss]) => loss <= highest)
    .flatMap(([step, loss]) => [
      line(
        x(step),
        y(loss - REFERENCE_ERROR),
        x(step),
        y(loss + REFERENCE_ERROR),
        ink.reference,
        ' stroke-width="1.6"',
      ),
      `<circle cx="${fixed(x(step))}" cy="${fixed(y(loss))}" r="3.5" fill="#ffffff" stroke="${ink.reference}" stroke-width="1.6"/>`,
    ]);
}

/** Names at the right, one below the other, each beside a sample of its line. */
function legend(entries) {
  return entries.flatMap(({ name, dash, stroke, value }, i) => {
    const down = plot.top + 40 + 40 * i;
    return [
      line(
        plot.right + 16,
        down - 4,
        plot.right + 44,
        down - 4,
        stroke,
        ` stroke-width="1.6" stroke-dasharray="${dash}"`,
      ),
      text(plot.right + 52, down, name, { fill: ink.text }),
      text(plot.right + 52, down + 16, value),
    ];
  });
}

function draw(runs) {
  const entries = [
    {
      name: 'nanoGPT',
      dash: 'none',
      stroke: ink.reference,
      value: `${reference.at(-1)[1].toFixed(3)} ± ${REFERENCE_ERROR}`,
    },
    ...runs.map(({ seed, validationLoss }, i) => ({
      name: `seed ${seed}`,
      dash: dashes[i % dashes.length],
      stroke: ink.runs,
      value: `${validationLoss.toFixed(3)} over all of it`,
    })),
  ];
  const curves = runs.map(({ evaluations }, i) =>
    path(
      evaluations.map(({ step, validationLoss }) => [step, validationLoss]),
      dashes[i % dashes.length],
      ink.runs,
    ),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="Validation loss by step">`,
    `<rect width="${width}" height="${height}" rx="10" fill="#ffffff"/>`,
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top}" width="${plot.right - plot.left + 4}" height="${plot.bottom - plot.top}"/></clipPath>`,
    text(plot.left, 28, 'Validation loss in nats, from 4.2 at step 0; ours at twice the learning rate', {
      fill: ink.text,
      size: 13,
    }),
    ...axes(),
    path(reference, 'none', ink.reference),
    ...curves,
    ...referenceMarks(),
    ...legend(entries),
    '</svg>\n',
  ].join('\n');
}

const [summaries, target] = process.argv.slice(2);
if (!target) throw new Error('Name the summaries and the picture: node bench/learning-curve.mjs SUMMARIES FILE.svg');
const runs = readFileSync(summaries, 'utf8')
  .trim()
  .split('\n')
  .map((entry) => JSON.parse(entry));
writeFileSync(target, draw(runs));
