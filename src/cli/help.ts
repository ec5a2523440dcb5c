import type { Options } from "./arguments.ts";
import { DIFF_OPTIONS, EXPLAIN_OPTIONS, GRAPH_OPTIONS, INIT_OPTIONS, LINT_OPTIONS, MERGE_SARIF_OPTIONS, ROUTES_OPTIONS, RULES_OPTIONS, SIMULATE_OPTIONS } from "./options.ts";

/** The help of a command, or of `cors-lint` itself. */
export function helpText(command: string | undefined): string {
  switch (command) {
    case "simulate":
      return simulateHelp();
    case "routes":
      return routesHelp();
    case "graph":
      return graphHelp();
    case "diff":
      return diffHelp();
    case "init":
      return initHelp();
    case "explain":
      return explainHelp();
    case "rules":
      return rulesHelp();
    case "merge-sarif":
      return mergeSarifHelp();
    default:
      return lintHelp();
  }
}

function lintHelp(): string {
  return `cors-lint predicts, before you deploy, which browser calls AWS will let through, and names the line to blame when CORS blocks one.

Usage:
  cors-lint [options] [PATH...]     check templates: files, folders, patterns, or - for standard input
  cors-lint simulate FILE ...       what happens when a page sends one request, step by step
  cors-lint routes FILE...          every route as cors-lint understands it
  cors-lint graph FILE...           APIs, routes and what stands around them, to be drawn by Mermaid or Graphviz
  cors-lint diff OLD NEW            what a change breaks or mends for browsers, and what of it does not go live
  cors-lint init [PATH...]          write a first configuration, with the reason for each entry
  cors-lint explain RULE|MESSAGE    what a rule, or an error message of a browser or of AWS, means
  cors-lint rules                   every rule
  cors-lint merge-sarif FILE...     the SARIF of several runs as one

Without a path it searches the current folder. CloudFormation, SAM and CDK templates are recognized by their content.

Options:
${optionLines(LINT_OPTIONS)}
  -h, --help                   This help; cors-lint simulate --help for a command's own
  -V, --version                The version

Examples:
  cors-lint template.yaml
  cors-lint --parameter Stage=prod --fail-on warning stacks/
  cors-lint --format sarif --output cors.sarif cdk.out
  cors-lint --rule missing-gateway-response-headers=off template.yaml
  cors-lint - < template.yaml

Exit codes: 0 nothing that counts, 1 findings at or above --fail-on, 2 wrong usage or a file that is not there, 3 no template
in the searched folders.
`;
}

function initHelp(): string {
  return `cors-lint init: writes cors-lint.config.yaml into the working directory: who calls each API and from which pages, as the templates
show it, each with the line that does. It overwrites nothing.

Usage:
  cors-lint init [options] [PATH...]

Options:
${optionLines(INIT_OPTIONS)}

Exit codes: 0, 2 there is a configuration already or wrong usage, 3 no template in the searched folders.
`;
}

function simulateHelp(): string {
  return `cors-lint simulate: what happens when a page sends one request, step by step: the preflight, who answers it and from which line,
each check of the browser, the response, the verdict, and the same request for curl. Nothing is sent anywhere.

Usage:
  cors-lint simulate FILE... --origin ORIGIN --path PATH [options]

Options:
${optionLines(SIMULATE_OPTIONS)}

Examples:
  cors-lint simulate template.yaml --origin https://app.example.com --path /users
  cors-lint simulate template.yaml --origin https://app.example.com --method POST --path /users \\
    --header 'Content-Type: application/json' --header 'Authorization: Bearer x' --scenario Stage=prod

Exit codes: 0 allowed or cannot be told, 1 blocked, 2 wrong usage.
`;
}

