/** Training, step by step or continuously, forth and back. */
import type { Command } from './command.ts';

const randomSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000;

export const trainCommands: readonly Command[] = [
  {
    id: 'train.runPause',
    group: 'Train',
    title: 'Run or pause',
    keys: ['F5', 'Ctrl+Enter'],
    run: (b) => void b.run.toggle(),
  },
  { id: 'train.step', group: 'Train', title: 'One step', keys: ['F10'], run: (b) => void b.run.stepOnce() },
  {
    id: 'train.stepExample',
    group: 'Train',
    title: 'One step on the next example alone',
    keys: ['Ctrl+F10'],
    run: (b) => void b.run.stepOneExample(),
  },
  {
    id: 'train.runUntil',
    group: 'Train',
    title: 'Run until the condition chosen last, or pause',
    keys: ['F7'],
    run: (b) => void b.stepping.toggle(),
  },
  {
    id: 'train.stepBack',
    group: 'Train',
    title: 'One step back',
    keys: ['F8'],
    run: (b) => void b.run.timeline.stepBack(),
  },
  {
    id: 'train.playBackward',
    group: 'Train',
    title: 'Play the run backward, or stop',
    keys: ['Shift+F8'],
    run: (b) => void b.run.timeline.playBackward(),
  },
  {
    id: 'train.branch',
    group: 'Train',
    title: 'New branch from this step',
    keys: ['Ctrl+B'],
    run: (b) => void b.run.timeline.fork(),
  },
  {
    id: 'train.advance',
    group: 'Train',
    title: 'Next phase: forward, loss, backward, update',
    keys: ['F9'],
    run: (b) => void b.run.advance(),
  },
  {
    id: 'train.reset',
    group: 'Train',
    title: 'Reset to the same seed',
    keys: ['Shift+F5'],
    run: (b) => void b.reset('same'),
  },
  {
    id: 'train.newSeed',
    group: 'Train',
    title: 'New seed',
    keys: ['Shift+F9'],
    run: (b) => void b.reset(randomSeed()),
  },
];
