/** The files that a run's film can become: a new one is one entry here. */
import type { EncodedFrame } from './webm.ts';
import { ColourCount } from './gif-palette.ts';
import { GifWriter } from './gif.ts';
import { webm } from './webm.ts';

export interface FilmSize {
  readonly width: number;
  readonly height: number;
}

/** Takes pictures one after another. */
export interface FilmEncoder {
  readonly add: (picture: CanvasRenderingContext2D) => Promise<void>;
  readonly end: () => Promise<Uint8Array<ArrayBuffer>>;
  /** Gives up what it holds. */
  readonly close: () => void;
}

export interface FilmFormat {
  readonly title: string;
  readonly extension: string;
  readonly description: string;
  /** @param samples some of the pictures to come @throws Error saying why this machine cannot */
  readonly open: (size: FilmSize, framesPerSecond: number, samples: readonly ImageData[]) => Promise<FilmEncoder>;
}

/** Lets the window do what it has to do. */
export const nextFrame = (): Promise<unknown> => new Promise(requestAnimationFrame);

const TURN_MS = 12;
const SAMPLED = 2;

const gif: FilmFormat = {
  title: 'GIF',
  extension: 'gif',
  description: 'Plays everywhere, again and again: slides, chats, web pages.',
  open: async (size, framesPerSecond, samples) => {
    const count = new ColourCount();
    for (const { data } of samples) {
      count.add(data, SAMPLED);
      await nextFrame();
    }
    const palette = count.palette();
    const writer = new GifWriter(size, palette.colours);
    return {
      add: async (picture) => {
        const { data } = picture.getImageData(0, 0, size.width, size.height);
        const indices = palette.indices(data);
        await nextFrame();
        let end = performance.now() + TURN_MS;
        for (const _ of writer.frame(indices, 1000 / framesPerSecond)) {
          void _;
          if (performance.now() < end) continue;
          await nextFrame();
          end = performance.now() + TURN_MS;
        }
      },
      end: () => Promise.resolve(writer.end()),
      close: () => undefined,
    };
  },
};

/** Frames between two that stand alone. */
const KEY_EVERY = 30;
const codecs = [
  { name: 'vp09.00.31.08', track: 'V_VP9' },
  { name: 'vp8', track: 'V_VP8' },
] as const;

const video: FilmFormat = {
  title: 'WebM',
  extension: 'webm',
  description: 'A small video of full colour, for browsers and most players.',
  open: async (size, framesPerSecond) => {
    const codec = await firstSupported(size, framesPerSecond);
    if (!codec) throw new Error('This system cannot encode video here. Choose GIF instead.');
    const frames: EncodedFrame[] = [];
    const failed: Error[] = [];
    const encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        frames.push({ bytes, milliseconds: Math.round(chunk.timestamp / 1000), isKey: chunk.type === 'key' });
      },
      error: (error) => failed.push(error),
    });
    encoder.configure(configuration(codec.name, size, framesPerSecond));
    let count = 0;
    return {
      add: async ({ canvas }) => {
        if (failed[0]) throw failed[0];
        const picture = new VideoFrame(canvas, { timestamp: Math.round((1e6 * count) / framesPerSecond) });
        encoder.encode(picture, { keyFrame: count % KEY_EVERY === 0 });
        picture.close();
        count++;
        do await nextFrame();
        while (encoder.encodeQueueSize > 2);
      },
      end: async () => {
        await encoder.flush();
        if (failed[0]) throw failed[0];
        return webm({ ...size, codec: codec.track }, frames, (1000 * count) / framesPerSecond);
      },
      close: () => {
        if (encoder.state !== 'closed') encoder.close();
      },
    };
  },
};

const configuration = (codec: string, { width, height }: FilmSize, framerate: number): VideoEncoderConfig => ({
  codec,
  width,
  height,
  framerate,
  bitrate: Math.round(width * height * framerate * 0.25),
  latencyMode: 'quality',
});

async function firstSupported(size: FilmSize, framesPerSecond: number): Promise<(typeof codecs)[number] | null> {
  if (typeof VideoEncoder === 'undefined') return null;
  for (const codec of codecs) {
    const { supported } = await VideoEncoder.isConfigSupported(configuration(codec.name, size, framesPerSecond));
    if (supported) return codec;
  }
  return null;
}

export const filmFormats = { gif, webm: video } as const satisfies Record<string, FilmFormat>;
export type FilmFormatName = keyof typeof filmFormats;