function explainHelp(): string {
  return `cors-lint explain: the page of a rule; or what an error message means, at which step it arises, and which rules find its causes; with
templates also which finding it is. Messages of Chromium, Firefox and Safari, of AWS's deployments and of SAM are understood.

Usage:
  cors-lint explain RULE
  cors-lint explain [options] 'MESSAGE' [PATH...]    several lines may be pasted; - reads them from standard input

Options:
${optionLines(EXPLAIN_OPTIONS)}

Examples:
  cors-lint explain missing-options-method
  cors-lint explain "Response to preflight request doesn't pass access control check: It does not have HTTP ok status."
  cors-lint explain 'Request header field authorization is not allowed by Access-Control-Allow-Headers' template.yaml

Exit codes: 0, 2 it is neither a rule nor a known message, or a file that is not there.
`;
}

function rulesHelp(): string {
  return `cors-lint rules: every rule, with its severity, its set (strict rules run only when asked for) and whether it has a fix.

Usage:
  cors-lint rules [options]

Options:
${optionLines(RULES_OPTIONS)}
`;
}

function mergeSarifHelp(): string {
  return `cors-lint merge-sarif: the SARIF files that the parts of a run (--shard) wrote, as one: results in the order of their places, each once.

Usage:
  cors-lint merge-sarif [options] FILE...

Options:
${optionLines(MERGE_SARIF_OPTIONS)}

Examples:
  cors-lint --shard 1/4 --fail-on never --format sarif=cors-1.sarif
  cors-lint merge-sarif --output cors.sarif 'cors-*.sarif'

Exit codes: 0, 2 wrong usage, or a file that is not SARIF 2.1.0.
`;
}

function routesHelp(): string {
  return `cors-lint routes: every route of every API, what answers it and what a browser would decide. What is not known is spelled unknown.

Usage:
  cors-lint routes [options] FILE...

Options:
${optionLines(ROUTES_OPTIONS)}

Examples:
  cors-lint routes template.yaml
  cors-lint routes --format json cdk.out/*.template.json

Exit codes: 0, 2 wrong usage or a file that is not there, 3 no template.
`;
}

function graphHelp(): string {
  return `cors-lint graph: APIs, their routes, the functions behind them, authorizers, stages and deployments as a graph, with the references between
them. Dashed arrows are references of the template, the others the way that a request takes.

Usage:
  cors-lint graph [options] FILE...

Options:
${optionLines(GRAPH_OPTIONS)}

Examples:
  cors-lint graph template.yaml
  cors-lint graph --format dot template.yaml | dot -Tsvg > graph.svg

Exit codes: 0, 2 wrong usage or a file that is not there, 3 no template.
`;
}

function diffHelp(): string {
  return `cors-lint diff: what changes for browsers between two versions of a template: requests that were allowed and are blocked, requests that
were blocked and pass, and changes that no deployment takes live.

Usage:
  cors-lint diff [options] OLD NEW             two files, or two folders (of templates, or CDK assemblies)
  cors-lint diff [options] --base REV [PATH...] files and folders, and the same ones at a git revision

Options:
${optionLines(DIFF_OPTIONS)}

Examples:
  cors-lint diff old/template.yaml template.yaml
  cors-lint diff --base origin/main --format markdown template.yaml
  cors-lint diff --parameter Stage=prod cdk.out.before cdk.out

Exit codes: 0 nothing that counts, 1 stale-deployment or cors-regression at or above --fail-on, 2 wrong usage or a file that is not there,
3 no template.
`;
}

const HELP_COLUMN = 29;

function optionLines(options: Options): string {
  return Object.entries(options)
    .map(([name, { value, short, many, optional, help }]) => {
      const option = `  ${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : optional ? `[=${value}]` : ` ${value}`}`;
      const text = many && !/each|one rule/u.test(help) ? `${help} (repeatable)` : help;
      return option.length < HELP_COLUMN + 2 ? `${option.padEnd(HELP_COLUMN + 2)}${text}` : `${option}\n${" ".repeat(HELP_COLUMN + 2)}${text}`;
    })
    .join("\n");
}
