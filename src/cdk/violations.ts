import { resolve } from "node:path";
import { printable } from "../formatters/printable.ts";
import { CREATED, identityOf } from "../linter/finding.ts";
import { rulePageUrl } from "../linter/rule-page-url.ts";
import type { Finding, Severity } from "../linter/types.ts";
import type { FileSystem } from "../source/file-system.ts";
import type { Place } from "../source/place.ts";
import type { Resource, Template } from "../template/types.ts";
import type { AssetSources } from "./asset-sources.ts";
import type { ViolatingResource, Violation } from "./host.ts";

/** What is known of the app beside its templates. */
export interface Surroundings {
  readonly files: Pick<FileSystem, "cwd">;
  readonly sources: AssetSources;
  /** Paths of stacks among the constructs, by the names of their templates. */
  readonly stackPaths: ReadonlyMap<string, string>;
  /** Does a finding of this severity stop the synthesis? */
  stops(severity: Severity): boolean;
}

/** Findings, as CDK takes them. */
export class Violations {
  readonly #byIdentity = new Map<string, Violation>();
  readonly #app: Surroundings;

  constructor(app: Surroundings) {
    this.#app = app;
  }

  /** The same finding in several stacks, as in a function that they share, is one violation of several resources: each can be acknowledged. */
  add(finding: Finding, template: Template): void {
    const identity = identityOf(finding);
    const resource = this.#resourceOf(finding, template);
    const there = this.#byIdentity.get(identity);
    if (there === undefined) this.#byIdentity.set(identity, this.#violation(finding, resource, template));
    else if (!there.violatingResources.some((other) => isSame(other, resource))) there.violatingResources.push(resource);
  }

  get all(): Violation[] {
    return [...this.#byIdentity.values()];
  }

  #violation(finding: Finding, resource: ViolatingResource, template: Template): Violation {
    const created = finding.related.find(({ note }) => note === CREATED);
    const data = {
      page: rulePageUrl(finding.rule),
      severity: finding.severity,
      place: this.#placeText(finding.at),
      createdAt: created && this.#placeText(created.place),
      routes: listed(finding.routes.map(({ method, path }) => (path.startsWith("/") ? `${method} ${path}` : path))),
      assumes: listed(finding.assumptions),
    };
    return {
      ruleName: finding.rule,
      description: [`${finding.message}${holdsIn(finding)}`, ...this.#details(finding, template).map((line) => `   ${line}`)].map(printable).join("\n"),
      fix: printable(finding.help),
      // Once something is acknowledged CDK judges by these words alone.
      severity: this.#app.stops(finding.severity) ? "error" : finding.severity === "error" ? "warning" : finding.severity,
      ruleMetadata: Object.fromEntries(Object.entries(data).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]))),
      violatingResources: [resource],
    };
  }

  /** What stands below the message: places outside of templates, which CDK cannot work out, and what browsers say. */
  #details(finding: Finding, template: Template): readonly string[] {
    const related = finding.related.filter(({ note }) => note !== CREATED);
    return [
      ...(isInTemplate(finding.at, template) ? [] : [`at ${this.#placeText(finding.at)}`]),
      ...related.map(({ place, note }) => `${constructAt(place, template) ?? this.#placeText(place)}: ${note}`),
      ...(finding.browserMessage === undefined ? [] : [`browser: ${finding.browserMessage}`]),
    ];
  }

  #placeText(place: Place): string {
    const { line, column } = place.range.start;
    return printable(`${this.#app.sources(place.file.name) ?? place.file.name}:${line}:${column}`);
  }

  /** CDK finds the construct by the logical id and the template's name, for nested stacks as well. */
  #resourceOf(finding: Finding, template: Template): ViolatingResource {
    const { at } = finding;
    const [section, id, ...within] = at.path;
    if (!isInTemplate(at, template)) {
      const owner = ownerOf(finding, template);
      return owner === undefined ? this.#stackOf(template.name, []) : { resourceLogicalId: String(owner.place.segment), templatePath: this.#pathOf(owner.place.file.name), locations: [] };
    }
    if (section !== "Resources" || typeof id !== "string") return this.#stackOf(at.file.name, at.path);
    return { resourceLogicalId: id, templatePath: this.#pathOf(at.file.name), locations: locationOf(within) };
  }

  #stackOf(template: string, path: Place["path"]): ViolatingResource {
    const constructPath = this.#app.stackPaths.get(template);
    return { resourceLogicalId: "", templatePath: this.#pathOf(template), locations: locationOf(path), ...(constructPath !== undefined && { constructPath }) };
  }

  #pathOf(template: string): string {
    return resolve(this.#app.files.cwd, template);
  }
}

/** Which stages or parameters it is about, where it is not all. */
function holdsIn({ scenarios }: Finding): string {
  return scenarios.length === 0 ? "" : ` (${scenarios.join("; ")})`;
}

function listed(items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : printable(items.join(", "));
}

function locationOf(path: Place["path"]): string[] {
  return path.length === 0 ? [] : [path.join(".")];
}

function isInTemplate({ file }: Place, template: Template): boolean {
  return file.name === template.name || template.nestedFiles.includes(file.name);
}

/** The resource that leads to a file beside the templates: a function, or the API of an OpenAPI file. */
function ownerOf({ constructPath, resource }: Finding, { resources }: Template): Resource | undefined {
  const byConstruct = constructPath === undefined ? undefined : [...resources.values()].find((one) => one.constructPath === constructPath);
  return byConstruct ?? (resource === undefined ? undefined : resources.get(resource));
}

/** The construct of a resource that a place stands in. */
function constructAt(place: Place, template: Template): string | undefined {
  const [section, id] = place.path;
  if (section !== "Resources" || !isInTemplate(place, template)) return undefined;
  return [...template.resources.values()].find(({ place: at, constructPath }) => constructPath !== undefined && at.segment === id && at.file.name === place.file.name)?.constructPath;
}

function isSame(a: ViolatingResource, b: ViolatingResource): boolean {
  return a.resourceLogicalId === b.resourceLogicalId && a.templatePath === b.templatePath && a.locations.join() === b.locations.join();
}
