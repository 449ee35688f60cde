/** Opening, saving, exporting and importing: bytes come from and go to the main process, which alone knows paths. */
import { isRefusal } from '../../core/document/commands/command.ts';
import { setData, setTraining } from '../../core/document/commands/set-values.ts';
import { takeParameters } from '../../core/document/commands/take-parameters.ts';
import { apply, difference } from '../../core/document/change.ts';
import type { ParsedTable } from '../../core/data/csv.ts';
import type { ColumnType, DataSettings, PreparedData, Task } from '../../core/data/data-settings.ts';
import { FileError } from '../../core/data/file-error.ts';
import { ONLY, type NetworkDocument } from '../../core/document/document.ts';
import { applyParameters } from '../../core/formats/apply-parameters.ts';
import { exporters, type ExporterName } from '../../core/formats/exporters/registry.ts';
import { importers, importerFor } from '../../core/formats/importers/registry.ts';
import { tooLargeToOpen } from '../../core/formats/largest-file.ts';
import { isProject, readProjectInSteps, writeProjectInSteps, type History } from '../../core/formats/project.ts';
import { MOST_RUN_BYTES } from '../../core/formats/stored-runs.ts';
import { defaultLossFor, losses } from '../../core/nn/losses/registry.ts';
import type { Loss } from '../../core/nn/losses/loss.ts';
import { host } from '../platform/host.ts';
import type { Besides } from '../../core/document/history.ts';
import type { KeptRuns } from './branches.svelte.ts';
import { sourceOfDropped, sourceOfOpened, type ByteSource } from './byte-source.ts';
import { DataChanges } from './data-changes.ts';
import { inSlices } from './in-slices.ts';
import type { KeptSample } from './samples.svelte.ts';
import { TableReading } from './table-reading.svelte.ts';
import type { Workbench } from './workbench.svelte.ts';

/** A CSV file being looked at before it becomes the data. */
export interface CsvPreview {
  readonly source: ByteSource;
  readonly parsed: ParsedTable;
  readonly types: Readonly<Record<string, ColumnType>>;
}

export interface OpenedFile {
  readonly handle: string | null;
  readonly name: string;
  /** Of a long table, more than its bytes here: they are read in parts. */
  readonly size: number;
  readonly bytes: Uint8Array;
}

/** A document that takes the place of another. */
interface Arrival {
  readonly name: string;
  /** What the history calls it. */
  readonly label: string;
  /** Of the file that it came from. */
  readonly handle?: string | null;
  /** Nothing is lost with it that could not be opened again. */
  readonly isSaved?: boolean;
  readonly history?: History | null;
}

/** What belongs to a document without being part of it. */
interface Binding {
  readonly name: string;
  readonly handle: string | null;
  readonly saved: NetworkDocument | null;
  readonly runs: KeptRuns;
  readonly samples: readonly KeptSample[];
  /** What its file has of names, pins and deletions of runs. */
  readonly savedMarks: string;
}

/** Of runs to which nothing was done. */
const UNMARKED = '[]';

export class Files {
  /** What the window is called; the project's file name without its ending. */
  name = $state('The worked network');
  preview = $state.raw<CsvPreview | null>(null);
  readonly reading = new TableReading();
  appVersion = $state('');
  #handle: string | null = null;
  /** What the file has of names, pins and deletions of runs. */
  #savedMarks: string = $state(UNMARKED);
  /** By what brings it back: the name of a document that is not on the page and has changes that no file has. */
  readonly #away = new WeakMap<Besides, string | null>();
  readonly #bench: Workbench;
  readonly #dataChanges: DataChanges;

