/**
 * What a file is, by its name and its beginning: a file that is dropped anywhere goes where files of its kind belong, and only
 * what belongs in several places is decided by the place.
 */
export type FileKind =
  | 'project'
  | 'table'
  /** Text to learn from. */
  | 'text'
  | 'tokenizer'
  /** A model's `config.json`. */
  | 'config'
  | 'parameters'
  | 'unknown';

/** As much of a file as is looked at, in bytes. */
export const HEAD_BYTES = 65_536;

/** @param head the beginning of the file as text; its last line may be cut */
export function fileKind(name: string, head: string): FileKind {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  switch (ending) {
    case 'weightroom':
      return 'project';
    case 'csv':
    case 'tsv':
      return 'table';
    case 'md':
    case 'jsonl':
    case 'ndjson':
      return 'text';
    case 'txt':
      return isTable(head) ? 'table' : 'text';
    case 'safetensors':
      return 'parameters';
    case 'json':
      return kindOfJson(head);
    default:
      return 'unknown';
  }
}

const MOST_LINES = 20;
const FEWEST_LINES = 3;

/** Whether the first lines all have the same number of one delimiter: prose never does for long. */
function isTable(head: string): boolean {
  const lines = head.split(/\r\n|\n|\r/);
  const whole = lines.slice(0, head.length < HEAD_BYTES ? undefined : -1).filter((line) => line.trim() !== '');
  const first = whole.slice(0, MOST_LINES);
  if (first.length < FEWEST_LINES) return false;
  return ['\t', ';', ','].some((delimiter) => {
    const [count, ...others] = first.map((line) => line.split(delimiter).length);
    return count! > 1 && others.every((other) => other === count);
  });
}

function kindOfJson(head: string): FileKind {
  if (/"format"\s*:\s*"weightroom/.test(head)) return 'parameters';
  if (/"(added_tokens|pre_tokenizer)"\s*:/.test(head)) return 'tokenizer';
  if (/"model_type"\s*:/.test(head)) return 'config';
  return 'unknown';
}
