/** The networks that the window is measured with, from small to as large as the app promises to keep fluid. */
export const scenes = [
  { name: 'worked', title: '8 neurons, 18 edges', layers: [4, 3] },
  { name: 'lines', title: '89 neurons, 1,966 edges, all as lines', layers: [40, 46] },
  { name: 'layers', title: '300 neurons, 9,910 edges, 9 layers', layers: [38, 38, 38, 38, 38, 38, 38, 30] },
  { name: 'single', title: '300 single neurons, 2,000 single edges', neurons: 300, edges: 2000 },
  { name: 'tangle', title: '300 single neurons, 10,000 single edges', neurons: 300, edges: 10_000 },
  { name: 'language', title: "a GPT of 804,096 parameters, nanoGPT's CPU configuration", preset: 'gpt-char-small' },
];

/** The knob that answers, computed without a window. */
export const knobCurve = { name: 'curve', title: "the knob's curve" };

/** A run of a million steps, for the chart. */
export const longRun = { name: 'million', title: 'a loss chart of 1,000,000 steps', layers: [4], steps: 1_000_000 };
