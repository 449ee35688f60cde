import { FileError } from '../../data/file-error.ts';
import type { Importer } from '../format.ts';
import { readContainer } from '../safetensors.ts';

export const safetensors: Importer = {
  title: 'safetensors',
  extensions: ['safetensors'],
  read: (bytes) => ({
    held: null,
    tensors: readContainer(bytes).tensors.map(({ name, shape, values }) => {
      if (values instanceof Float64Array) return { name, shape, values };
      if (values instanceof Float32Array) return { name, shape, values: Float64Array.from(values) };
      throw new FileError(
        `Tensor "${name.slice(0, 80)}" holds whole numbers; parameters are F32 or F64. Choose a file of parameters.`,
      );
    }),
  }),
};
