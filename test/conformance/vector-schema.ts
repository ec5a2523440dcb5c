/** The schema of recorded vectors: one fetch each, what the server would answer, and what browsers decided. */

export interface VectorFile {
  readonly meta?: unknown;
  readonly vectors: readonly Vector[];
}

export type VectorHeader = readonly [name: string, value: string];

export interface VectorAnswer {
  readonly status: number;
  readonly headers: readonly VectorHeader[];
}

export interface VectorHop {
  readonly preflight: VectorAnswer;
  readonly actual: VectorAnswer;
}

export interface VectorRequest {
  readonly origin: string;
  readonly target: string;
  readonly method: string;
  readonly headers: readonly VectorHeader[];
  readonly credentials: "omit" | "same-origin" | "include";
  readonly context?: string;
  readonly body?: { readonly kind: string; readonly type?: string };
  readonly api?: string;
  readonly redirect?: "follow" | "error" | "manual";
  readonly repeat?: number;
}

export interface Vector {
  readonly id: string;
  readonly clause: string;
  readonly request: VectorRequest;
  readonly preflight: VectorAnswer;
  readonly actual: VectorAnswer;
  readonly hops?: readonly VectorHop[];
  readonly observed: Observation;
  readonly differs?: Readonly<Record<string, Differences>>;
}

/** What was observed, or what is predicted. Absent fields were not seen. */
export interface Observation {
  readonly preflightSent: boolean;
  readonly preflightRequestHeaders?: Readonly<Record<string, string>>;
  readonly actualSent: boolean;
  readonly verdict: string;
  readonly status?: number;
  readonly type?: string;
  readonly readableHeaders?: readonly string[];
  readonly corsError?: string;
  readonly corsErrorDetail?: string;
  readonly hops?: readonly HopObservation[];
  readonly second?: { readonly preflightSent: boolean; readonly verdict: string };
}

export interface HopObservation {
  readonly preflightSent: boolean;
  readonly preflightRequestHeaders?: Readonly<Record<string, string>>;
  readonly actualSent: boolean;
  readonly method?: string;
  readonly origin?: string | null;
  readonly authorization?: boolean;
}

/** Fields that differ; `null` is a field that is absent. */
export type Differences = Readonly<Record<string, unknown>>;
