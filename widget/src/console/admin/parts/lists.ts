/** `list` with `item` in it or not. */
export function toggled(list: readonly string[], item: string, wanted: boolean): readonly string[] {
  return wanted ? [...new Set([...list, item])] : list.filter((other) => other !== item);
}
