/** Numbers of the kernels and functions, the same in the module and in the code that fills its records. */
export const PRODUCT = 1;
export const WEIGHT_GRADIENT = 2;
export const FILL_ROWS = 3;
export const SUM_ROWS = 4;
export const MASK = 5;
export const ACTIVATE = 6;
export const ACTIVATION_GRADIENT = 7;
export const SUM = 8;
export const TIMES = 9;
export const SUM_GRADIENT = 10;
export const TIMES_GRADIENT = 11;
export const NORMALIZE = 12;
export const NORMALIZE_INPUT_GRADIENT = 13;
export const NORMALIZE_PARAMETER_GRADIENT = 14;
export const SOFTMAX = 15;
export const SOFTMAX_GRADIENT = 16;
export const GATHER = 17;
export const SCATTER = 18;
export const ATTENTION = 19;
export const ATTENTION_GRADIENT = 20;
export const COPY_COLUMNS = 21;
export const MEAN_OVER_POSITIONS = 22;
export const MEAN_GRADIENT = 23;
export const DROPOUT = 24;
export const CLASS_CROSS_ENTROPY = 25;
export const CLASS_CROSS_ENTROPY_MEAN = 26;
export const LOSS = 27;
export const LOSS_GRADIENT = 28;
export const UPDATE = 29;
export const SUM_OF_SQUARES = 30;
export const SCALE = 31;
export const ROTARY = 32;
export const NEURONS = 33;
export const NEURONS_GRADIENT = 34;
export const NEURONS_PARAMETER_GRADIENT = 35;
export const TO_LANES = 36;
export const FROM_LANES = 37;

export const LINEAR = 0;
export const RELU = 1;
export const LEAKY_RELU = 2;
export const ELU = 3;
export const SELU = 4;
export const SIGMOID = 5;
export const TANH = 6;
export const SOFTPLUS = 7;
export const SILU = 8;
export const GELU = 9;
export const GELU_TANH = 10;
export const SINE = 11;

export const MEAN_SQUARED_ERROR = 0;
export const SOFTMAX_CROSS_ENTROPY = 1;

export const SGD = 0;
export const MOMENTUM = 1;
export const NESTEROV = 2;
export const ADAM = 3;
export const ADAMW = 4;

/** A record is 32 whole numbers: opcode, function, 8 addresses, 16 sizes, 4 reals, and 2 that are free. */
export const RECORD_BYTES = 128;
export const FUNCTION_AT = 1;
export const ADDRESSES_AT = 2;
export const SIZES_AT = 10;
/** Of a kernel made from several functions, their numbers stand behind its four sizes. */
export const FUNCTIONS_AT = 14;
export const REALS_AT = 26;

/** Bytes of a thread's own memory before the part that attention uses for its scores. */
export const PACKING_BYTES = 655360;
/** Query rows of attention that are worked on together. */
export const QUERY_BLOCK = 64;
/** Entries whose squares are summed together. */
export const SQUARES_BLOCK = 4096;
