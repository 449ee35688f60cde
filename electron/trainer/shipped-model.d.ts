/** A project file taken into the bundle as a data address (Vite and Vitest do this). */
declare module '*.weightroom?url&inline' {
  const address: string;
  export default address;
}
