/** Reading one call's record. */
import { ADDRESSES_AT, FUNCTION_AT, REALS_AT, SIZES_AT } from './opcodes';

// @ts-ignore: decorator
@inline
export function bytes(entries: i32): usize {
  return <usize>entries << 2;
}

// @ts-ignore: decorator
@inline
export function opcode(record: usize): i32 {
  return load<i32>(record);
}

// @ts-ignore: decorator
@inline
export function functionCode(record: usize): i32 {
  return load<i32>(record, 4 * FUNCTION_AT);
}

/** Address of tensor number `index`; 0 for none. */
// @ts-ignore: decorator
@inline
export function tensor(record: usize, index: i32): usize {
  return <usize>load<u32>(record + 4 * (ADDRESSES_AT + index));
}

// @ts-ignore: decorator
@inline
export function size(record: usize, index: i32): i32 {
  return load<i32>(record + 4 * (SIZES_AT + index));
}

// @ts-ignore: decorator
@inline
export function real(record: usize, index: i32): f32 {
  return load<f32>(record + 4 * (REALS_AT + index));
}
