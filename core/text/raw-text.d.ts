/** A text file that comes as a chunk of its own when it is imported while running (Vite and Vitest do this). */
declare module '*.txt?raw' {
  const text: string;
  export default text;
}
