export const logarithm = Math.log;
export const cosine = Math.cos;
