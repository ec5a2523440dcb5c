import type { Api, CorsProperty, CorsSetting } from "../../src/aws/index.ts";

const indexes = new WeakMap<Api, ReadonlyMap<object, readonly CorsSetting[]>>();

/** Settings of a property that stand in the same answer: in the same response, or in the same CORS object. */
export function settingsBeside(setting: CorsSetting, property: CorsProperty): readonly CorsSetting[] {
  const source = sourceOf(setting);
  if (!source) return [];
  const index = indexes.get(setting.api) ?? indexOf(setting.api);
  indexes.set(setting.api, index);
  return (index.get(source) ?? []).filter((other) => other.property === property);
}

function indexOf(api: Api): ReadonlyMap<object, readonly CorsSetting[]> {
  const index = new Map<object, CorsSetting[]>();
  for (const setting of api.settings) {
    const source = sourceOf(setting);
    if (!source) continue;
    const settings = index.get(source);
    if (settings) settings.push(setting);
    else index.set(source, [setting]);
  }
  return index;
}

/** The response or the CORS object that it stands in. */
export function sourceOf(setting: CorsSetting): object | undefined {
  return setting.response ?? setting.mapping?.response ?? setting.block;
}
