/** Models that the person brought along as a config.json, for as long as the window is open. */
import type { KnownModel } from '../../core/atlas/model.ts';
import { readConfig } from '../../core/atlas/read-config.ts';
import { host } from '../platform/host.ts';
import type { Notices } from './notices.svelte.ts';

/** A config.json is a few kilobytes; `readConfig` has the limit that counts. */
const LARGEST_BYTES = 4_194_304;

export class OpenedModels {
  /** The newest first. */
  all: readonly KnownModel[] = $state.raw([]);
  /** Set by whoever shows them. */
  onOpened: (model: KnownModel) => void = () => undefined;
  readonly #notices: Notices;
  #count = 0;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  async open(): Promise<void> {
    const opened = await host.openFile({ kind: 'config' });
    if (opened) this.take(opened.name, opened.bytes);
  }

  async takeDropped(file: File): Promise<void> {
    if (file.size > LARGEST_BYTES) {
      this.#notices.problem(
        `"${file.name}" has ${file.size} bytes, which no config.json has; up to ${LARGEST_BYTES} are read. It was not opened.`,
      );
      return;
    }
    this.take(file.name, new Uint8Array(await file.arrayBuffer()));
  }

  take(name: string, bytes: Uint8Array): void {
    try {
      const { family, modelType, shape } = readConfig(new TextDecoder().decode(bytes));
      this.#count++;
      const model: KnownModel = {
        id: `own-${this.#count}`,
        name: `${name} (${modelType})`,
        maker: 'Opened by you',
        aliases: [],
        family,
        shape,
        certainty: { kind: 'own', file: name },
      };
      this.all = [model, ...this.all];
      this.onOpened(model);
    } catch (error) {
      this.#notices.problem(error instanceof Error ? error.message : String(error));
    }
  }
}
