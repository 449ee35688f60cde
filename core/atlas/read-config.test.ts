import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError } from '../data/file-error.ts';
import { countModel } from './count.ts';
import { modelTypes, readConfig } from './read-config.ts';

const llama = {
  model_type: 'llama',
  num_hidden_layers: 80,
  hidden_size: 8192,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  intermediate_size: 28_672,
  vocab_size: 128_256,
  tie_word_embeddings: false,
};
const total = (config: object): number => {
  const { family, shape } = readConfig(JSON.stringify(config));
  return countModel('read', family, shape).total;
};
const refusal = (text: string): string => {
  try {
    readConfig(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FileError);
    return (error as FileError).message;
  }
  throw new Error(`accepted: ${text.slice(0, 80)}`);
};

describe('a config.json', () => {
  test.each<[string, object, number]>([
    ['Llama 3 70B', llama, 70_553_706_496],
    [
      'GPT-2',
      {
        model_type: 'gpt2',
        n_layer: 12,
        n_embd: 768,
        n_head: 12,
        n_positions: 1024,
        vocab_size: 50_257,
        n_inner: null,
      },
      124_439_808,
    ],
    [
      'BERT base',
      {
        model_type: 'bert',
        num_hidden_layers: 12,
        hidden_size: 768,
        num_attention_heads: 12,
        intermediate_size: 3072,
        vocab_size: 30_522,
        max_position_embeddings: 512,
        type_vocab_size: 2,
      },
      109_482_240,
    ],
    [
      'Mixtral 8x7B',
      {
        model_type: 'mixtral',
        num_hidden_layers: 32,
        hidden_size: 4096,
        num_attention_heads: 32,
        num_key_value_heads: 8,
        intermediate_size: 14_336,
        num_local_experts: 8,
        num_experts_per_tok: 2,
        vocab_size: 32_000,
      },
      46_702_792_704,
    ],
    [
      'Gemma 2 9B, whose ends are tied without saying so',
      {
        model_type: 'gemma2',
        num_hidden_layers: 42,
        hidden_size: 3584,
        num_attention_heads: 16,
        num_key_value_heads: 8,
        head_dim: 256,
        intermediate_size: 14_336,
        vocab_size: 256_000,
      },
      9_241_705_984,
    ],
    [
      'DeepSeek-V3',
      {
        model_type: 'deepseek_v3',
        num_hidden_layers: 61,
        hidden_size: 7168,
        num_attention_heads: 128,
        q_lora_rank: 1536,
        kv_lora_rank: 512,
        qk_nope_head_dim: 128,
        qk_rope_head_dim: 64,
        v_head_dim: 128,
        first_k_dense_replace: 3,
        intermediate_size: 18_432,
        n_routed_experts: 256,
        n_shared_experts: 1,
        num_experts_per_tok: 8,
        moe_intermediate_size: 2048,
        vocab_size: 129_280,
      },
      671_026_419_200,
    ],
  ])('of %s gives its total', (_, config, count) => expect(total(config)).toBe(count));

  test('is refused with the field, the value and the limit', () => {
    const message = (changes: object): string => refusal(JSON.stringify({ ...llama, ...changes }));
    expect(message({ num_hidden_layers: '80' })).toBe(
      '"num_hidden_layers" in config.json must be a whole number from 1 to 1000, not "80".',
    );
    expect(message({ hidden_size: 1e12 })).toContain('from 1 to 131072, not 1000000000000');
    expect(message({ vocab_size: undefined })).toContain('has no "vocab_size", which model_type "llama" needs');
    expect(message({ tie_word_embeddings: 'yes' })).toContain('must be true or false, not "yes"');
    expect(message({ num_key_value_heads: 7 })).toContain('64 heads cannot share 7');
    expect(message({ hidden_size: 64.5 })).toContain('not 64.5');
    expect(message({ hidden_size: { deep: 'x'.repeat(500) } }).length).toBeLessThan(200);
  });

  test('of an unknown kind is refused with the list of known ones', () => {
    expect(refusal('{"model_type":"mamba"}')).toContain(modelTypes.join(', '));
    expect(refusal('{}')).toContain('no "model_type"');
    expect(refusal('{"model_type":"toString"}')).toContain('cannot be counted here');
    expect(refusal('{"model_type":["llama"]}')).toContain('cannot be counted here');
  });

  test('that is hostile is refused before it is walked', () => {
    expect(refusal(`${'['.repeat(100_000)}`)).toContain('nested more than');
    expect(refusal(`{"model_type":"llama","x":"${'y'.repeat(1_100_000)}"}`)).toContain('characters');
    expect(refusal('{"__proto__":{"model_type":"llama"}}')).toContain('reserved key');
    expect(refusal('[1,2]')).toContain('object of named fields');
    expect(refusal('not json')).toContain('not JSON');
  });

  test('with any values at all either counts or is refused with a sentence', () => {
    const value = fc.oneof(
      fc.integer(),
      fc.double(),
      fc.string(),
      fc.constant(null),
      fc.boolean(),
      fc.array(fc.integer()),
    );
    const config = fc.record(
      Object.fromEntries(Object.keys(llama).map((key) => [key, fc.oneof(value, fc.integer({ min: 1, max: 64 }))])),
    );
    fc.assert(
      fc.property(config, fc.constantFrom(...modelTypes), (fields, type) => {
        const text = JSON.stringify({ ...fields, model_type: type });
        try {
          const { family, shape } = readConfig(text);
          expect(countModel('any', family, shape).total).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          expect(error.message).toMatch(/\.$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
