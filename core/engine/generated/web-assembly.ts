/** The part of the platform's WebAssembly that is used here; the language's own library leaves it to browsers' types. */
interface Platform {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: Record<string, unknown> };
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly validate: (bytes: Uint8Array<ArrayBuffer>) => boolean;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: Platform }).WebAssembly;

/** Bytes of one page of memory. */
export const PAGE = 65_536;
