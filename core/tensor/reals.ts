/** Real numbers in a typed array, in either precision. A float32 array rounds what is stored into it to the nearest float32. */
export type Reals = Float64Array | Float32Array;
