import { type Data, isData } from "./vocabulary.ts";

type Path = readonly (string | number)[];

/**
 * A template that is as small as taking parts away makes it, and of which `holds` is still true. Parts near the root are tried first, since
 * much falls with them.
 */
export async function smallest(template: Data, holds: (smaller: Data) => Promise<boolean>, budget = 600): Promise<Data> {
  let current = template;
  let tries = 0;
  for (let progress = true; progress && tries < budget; ) {
    progress = false;
    for (const path of pathsOf(current)) {
      if (tries >= budget) break;
      // It may have fallen with a part that was taken away.
      const smaller = without(current, path);
      if (smaller === undefined) continue;
      tries += 1;
      if (!(await holds(smaller))) continue;
      current = smaller;
      progress = true;
    }
  }
  return current;
}

function pathsOf(root: Data): Path[] {
  const paths: Path[] = [];
  let level: { readonly value: unknown; readonly path: Path }[] = [{ value: root, path: [] }];
  while (level.length > 0) {
    const next = level.flatMap(({ value, path }) => childrenOf(value).map(([key, child]) => ({ value: child, path: [...path, key] })));
    // From the end, so that indexes of what is left stay what they are.
    paths.push(...next.map(({ path }) => path).reverse());
    level = next;
  }
  return paths;
}

function childrenOf(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item] as const);
  return isData(value) ? Object.entries(value) : [];
}

function without(value: unknown, [key, ...rest]: Path): Data | undefined {
  if (key === undefined) return undefined;
  const copy: unknown = Array.isArray(value) ? [...value] : isData(value) ? { ...value } : undefined;
  // A path leads through maps by texts and through lists by numbers.
  const holder = copy as Record<string | number, unknown> | undefined;
  if (holder === undefined || !Object.hasOwn(holder, key)) return undefined;
  if (rest.length > 0) {
    const child = without(holder[key], rest);
    if (child === undefined) return undefined;
    holder[key] = child;
  } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  // Only the root is given back as it is; it is a map.
  return holder as Data;
}
