/** The training process: the core behind a port, with no window, no files and no network. */
import { serve } from '../../core/protocol/channel.ts';
import { trainerCalls, type FrameEvent } from '../../core/protocol/contract.ts';
import { kernelStock } from '../threads/kernel-stock.ts';
import { TextDesk } from './text-desk.ts';
import { TableImport } from './table-import.ts';
import { TrainingLoop } from './training-loop.ts';

process.parentPort.on('message', ({ ports }) => {
  const port = ports[0];
  if (!port) return;
  let sendEvent: (name: string, content: unknown) => void = () => undefined;
  const loop = new TrainingLoop({
    now: () => performance.now(),
    soon: (callback) => void setImmediate(callback),
    kernelsFor: kernelStock(),
    sendFrame: (frame, content) => sendEvent('frame', { frame, content } satisfies FrameEvent),
  });
  const desk = new TextDesk({
    now: () => performance.now(),
    soon: (callback) => void setImmediate(callback),
    sendProgress: (progress) => sendEvent('textProgress', progress),
  });
  const table = new TableImport();
  const channel = {
    post: (message: unknown) => port.postMessage(message),
    listen: (listener: (message: unknown) => void) => void port.on('message', ({ data }) => listener(data)),
  };
  sendEvent = serve(channel, trainerCalls, {
    load: (input) => loop.load(input),
    setParameters: ({ parameters }) => {
      loop.setParameters(parameters);
      return {};
    },
    configure: ({ training }) => {
      loop.configure(training);
      return {};
    },
    constrain: (constraints) => {
      loop.constrain(constraints);
      return {};
    },
    step: ({ count }) => loop.step(count),
    advance: () => loop.advance(),
    stepOneExample: () => loop.stepOneExample(),
    run: ({ until }) => {
      loop.run(until);
      return {};
    },
    pause: () => loop.pause(),
    visit: (input) => loop.visit(input),
    traceStep: () => loop.traceStep(),
    fork: () => loop.fork(),
    removeBranch: ({ branch }) => {
      loop.removeBranch(branch);
      return {};
    },
    restore: (input) => loop.restore(input),
    beginTable: (input) => {
      table.begin(input);
      return {};
    },
    pushTable: (input) => table.push(input),
    readTable: (input) => table.table(input),
    dropTable: () => {
      table.drop();
      return {};
    },
    openText: ({ name, bytes, choice }) => desk.openText(name, bytes, choice),
    openCorpus: ({ name }) => desk.openCorpus(name),
    learnTokenizer: ({ kind, settings }) => desk.learn(kind, settings),
    importTokenizer: ({ name, bytes }) => desk.importTokenizer(name, bytes),
    exportTokenizer: () => ({ bytes: desk.exportTokenizer() }),
    cancelText: () => {
      desk.cancel();
      return {};
    },
    acknowledge: ({ frame }) => {
      loop.acknowledge(frame);
      return {};
    },
  });
  port.start();
});
