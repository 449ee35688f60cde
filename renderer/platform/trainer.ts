/** The training process as the page sees it: typed calls over the frame port, and frames that are shown at the display's rate. */
import { createClient, type Client, type PortLike } from '../../core/protocol/channel.ts';
import { inParts } from '../../core/protocol/parted-port.ts';
import { FrameUnpacker, type PackedFrame } from '../../core/protocol/packed-frame.ts';
import { trainerCalls, type FrameEvent, type JobEvent, type Measured } from '../../core/protocol/contract.ts';
import type { ShippedWritten } from '../../core/protocol/shipped-calls.ts';
import type { WrittenEvent } from '../../core/protocol/writing-calls.ts';
import type { Sample, SampleProblem } from '../../core/protocol/sample-calls.ts';
import type { TextProgress } from '../../core/protocol/text-calls.ts';
import type { Frame } from '../../core/training/frame.ts';

export interface TrainerClient extends Client<typeof trainerCalls> {
  /** At most once per painted frame, every other one where drawing is slow; the process sends the next only when this one has been shown. */
  readonly onFrame: (listener: (frame: Frame) => void) => void;
  /** What was measured while training stands still. */
  readonly onMeasured: (listener: (measured: Measured) => void) => void;
  readonly onTextProgress: (listener: (progress: TextProgress) => void) => void;
  /** Tokens as they are written. */
  readonly onWritten: (listener: (event: WrittenEvent) => void) => void;
  /** Tokens of a model that comes with the app. */
  readonly onShippedWritten: (listener: (event: ShippedWritten) => void) => void;
  /** What a language model has written while it trains. */
  readonly onSample: (listener: (sample: Sample) => void) => void;
  readonly onSampleProblem: (listener: (problem: SampleProblem) => void) => void;
  /** How far a long question is. */
  readonly onJob: (listener: (event: JobEvent) => void) => void;
}

/** @param before called before each message is passed on */
function portLike(port: MessagePort, before: () => void): PortLike {
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.addEventListener('message', (event) => {
        before();
        listener(event.data);
      });
      port.start();
    },
  };
}

/** A frame that the display shows later than this was dear to draw: then every other one is left to input and to all else that moves. */
const SLOW_MS = 25;

/** Lets input and painting come in. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Calls back with a client for every training process that main hands over, the first and those after a crash. */
export function onTrainer(connected: (client: TrainerClient) => void): void {
  window.addEventListener('message', (event) => {
    const isHandOver =
      event.source === window &&
      event.origin === location.origin &&
      (event.data as { type?: unknown })?.type === 'trainer-port';
    const port = event.ports[0];
    if (!isHandOver || !port) return;
    let listener: (frame: Frame) => void = () => undefined;
    let measuredListener: (measured: Measured) => void = () => undefined;
    let textListener: (progress: TextProgress) => void = () => undefined;
    let writtenListener: (event: WrittenEvent) => void = () => undefined;
    let shippedListener: (event: ShippedWritten) => void = () => undefined;
    let sampleListener: (sample: Sample) => void = () => undefined;
    let sampleProblemListener: (problem: SampleProblem) => void = () => undefined;
    let jobListener: (event: JobEvent) => void = () => undefined;
    let waiting: PackedFrame | null = null;
    let isSlow = false;
    const unpacker = new FrameUnpacker();
    // An answer that comes after a frame is about a later state: the frame must not be shown after it.
    const showWaiting = (): void => {
      const frame = waiting;
      waiting = null;
      if (frame) listener(unpacker.unpack(frame));
    };
    const client = createClient(inParts(portLike(port, showWaiting), breathe), trainerCalls, {
      measured: (content) => measuredListener(content as Measured),
      textProgress: (content) => textListener(content as TextProgress),
      written: (content) => writtenListener(content as WrittenEvent),
      shippedWritten: (content) => shippedListener(content as ShippedWritten),
      sample: (content) => sampleListener(content as Sample),
      sampleProblem: (content) => sampleProblemListener(content as SampleProblem),
      job: (content) => jobListener(content as JobEvent),
      frame: (content) => {
        const { frame, content: shown } = content as FrameEvent;
        waiting = shown;
        requestAnimationFrame((drawnAt) => {
          showWaiting();
          const isAtOnce = !isSlow;
          if (isAtOnce) void client.acknowledge({ frame });
          requestAnimationFrame((nextAt) => {
            isSlow = nextAt - drawnAt > SLOW_MS;
            if (!isAtOnce) void client.acknowledge({ frame });
          });
        });
      },
    });
    connected({
      ...client,
      onFrame: (wanted) => (listener = wanted),
      onMeasured: (wanted) => (measuredListener = wanted),
      onTextProgress: (wanted) => (textListener = wanted),
      onWritten: (wanted) => (writtenListener = wanted),
      onShippedWritten: (wanted) => (shippedListener = wanted),
      onSample: (wanted) => (sampleListener = wanted),
      onSampleProblem: (wanted) => (sampleProblemListener = wanted),
      onJob: (wanted) => (jobListener = wanted),
    });
  });
}
