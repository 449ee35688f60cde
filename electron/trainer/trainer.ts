/** The training process: the core behind a port, with no window, no files and no network. */
import { serve } from '../../core/protocol/channel.ts';
import { FramePacker } from '../../core/protocol/packed-frame.ts';
import { inParts } from '../../core/protocol/parted-port.ts';
import { trainerCalls, type FrameEvent, type JobEvent } from '../../core/protocol/contract.ts';
import { kernelStock } from '../threads/kernel-stock.ts';
import { IncomingText } from './incoming-text.ts';
import { InsideDesk } from './inside-desk.ts';
import { makeModelOn, openReadyMade } from './model-desk.ts';
import { ShippedDesk } from './shipped-desk.ts';
import { inSlices } from './in-slices.ts';
import { TextDesk } from './text-desk.ts';
import { TextShelf } from './text-shelf.ts';
import { TableImport } from './table-import.ts';
import { Jobs } from './jobs.ts';
import { Sweeps } from './sweeps.ts';
import { TrainingLoop } from './training-loop.ts';
import { WritingDesk } from './writing-desk.ts';

process.parentPort.on('message', ({ ports }) => {
  const port = ports[0];
  if (!port) return;
  let sendEvent: (name: string, content: unknown) => void = () => undefined;
  const clock = { now: () => performance.now(), soon: (callback: () => void) => void setImmediate(callback) };
  const tell = (event: JobEvent): void => sendEvent('job', event);
  const jobs = new Jobs({ ...clock, progress: (job, share) => tell({ job, share, run: null }) });
  const sweeps = new Sweeps((job, share, run) => tell({ job, share, run }));
  const spent = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const packer = new FramePacker();
  const loop = new TrainingLoop({
    ...clock,
    spent,
    kernelsFor: kernelStock(),
    kernelsForLookingBack: () => kernelStock({ threads: 1 }),
    sendMeasured: (measured) => sendEvent('measured', measured),
    sendSample: (sample) => sendEvent('sample', sample),
    sendSampleProblem: (problem) => sendEvent('sampleProblem', problem),
    sendFrame: (frame, content) => sendEvent('frame', { frame, content: packer.pack(content) } satisfies FrameEvent),
  });
  const desk = new TextDesk({
    now: () => performance.now(),
    soon: (callback) => void setImmediate(callback),
    sendProgress: (progress) => sendEvent('textProgress', progress),
  });
  const inside = new InsideDesk({ ...clock, model: () => loop.languageForm, updateWatch: () => loop.updateWatch });
  const incoming = new IncomingText();
  const shelf = new TextShelf();
  const table = new TableImport(clock);
  const writing = new WritingDesk({
    now: () => performance.now(),
    model: () => loop.languageModel,
    kernelsFor: (precision) => kernelStock({ threads: 1 })(precision),
    sendWritten: (event) => sendEvent('written', event),
  });
  const shipped = new ShippedDesk({
    now: () => performance.now(),
    send: (event) => sendEvent('shippedWritten', event),
  });
  const shippedJobs = new Jobs({ ...clock, progress: () => undefined });
  const channel = inParts({
    post: (message) => port.postMessage(message),
    listen: (listener) => void port.on('message', ({ data }) => listener(data)),
  });
  sendEvent = serve(channel, trainerCalls, {
    load: async ({ shelved, ...input }) => {
      const data = shelf.whole(input.data, shelved);
      return loop.prepareAndLoad({ ...input, data }, shelf.prepare(data));
    },
    setParameters: ({ parameters }) => loop.setParameters(parameters),
    configure: ({ training }) => loop.configure(training),
    constrain: (constraints) => loop.constrain(constraints),
    step: ({ count }) => loop.step(count),
    advance: () => loop.advance(),
    stepOneExample: () => loop.stepOneExample(),
    run: ({ until }) => {
      loop.run(until);
      return {};
    },
    pause: () => loop.pause(),
    whole: () => loop.whole(),
    watch: ({ parameters }) => {
      loop.watch(parameters);
      return {};
    },
    visit: (input) => jobs.run(input.job, loop.visit(input)),
    traceStep: ({ job }) => jobs.run(job, loop.traceStep()),
    fork: () => loop.fork(),
    releaseBranch: ({ branch }) => {
      loop.releaseBranch(branch);
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
    memory: () => loop.memory(),
    storeTimeline: ({ mostBytes }) => ({ timeline: loop.store(mostBytes) }),
    copyTimeline: async (input) => ({ timeline: await inSlices(loop.copy(input), clock) }),
    stateAt: (input) => jobs.run(input.job, loop.back.stateAt(input)),
    recall: (input) => jobs.run(input.job, loop.recall(input)),
    life: (input) => jobs.run(input.job, loop.back.life(input)),
    landscape: (input) => jobs.run(input.job, loop.back.landscape(input)),
    baselines: () => loop.baselines,
    profile: (input) => jobs.run(input.job, loop.back.profile(input)),
    sweep: ({ job, ...task }) => sweeps.run(job, task),
    cancelJob: ({ job }) => {
      jobs.cancel(job);
      sweeps.cancel(job);
      return {};
    },
    beginText: (input) => {
      desk.cancel();
      incoming.begin(input);
      return {};
    },
    pushText: ({ bytes }) => {
      incoming.push(bytes);
      return {};
    },
    openText: ({ choice, layout }) => {
      const { name, bytes } = incoming.take();
      return desk.openText(name, bytes, choice, layout);
    },
    openCorpus: ({ name }) => desk.openCorpus(name),
    learnTokenizer: ({ kind, settings }) => desk.learn(kind, settings),
    importTokenizer: ({ name, bytes }) => desk.importTokenizer(name, bytes),
    splitText: ({ validationShare }) => desk.split(validationShare),
    tokenizeText: ({ text }) => ({ ids: desk.tokenize(text) }),
    exportTokenizer: () => ({ bytes: desk.exportTokenizer() }),
    cancelText: () => {
      desk.cancel();
      incoming.drop();
      return {};
    },
    insideSummary: () => inside.summary(),
    insideAttention: (input) => inside.attention(input),
    insideLens: (input) => inside.lens(input),
    insideValues: (input) => inside.values(input),
    insideMap: (input) => inside.map(input),
    insideNeighbours: (input) => inside.neighbours(input),
    insideTensor: (input) => inside.tensor(input),
    insideNorms: () => inside.norms(),
    sample: (settings) => {
      loop.sample(settings);
      return {};
    },
    makeModel: (input) => {
      const text = desk.tokenized;
      return shelf.made(makeModelOn(text, input), text!.ids);
    },
    shelveText: ({ utf8 }) => ({ id: shelf.keep(utf8) }),
    hasText: ({ id }) => ({ isThere: shelf.has(id) }),
    openReadyMade: ({ name }) => openReadyMade(name),
    shippedModel: ({ name }) => shipped.describe(name),
    writeShipped: async (input) => {
      const written = await shippedJobs.run(input.job, await shipped.write(input));
      return { isWhole: written !== null };
    },
    endShipped: ({ job }) => {
      shippedJobs.cancel(job);
      return {};
    },
    writingModel: () => writing.describe(),
    write: (input) => jobs.run(input.job, writing.write(input)),
    odds: (input) => jobs.run(input.job, writing.odds(input)),
    encodeMasked: (input) => writing.encodeMasked(input),
    fillMasks: (input) => jobs.run(input.job, writing.fillMasks(input)),
    steer: (input) => jobs.run(input.job, writing.steer(input)),
    ablate: (input) => jobs.run(input.job, writing.ablate(input)),
    acknowledge: ({ frame }) => {
      loop.acknowledge(frame);
      return {};
    },
  });
  port.start();
});
