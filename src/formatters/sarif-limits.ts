/** GitHub refuses more results in a run; the worst are kept. https://docs.github.com/code-security/reference/sarif */
export const MAX_RESULTS = 25_000;
