/**
 * What the page's thread did, from Chromium's own trace: every task and every script with its time by the clock and by the
 * processor. On a busy machine the processor's time is what can be compared.
 */
import { readFileSync, rmSync } from 'node:fs';

const FRAME = 'benchmark-frame';
/** What runs script, or hands data to it; those within another are counted once. */
const SCRIPTS = new Set([
  'FunctionCall',
  'EvaluateScript',
  'RunMicrotasks',
  'FireAnimationFrame',
  'TimerFire',
  'EventDispatch',
  'HandlePostMessage',
  'V8.GCScavenger',
  'MajorGC',
  'MinorGC',
]);
const TASKS = new Set(['ThreadControllerImpl::RunTask', 'RunTask']);

/** Marks every frame while `action` runs. @returns figures of the frames, see `analyse` */
export async function traced(app, action) {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: ['toplevel', 'devtools.timeline', 'v8', 'blink.user_timing', '__metadata'],
      excluded_categories: ['*'],
    }),
  );
  await app.page.evaluate((name) => {
    window.benchmarkGoes = true;
    const tick = () => {
      performance.mark(name);
      performance.clearMarks(name);
      if (window.benchmarkGoes) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }, FRAME);
  await action();
  await app.page.evaluate(() => (window.benchmarkGoes = false));
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file, { force: true });
  return analyse(traceEvents);
}

/**
 * @returns { fps, script: ms of each frame, processor: the same by the processor, busy: all of the thread's work by the
 *   processor, longest: the longest task, longestProcessor }
 */
export function analyse(events) {
  const thread = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const marks = events.filter(({ name }) => name === FRAME);
  const at = marks[0] ?? thread;
  const own = events.filter(({ pid, tid, ph }) => pid === at.pid && tid === at.tid && ph === 'X');
  const starts = marks.map(({ ts }) => ts).sort((a, b) => a - b);
  if (starts.length < 3) throw new Error('The trace holds no frames: was the window visible?');
  const frames = starts.slice(1).map(() => ({ script: 0, processor: 0, busy: 0 }));
  const frameAt = (ts) => frames[indexOf(starts, ts)];
  let longest = 0;
  let longestProcessor = 0;
  for (const { ts, dur = 0, tdur = 0 } of outermost(own.filter(({ name }) => TASKS.has(name)))) {
    if (ts < starts[0] || ts > starts.at(-1)) continue;
    longest = Math.max(longest, dur / 1000);
    longestProcessor = Math.max(longestProcessor, tdur / 1000);
    const frame = frameAt(ts);
    if (frame) frame.busy += tdur / 1000;
  }
  for (const { ts, dur = 0, tdur = 0 } of outermost(own.filter(({ name }) => SCRIPTS.has(name)))) {
    const frame = frameAt(ts);
    if (!frame) continue;
    frame.script += dur / 1000;
    frame.processor += tdur / 1000;
  }
  const seconds = (starts.at(-1) - starts[0]) / 1e6;
  return {
    fps: frames.length / seconds,
    script: frames.map(({ script }) => script),
    processor: frames.map(({ processor }) => processor),
    busy: frames.map(({ busy }) => busy),
    longest,
    longestProcessor,
  };
}

/** Those that are not part of another one. */
function outermost(events) {
  const inOrder = events.toSorted((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let end = -Infinity;
  return inOrder.filter(({ ts, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** Index of the last start not after a time; -1 before the first. */
function indexOf(starts, ts) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= ts) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
