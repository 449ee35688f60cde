/** The figures as tables for people. */

/** @param task the task; `results` one entry per case, each with its `rows`; `earlier` the results of the tasks before */
export function reportTask(task, results, earlier) {
  const tables = task.cases.length === 1 ? [caseTable(task, results[0], earlier)] : crossTables(task, results);
  const notes = notesOf(results.flatMap(({ rows }) => rows));
  return [`\n${task.title}`, ...tables, ...notes, othersLine(results)].filter(Boolean).join('\n');
}

/** Said when other programs used more than a twentieth of the machine. */
function othersLine(results) {
  const share = Math.max(...results.map(({ othersShare }) => othersShare ?? 0));
  return share < 0.05 ? '' : `Other programs used ${Math.round(100 * share)} % of the processors meanwhile.`;
}

function caseTable(task, { testCase, rows }, earlier) {
  const { unit, perStep, lossSteps, comparePerEdgeTo, edges } = testCase;
  const compared = earlier.find(({ name }) => name === comparePerEdgeTo)?.cases[0].rows;
  const numbers = noteNumbers(rows);
  const head = ['', 'steps/s', '[lowest .. highest]', `${unit}/s`, 'ours/theirs', `loss at ${lossSteps}`, 'peak MB'];
  if (edges) head.push('ns/edge');
  if (compared) head.push('x its layers');
  const lines = rows.map((row) => {
    const { median, lowest, highest } = row.stepsPerSecond;
    const line = [
      row.contender + numbers(row),
      number(median),
      `[${number(lowest)} .. ${number(highest)}]`,
      number(median * perStep),
      ratio(row.ratio),
      loss(row.loss),
      megabytes(row.peakKilobytes),
    ];
    if (edges) line.push(number(row.nanosecondsPerEdge));
    const layered = compared?.find(({ contender }) => contender === row.contender);
    if (compared) line.push(layered ? number(row.nanosecondsPerEdge / layered.nanosecondsPerEdge) : '');
    return line;
  });
  return table([head, ...lines]);
}

/** A task of several cases: a table per quantity, a column per case. */
function crossTables(task, results) {
  const everyRow = results.flatMap(({ rows }) => rows);
  const names = [...new Set(everyRow.map(({ contender }) => contender))];
  const numbers = noteNumbers(everyRow);
  const cross = (title, cell) => {
    const head = [title, ...results.map(({ testCase }) => testCase.name)];
    const lines = names.map((name) => [
      name + numbers(everyRow.find(({ contender }) => contender === name)),
      ...results.map(({ rows }) => {
        const row = rows.find(({ contender }) => contender === name);
        return row ? cell(row) : '';
      }),
    ]);
    return table([head, ...lines]);
  };
  const { unit } = task.cases[0];
  const tables = [cross(`${unit}/s`, (row) => number(row.perSecond))];
  if (everyRow.some((row) => row.ratio !== null)) tables.push(cross('ours/theirs', (row) => ratio(row.ratio)));
  if (unit === 'samples') tables.push(cross('ms per step', (row) => number(1000 / row.stepsPerSecond.median)));
  tables.push(cross(task.lossTitle ?? 'loss', (row) => loss(row.loss)));
  tables.push(cross('peak MB', (row) => megabytes(row.peakKilobytes)));
  return tables;
}

const uniqueNotes = (rows) => [...new Set(rows.flatMap(({ notes }) => notes))];

function noteNumbers(rows) {
  const unique = uniqueNotes(rows);
  return ({ notes }) => notes.map((note) => ` [${unique.indexOf(note) + 1}]`).join('');
}

const notesOf = (rows) => uniqueNotes(rows).map((note, i) => `[${i + 1}] ${note}`);

function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n')
    .concat('\n');
}

/** Three figures: more would be noise. */
function number(value) {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(value)));
  const rounded = value >= 1000 ? Number(value.toPrecision(3)) : value;
  return rounded.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const ratio = (value) => (value === null ? '' : number(value));
const loss = (value) => (Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toFixed(5));
const megabytes = (kilobytes) => (kilobytes / 1024).toFixed(0);
