/** A registry's entries as options of a choice. */
export const titled = <Name extends string>(
  registry: Readonly<Record<Name, { readonly title: string }>>,
): { readonly value: Name; readonly title: string }[] =>
  (Object.keys(registry) as Name[]).map((value) => ({ value, title: registry[value].title }));
