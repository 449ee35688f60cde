/** Every format that parameters are written in: a new one is one file and one line here. */
import type { Exporter } from '../format.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { safetensors } from './safetensors.ts';

export const exporters = { json, csv, safetensors } as const satisfies Record<string, Exporter>;

export type ExporterName = keyof typeof exporters;
