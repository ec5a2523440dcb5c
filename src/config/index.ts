export { type Config, type ConfigProblem, CONFIG_NAMES } from "./config.ts";
export { readConfig } from "./read-config.ts";
export { schemaOf } from "./schema.ts";
