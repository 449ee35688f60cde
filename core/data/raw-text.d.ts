/** A text file taken into the bundle as it is (Vite and Vitest do this). */
declare module '*.csv?raw' {
  const text: string;
  export default text;
}

declare module '*.txt?raw' {
  const text: string;
  export default text;
}
