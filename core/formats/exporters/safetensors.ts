import { exportedData } from '../exported-data.ts';
import type { Exporter } from '../format.ts';
import { writeContainer } from '../safetensors.ts';
import { tensorsOf } from '../tensors-of.ts';

/** F64 tensors in PyTorch's shapes: the values bit for bit, for Python and other programs; `data` as in JSON among the metadata. */
export const safetensors: Exporter = {
  title: 'safetensors',
  extension: 'safetensors',
  description: 'The exact bits, in the format that PyTorch, JAX and Hugging Face read.',
  write: (document, prepared) => {
    const data = exportedData(document, prepared);
    const metadata = { format: 'pt', made_by: 'Weightroom', ...(data ? { data: JSON.stringify(data) } : {}) };
    return writeContainer({ metadata, tensors: tensorsOf(document) });
  },
};
