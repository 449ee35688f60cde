/** The window's figures as tables for people. */
import { median } from '../statistics.mjs';

/** Milliseconds of a frame's script, of the longest task, of a refresh of the knob's curve, and share of training's speed that the window may cost. */
const TARGETS = { script: 8, longest: 50, slowdown: 0.05, curve: 16 };

export function reportWindow(scenes, chart, curves = []) {
  const parts = [];
  if (scenes.length > 0) {
    parts.push(
      table([
        ['', 'script ms a frame: median', 'p95', 'worst', 'thread busy', 'longest task', 'fps', 'key to pixel'],
        ...scenes.map((scene) => [
          scene.title,
          mark(both(scene, median), median(scene.processor) <= TARGETS.script),
          both(scene, (values) => quantile(values, 0.95)),
          both(scene, (values) => Math.max(...values)),
          number(median(scene.busy)),
          mark(
            `${number(scene.longestProcessor)} (${number(scene.longest)})`,
            scene.longestProcessor <= TARGETS.longest,
          ),
          number(scene.fps),
          scene.pixel.length > 0 ? number(median(scene.pixel)) : '',
        ]),
      ]),
      table([
        ['', 'steps/s alone', 'with the window', 'slower', 'slower by processor time'],
        ...scenes.map(({ title, stepsPerSecond, slowdown, slowdownByProcessor }) => [
          title,
          number(stepsPerSecond.alone),
          number(stepsPerSecond.window),
          percent(slowdown),
          mark(percent(slowdownByProcessor), !(slowdownByProcessor > TARGETS.slowdown)),
        ]),
      ]),
    );
  }
  if (chart) {
    parts.push(
      table([
        [chart.title, 'script ms a frame: median', 'p95', 'worst', 'longest task', 'fps'],
        ...['append', 'zoom', 'pan'].map((key) => [
          key,
          both(chart[key], median),
          both(chart[key], (values) => quantile(values, 0.95)),
          both(chart[key], (values) => Math.max(...values)),
          mark(
            `${number(chart[key].longestProcessor)} (${number(chart[key].longest)})`,
            chart[key].longestProcessor <= TARGETS.longest,
          ),
          number(chart[key].fps),
        ]),
      ]),
    );
  }
  if (curves.length > 0) {
    parts.push(
      table([
        ["the knob's curve", 'examples', 'ms a refresh: median', 'p95', 'worst'],
        ...curves.map(({ title, examples, milliseconds }) => [
          title,
          number(examples),
          mark(number(median(milliseconds)), median(milliseconds) <= TARGETS.curve),
          number(quantile(milliseconds, 0.95)),
          number(Math.max(...milliseconds)),
        ]),
      ]),
      `A refresh of the knob's curve is wanted within ${TARGETS.curve} ms; by the clock, in the runtime that the page has, without a window.`,
    );
  }
  parts.push(
    `Milliseconds by the processor's time, by the clock in brackets. Wanted: a frame's script < ${TARGETS.script} ms, no task > ${TARGETS.longest} ms,\n` +
      `training slower by at most ${percent(TARGETS.slowdown)}; "!" marks what misses it. Drawn in software, without a graphics processor.`,
  );
  return `\n${parts.join('\n')}`;
}

const both = ({ script, processor }, of) => `${number(of(processor))} (${number(of(script))})`;
const mark = (text, isWithin) => (isWithin ? text : `! ${text}`);
const percent = (share) => (Number.isNaN(share) ? '' : `${(100 * share).toFixed(1)} %`);
const number = (value) =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 100 ? value.toFixed(0) : value.toFixed(1);

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n')
    .concat('\n');
}
