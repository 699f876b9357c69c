/** Without the keys that are not given. */
export function given<Type extends object>(
  written: Type | undefined,
): { [Key in keyof Type]?: Exclude<Type[Key], undefined> } {
  const entries = Object.entries(written ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Type]?: Exclude<Type[Key], undefined> };
}
