/** Kinds of API whose CORS is an object of the template, and not a header of each answer. */
export const CONFIGURED = ["http", "function-url", "bucket", "distribution"] as const;
