import { apisOf } from "../aws/apis.ts";
import { locate } from "../aws/handlers/locate.ts";
import type { Route } from "../aws/model.ts";
import { answersForItself, whereBrowsersCall } from "../linter/index.ts";
import { loadTemplate } from "../template/load.ts";
import { projectConfig } from "./project-config.ts";
import { projectFiles } from "./project-files.ts";

export interface FrontDoorQuestion {
  /** The template, relative to {@link cwd}. */
  readonly template: string;
  /** The source of a function, relative to {@link cwd}, with `/`. */
  readonly file: string;
  readonly cwd: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** What stands in front of the function that a file is the source of. */
export interface FrontDoor {
  /** Some route that it answers for itself is meant for browsers. */
  readonly isForBrowsers: boolean;
  /** All routes that it answers for itself are of REST APIs. */
  readonly isRest: boolean;
  /** What it says about CORS reaches no page: an API sends the headers, or only services call it. */
  readonly isMoot: boolean;
}

interface Remembered {
  readonly until: number;
  readonly doors: ReadonlyMap<string, FrontDoor>;
}

/** A run over many files reads the template once; an editor sees soon what was changed. */
const REMEMBERED_MS = 2000;
const remembered = new Map<string, Remembered>();

/** `undefined` where no route of the template is known to reach the file. Throws where the template cannot be used. */
export function frontDoorOf(question: FrontDoorQuestion): FrontDoor | undefined {
  const key = JSON.stringify([question.cwd, question.template, [...question.parameters]]);
  const settled = remembered.get(key);
  if (settled && settled.until > performance.now()) return settled.doors.get(question.file);
  const doors = doorsOf(question);
  remembered.clear();
  remembered.set(key, { until: performance.now() + REMEMBERED_MS, doors });
  return doors.get(question.file);
}

function doorsOf({ template: path, cwd, parameters }: FrontDoorQuestion): ReadonlyMap<string, FrontDoor> {
  const files = projectFiles(cwd);
  // As if package.json named it: relative to the project's folder.
  const found = files.read("package.json", path);
  if (!("name" in found)) throw new TypeError(`settings["cors-lint"].template: cannot read ${path}: ${found.refused}`);
  const config = projectConfig(cwd)?.config;
  const template = loadTemplate(found, { parameters: new Map([...(config?.parameters ?? []), ...parameters]), readProjectFile: files.read });
  if ("notATemplate" in template) throw new TypeError(`settings["cors-lint"].template: ${path} is no template: ${template.notATemplate}`);

  const byFile = new Map<string, Set<Route>>();
  for (const outline of apisOf(template)) {
    for (const scenario of template.scenarios(outline.members).all) {
      const world = template.world(scenario);
      for (const route of outline.build(world, config?.declarations)?.routes ?? []) {
        const { kind, functionId } = route.integration;
        const resource = kind === "proxy-function" && functionId !== undefined ? world.resources.get(functionId) : undefined;
        const located = resource && locate(world, resource);
        if (located?.kind !== "file") continue;
        byFile.set(located.file.name, (byFile.get(located.file.name) ?? new Set()).add(route));
      }
    }
  }
  return new Map([...byFile].map(([file, routes]) => [file, doorOf([...routes])]));
}

function doorOf(routes: readonly Route[]): FrontDoor {
  const own = routes.filter((route) => answersForItself(route) && route.intent.kind !== "service");
  return { isForBrowsers: own.some((route) => whereBrowsersCall(route) !== undefined), isRest: own.length > 0 && own.every(({ api }) => api.kind === "rest"), isMoot: own.length === 0 };
}
