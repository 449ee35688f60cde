/** Every known model; the atlas, the command line and the tests go through this one list. A new one is one entry in its maker's file. */
import type { KnownModel } from '../model.ts';
import { openai } from './openai.ts';
import { google } from './google.ts';
import { meta } from './meta.ts';
import { mistral } from './mistral.ts';
import { alibaba } from './alibaba.ts';
import { microsoft } from './microsoft.ts';
import { deepseekAndMoonshot } from './deepseek-and-moonshot.ts';
import { openScience } from './open-science.ts';
import { karpathy } from './karpathy.ts';

export const models: readonly KnownModel[] = [
  ...openai,
  ...google,
  ...meta,
  ...mistral,
  ...alibaba,
  ...microsoft,
  ...deepseekAndMoonshot,
  ...openScience,
  ...karpathy,
];
