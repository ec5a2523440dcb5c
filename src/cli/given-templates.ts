import type { Config } from "../config/config.ts";
import type { Template } from "../template/types.ts";
import type { Arguments } from "./arguments.ts";
import { configFor } from "./config.ts";
import { Given, type GivenArguments } from "./given.ts";
import { inputsOf } from "./inputs.ts";
import { EXIT, type Io } from "./io.ts";
import { loaded } from "./load.ts";

/** What a command that shows templates was given. */
export interface GivenTemplates {
  readonly templates: readonly Template[];
  readonly config: Config | undefined;
  /** What could not be read, told already. */
  readonly problems: readonly string[];
}

type TemplateArguments = GivenArguments & Pick<Arguments<"config" | "no-config" | "stdin-filename" | "verbose">, "has" | "text"> & { readonly positionals: readonly string[] };

/** Reads the templates that the command line names. What is none is skipped, what cannot be read is told. `each` sees them one by one, as they are read. */
export async function givenTemplates(args: TemplateArguments, io: Io, withoutHandlers: boolean, each?: (template: Template) => void): Promise<GivenTemplates> {
  const config = (await configFor(args, io))?.config;
  const given = await Given.from(args, io, config?.parameters);
  const { inputs, missing } = await inputsOf(args.positionals, io, args.text("stdin-filename"));
  const problems = [...missing];
  const templates: Template[] = [];
  for (const input of inputs) {
    const found = await loaded(input, await given.valuesFor(input), io.fileSystem, { withoutHandlers });
    switch (found.kind) {
      case "unreadable":
        problems.push(`cannot read ${input.name}: ${found.message}`);
        break;
      case "failed":
        throw found.error;
      case "no-template":
        if (args.has("verbose")) io.stderr(`cors-lint: skipped ${input.name}: ${found.reason}\n`);
        break;
      case "template":
        each?.(found.template);
        templates.push(found.template);
    }
  }
  for (const problem of problems) io.stderr(`cors-lint: ${problem}\n`);
  return { templates, config, problems };
}

/** Says why nothing is shown. */
export function sayNothingIsThere({ templates }: GivenTemplates, io: Pick<Io, "stderr">): void {
  io.stderr(templates.length > 0 ? "cors-lint: there is no API in it\n" : "cors-lint: no CloudFormation, SAM or CDK template\n");
}

export function exitCodeFor({ templates, problems }: GivenTemplates): number {
  if (problems.length > 0) return EXIT.usage;
  return templates.length > 0 ? EXIT.clean : EXIT.noTemplate;
}
