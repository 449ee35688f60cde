/** Every architecture family: a new one is one file and one line here. */
import type { Family } from '../family.ts';
import { bert } from './bert.ts';
import { bloom } from './bloom.ts';
import { deepseek } from './deepseek.ts';
import { gpt2 } from './gpt2.ts';
import { gptNeo } from './gpt-neo.ts';
import { gptNeox } from './gpt-neox.ts';
import { gptOss } from './gpt-oss.ts';
import { llama } from './llama.ts';
import { mixture } from './mixture.ts';
import { phi } from './phi.ts';
import { t5 } from './t5.ts';

export const families = {
  gpt2,
  gptNeo,
  gptNeox,
  phi,
  bloom,
  bert,
  t5,
  llama,
  mixture,
  gptOss,
  deepseek,
} as const satisfies Record<string, Family>;
export type FamilyName = keyof typeof families;