  constructor(bench: Workbench) {
    this.#bench = bench;
    this.#dataChanges = new DataChanges({
      present: () => bench.editor.data,
      prepare: (settings) => this.#taskOf(settings),
      use: (settings, task, label) => this.#takeData(settings, task, label),
      tell: (problem) => bench.notices.problem(problem),
    });
  }

  /** Whether there is something of the document or its runs that the file does not have. */
  get isDirty(): boolean {
    const { editor, run } = this.#bench;
    return editor.isDirty || run.branches.marks !== this.#savedMarks;
  }

  /** Names of documents with unsaved changes that only undo, or redo, would bring back. */
  get away(): readonly string[] {
    const { done, undone } = this.#bench.editor.history;
    return [...done, ...undone].flatMap(({ besides }) => (besides && this.#away.get(besides)) ?? []);
  }

  /** What the page begins with; there is nothing to undo. */
  begin(document: NetworkDocument, name: string): void {
    this.#bench.editor.begin(document);
    this.name = name;
    this.#settle();
  }

  /**
   * Another document takes the place of the present one as one entry of the history: undo brings that one back, with its name,
   * its file and its curves. Whoever does so pauses training first.
   */
  exchangeDocument(document: NetworkDocument, { name, label, handle = null, isSaved = false, history }: Arrival): void {
    const { editor, notices, run, samples } = this.#bench;
    if (this.isDirty) notices.done(`"${this.name}" has unsaved changes. Undo (Ctrl+Z) brings it back.`);
    let other = this.#binding;
    const swap = (): void => {
      const present = this.#binding;
      // The document itself is another one by now, its runs are not.
      const wasDirty = editor.wasDirty || run.branches.marks !== this.#savedMarks;
      this.#away.set(besides, wasDirty ? this.name : null);
      this.#bind(other);
      other = present;
    };
    const besides = { undo: swap, redo: swap };
    this.#away.set(besides, this.isDirty ? this.name : null);
    editor.exchange(document, label, besides);
    if (isSaved) editor.markSaved(document);
    run.showHistory(history?.losses ?? new Float64Array(0), history?.evaluations ?? []);
    samples.show(history?.samples ?? []);
    this.#savedMarks = UNMARKED;
    this.name = name;
    this.#handle = handle;
    this.#settle();
  }

  get #binding(): Binding {
    const { editor, run, samples } = this.#bench;
    return {
      name: this.name,
      handle: this.#handle,
      saved: editor.saved,
      runs: run.branches.kept,
      samples: samples.all,
      savedMarks: this.#savedMarks,
    };
  }

  #bind({ name, handle, saved, runs, samples, savedMarks }: Binding): void {
    this.name = name;
    this.#handle = handle;
    this.#bench.editor.markSaved(saved);
    this.#bench.run.showRuns(runs);
    this.#bench.samples.bring(samples);
    this.#savedMarks = savedMarks;
    this.#settle();
  }

  /** Nothing of the document before is selected, shown or out of sight. */
  #settle(): void {
    const { selection, live, drawing } = this.#bench;
    selection.clear();
    drawing.heatmap = null; // another network may well have a connection of the same id
    live.showRow(0);
    live.adjustWeightRange();
    this.#bench.fit();
  }

  async save(asNew = false): Promise<boolean> {
    const { editor, run } = this.#bench;
    return this.#attempt(async () => {
      const { document, step, runs, ...still } = await run.standStill(MOST_RUN_BYTES);
      const history = { ...still.history, samples: this.#bench.samples.toHistory(step) };
      const bytes = await inSlices(writeProjectInSteps({ document, history, runs, appVersion: this.appVersion }));
      const suggestedName = `${this.name}.weightroom`;
      const saved = await host.saveProject({ handle: asNew ? null : this.#handle, suggestedName, bytes });
      if (!saved) return false;
      this.#handle = saved.handle;
      this.name = saved.name.replace(/\.weightroom$/, '');
      editor.markSaved(document);
      this.#savedMarks = run.branches.marks;
      const most = `${MOST_RUN_BYTES / 2 ** 20} MB`;
      const left = ` Steps before step ${step} and other runs would take more than ${most}: they stay in this window only.`;
      this.#bench.notices.done(`Saved as ${saved.name}.${step > 0 && !runs ? left : ''}`);
      return true;
    });
  }

  async open(kind: 'any' | 'data' | 'parameters' | 'project'): Promise<void> {
    await this.#attempt(async () => {
      const opened = await host.openFile({ kind });
      if (opened) await this.take(opened);
      return true;
    });
  }

  /** A file that was opened, dropped on the window, or named on the command line: what it is decides what happens. */
  async take({ handle, name, size, bytes }: OpenedFile): Promise<void> {
    await this.#attempt(async () => {
      if (isProject(bytes) || /\.weightroom$/i.test(name)) {
        const reading = inSlices(readProjectInSteps(bytes));
        const { document, history, runs, remark } = await this.#bench.run.waiting.during(`Opening ${name} …`, reading);
        await this.#prepareAhead(document);
        await this.#bench.run.pause(); // last: whoever waits may start training again
        const title = name.replace(/\.weightroom$/i, '');
        this.exchangeDocument(document, { name: title, label: `open ${title}`, handle, isSaved: true, history });
        if (runs) this.#bench.run.showStored(runs);
        this.#savedMarks = this.#bench.run.branches.marks;
        this.#bench.places.go('network');
        void this.#bench.run.prepare();
        if (remark !== undefined) this.#bench.notices.problem(remark);
        return true;
      }
      if (/\.(csv|tsv|txt)$/i.test(name)) {
        await this.previewCsv(sourceOfOpened({ handle, name, size, bytes }), null, null, {});
        return true;
      }
      const importer = importerFor(name);
      if (importer) {
        this.#importParameters(name, applyParameters(this.#bench.editor.document, importers[importer].read(bytes)));
        return true;
      }
      this.#bench.notices.problem(
        `"${name}" is of no kind that can be opened here. Open a .weightroom project, a .csv table, or parameters as .json or .safetensors; a text to learn from in Language.`,
      );
      return false;
    });
  }

  async takeDropped(file: File): Promise<void> {
    if (/\.(csv|tsv|txt)$/i.test(file.name)) {
      await this.previewCsv(sourceOfDropped(file), null, null, {});
      return;
    }
    const problem = tooLargeToOpen(file.name, file.size);
    if (problem !== null) {
      this.#bench.notices.problem(problem);
      return;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    await this.take({ handle: null, name: file.name, size: bytes.length, bytes });
  }

  async exportAs(format: ExporterName): Promise<void> {
    const { editor, notices } = this.#bench;
    await this.#attempt(async () => {
      await this.#bench.run.settle();
      const { extension, write } = exporters[format];
      const { document } = editor;
      const bytes = write(document, await this.#prepareAhead(document));
      const done = await host.exportFile({ suggestedName: `${this.name}.${extension}`, extension, bytes });
      if (done) notices.done(`Exported all parameters to ${done.name}.`);
      return done !== null;
    });
  }

  /** null where there is no table, or none that can be learned from: what is wrong with it is said where it is shown. */
  async #prepareAhead({ data }: NetworkDocument): Promise<PreparedData | null> {
    const settings = data[ONLY];
    if (!settings || settings.source.kind === 'text') return null;
    return this.#bench.tables.ahead(settings).catch((error: unknown) => {
      if (error instanceof FileError) return null;
      throw error;
    });
  }

  /** Reads a table, or understands it anew with what the person corrected. */
  async previewCsv(
    source: ByteSource,
    delimiter: string | null,
    hasHeader: boolean | null,
    types: Readonly<Record<string, ColumnType>>,
  ): Promise<void> {
    await this.#attempt(async () => {
      const parsed = await this.reading.table(this.#bench.run.client, source, delimiter, hasHeader, types);
      if (!parsed) return false;
      this.preview = { source, parsed, types };
      this.#bench.sheet = 'csv';
      return true;
    });
  }

  closePreview(): void {
    this.preview = null;
    this.#bench.sheet = 'none';
  }

  /** Other data for the same network; the loss follows the task where the present one does not suit it. */
  useData(settings: DataSettings, label = 'data'): Promise<boolean> {
    return this.#dataChanges.make(() => settings, label);
  }

  /** The present data, changed; a change that is still being prepared comes first. */
  editData(change: (present: DataSettings) => DataSettings | null, label: string): Promise<boolean> {
    return this.#dataChanges.make((present) => (present ? change(present) : null), label);
  }

  /** Part of the present data's settings. */
  changeData(part: Partial<DataSettings>, label = 'data'): Promise<boolean> {
    return this.editData((present) => ({ ...present, ...part }), label);
  }

  /** A text is prepared in the training process, which says what is wrong with it. */
  #taskOf(settings: DataSettings): Task | Promise<Task> {
    const { tables } = this.#bench;
    if (settings.source.kind === 'text') return 'classes';
    if (tables.isAtHand(settings)) return tables.get(settings).task;
    return tables.ahead(settings).then(({ task }) => task);
  }

  #takeData(settings: DataSettings, task: Task, label: string): boolean {
    const { editor, live } = this.#bench;
    const before = editor.document;
    const changed = setData(before, label, settings);
    if (isRefusal(changed)) return editor.run(changed);
    let next = apply(before, changed.changes);
    const training = next.training[ONLY]!;
    const loss: Loss = losses[training.loss];
    if (!loss.tasks.includes(task)) {
      const suited = setTraining(next, label, { ...training, loss: defaultLossFor(task) });
      if (!isRefusal(suited)) next = apply(next, suited.changes);
    }
    const isUsed = editor.run({ label, changes: difference(before, next) });
    if (isUsed) live.showRow(0);
    return isUsed;
  }

  #importParameters(name: string, result: ReturnType<typeof applyParameters>): void {
    const { editor, notices } = this.#bench;
    if ('message' in result) {
      notices.problem(result.message);
      return;
    }
    const { parameters, held, count } = result;
    const isImported = editor.run(takeParameters(editor.document, parameters, held, editor.document.run[ONLY]));
    const withHeld = held && (Object.keys(held.constraints).length > 0 || Object.keys(held.ties).length > 0);
    if (isImported)
      notices.done(`Imported ${count} parameters${withHeld ? ' and their constraints' : ''} from ${name}.`);
  }

  /** Runs what may fail on a file; the reason is told, and nothing is left half done. */
  async #attempt(action: () => Promise<boolean>): Promise<boolean> {
    try {
      return await action();
    } catch (error) {
      this.#bench.notices.problem(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}
