import { dirname } from "node:path";
import { ConfigError } from "../config/nearest-config.ts";
import type { FileSystem } from "../source/file-system.ts";
import { assemblyAround, shownName } from "../source/project.ts";
import type { AssemblyStack } from "../template/assembly/assembly.ts";
import { createdAt } from "../template/assembly/created-at.ts";
import { type AssemblyTemplate, templatesOf } from "../template/assembly/templates.ts";
import { loadTemplate } from "../template/load.ts";
import { projectReader } from "../template/project-reader.ts";
import type { Template } from "../template/types.ts";
import type { Settings } from "./settings.ts";

/** The templates that CDK hands over. */
export interface StackTemplates {
  readonly templates: readonly Template[];
  /** Paths of their stacks among the constructs, by the names of the templates; none where no assembly says so. */
  readonly stackPaths: ReadonlyMap<string, string>;
}

/**
 * The templates at absolute paths, read as those of an assembly. CDK has written the whole assembly before it asks its plugins; where there
 * is none, as in a test that calls the plugin itself, a template is read for what it is.
 */
export function templatesAt(paths: readonly string[], settings: Settings, files: FileSystem): StackTemplates {
  const assemblies = new Map<string, readonly AssemblyTemplate[]>();
  const stackOf = (path: string): AssemblyStack | undefined => {
    const folder = assemblyAround(files, dirname(path));
    const known = assemblies.get(folder) ?? templatesOf(folder, files) ?? [];
    assemblies.set(folder, known);
    return known.find((one) => one.path === path)?.stack;
  };
  const templates: Template[] = [];
  const stackPaths = new Map<string, string>();
  for (const path of paths) {
    if (settings.excludes(path)) continue;
    const stack = stackOf(path);
    const template = templateAt(path, stack, settings, files);
    if (template === undefined) continue;
    templates.push(template);
    if (stack !== undefined) stackPaths.set(template.name, stack.name);
  }
  return { templates, stackPaths };
}

function templateAt(path: string, stack: AssemblyStack | undefined, settings: Settings, files: FileSystem): Template | undefined {
  const name = shownName(files, path);
  const bytes = files.read(path);
  if (!(bytes instanceof Uint8Array)) throw new ConfigError([`cannot read ${name}: ${bytes.message}`]);
  const template = loadTemplate({ name, bytes }, {
    parameters: parametersOf(stack, settings),
    readProjectFile: projectReader(files, name),
    withoutHandlers: settings.withoutHandlers,
    assembly: stack && { ...stack, createdAt: createdAt(stack, name, files) },
  });
  // A stack without resources.
  return "notATemplate" in template ? undefined : template;
}

function parametersOf(stack: AssemblyStack | undefined, { parameters }: Settings): ReadonlyMap<string, string> {
  const names = stack?.names ?? [];
  return new Map([...(stack?.parameters ?? []), ...parameters.flatMap(({ values, byStack }) => [...values, ...names.flatMap((name) => [...(byStack.get(name) ?? [])])])]);
}
