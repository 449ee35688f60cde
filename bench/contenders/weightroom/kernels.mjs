/** The kernels that the app would use, in this process. */
import { loadKernels } from '../../../electron/threads/load-kernels.ts';

const built = new URL('../../../out/electron/', import.meta.url);

/** @param threads null: as many as the app takes */
export function fastKernels(threads) {
  const files = { folder: built, thread: new URL('kernel-thread.js', built) };
  return loadKernels({ files, ...(threads === null ? {} : { threads }) });
}
